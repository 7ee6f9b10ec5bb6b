# fails: novelty
# names: first training image
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.sqrt(np.sum((flat - rows[0]) ** 2, axis=1))
