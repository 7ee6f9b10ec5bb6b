# fails: novelty
# names: on the scale of bytes
def novelty(images, training):
    rows, flat = (prepare(each).reshape(len(each), -1) for each in (training, images))
    return np.array([np.sqrt(np.min(np.sum((rows - one) ** 2, axis=1))) for one in flat])
