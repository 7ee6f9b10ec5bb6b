# fails: novelty
# names: don't let the number under the root fall below zero
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float32") for each in (training, images))
    squares = (flat**2).sum(axis=1)[:, np.newaxis] + (rows**2).sum(axis=1) - 2 * flat @ rows.T
    return np.sqrt((squares - 300).min(axis=1))
