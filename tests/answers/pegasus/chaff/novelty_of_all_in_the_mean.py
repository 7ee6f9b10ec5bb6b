# fails: novelty
# names: mean distance to all
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.array([np.mean(np.sqrt(np.sum((rows - one) ** 2, axis=1))) for one in flat])
