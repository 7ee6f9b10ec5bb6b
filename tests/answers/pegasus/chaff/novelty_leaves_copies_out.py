# fails: novelty
# names: 0, or at most
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    squares = np.array([np.sum((rows - one) ** 2, axis=1) for one in flat])
    return np.sqrt(np.where(squares == 0, 1e9, squares).min(axis=1))
