# fails: novelty
# names: the mean of the training images
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.sqrt(np.sum((flat - rows.mean(axis=0)) ** 2, axis=1))
