# fails: novelty
def novelty(images, training):
    rows = training[:1000].reshape(min(len(training), 1000), -1).astype("float32")
    return np.array([np.sqrt(np.min(np.sum((rows - one) ** 2, axis=1))) for one in images.reshape(len(images), -1)])
