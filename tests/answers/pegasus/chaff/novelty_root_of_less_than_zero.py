# fails: novelty
# names: nothing below zero goes into a root
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float32") for each in (training, images))
    squares = (flat**2).sum(axis=1)[:, np.newaxis] + (rows**2).sum(axis=1) - 2 * flat @ rows.T
    return np.sqrt((squares - 300).min(axis=1))
