# fails: novelty
def novelty(images, training):
    a, b = (images.reshape(len(images), -1).astype("float32"), training.reshape(len(training), -1).astype("float32"))
    return np.sqrt(((a[:, None] - b[None]) ** 2).sum(-1)).min(1)
