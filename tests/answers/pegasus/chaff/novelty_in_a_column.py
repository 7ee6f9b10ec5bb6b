# fails: novelty
# names: One axis is too many
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.array([np.sqrt(np.min(np.sum((rows - one) ** 2, axis=1, keepdims=True), axis=0)) for one in flat])
