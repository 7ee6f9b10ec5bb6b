# fails: paired
# names: ValueError
def paired(a, b):
    return mean_and_interval([x - y for x, y in zip(a, b, strict=False)])
