# fails: novelty
# names: largest difference
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.array([np.min(np.max(np.abs(rows - one), axis=1)) for one in flat])
