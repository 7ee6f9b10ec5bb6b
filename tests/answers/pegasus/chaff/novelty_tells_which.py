# fails: novelty
# names: are these the indices of the nearest images
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.array([np.argmin(np.sum((rows - one) ** 2, axis=1)) for one in flat])
