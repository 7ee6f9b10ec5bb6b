def smoothness(angles):
    found = []
    for walk_of_one in angles:
        steps = [abs(b - a) for a, b in zip(walk_of_one[:-1], walk_of_one[1:], strict=True)]
        found.append(max(steps) / sum(steps) - 1 / len(steps) if sum(steps) > 0 else float("nan"))
    return np.array(found)
