# fails: novelty
def novelty(images, training):
    rows = training.reshape(len(training), -1).astype("float32")
    size = 500 if len(rows) >= 500 else len(rows)
    found = []
    for one in images.reshape(len(images), -1):
        found.append(
            min(
                np.sqrt(np.min(np.sum((rows[i : i + size] - one) ** 2, axis=1)))
                for i in range(0, len(rows) - size + 1, size)
            )
        )
    return np.array(found)
