# fails: novelty
# names: This is the square
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.array([np.min(np.sum((rows - one) ** 2, axis=1)) for one in flat])
