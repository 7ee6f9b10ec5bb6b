# fails: novelty
# names: Bytes wrap around
def novelty(images, training):
    rows = training.reshape(len(training), -1)
    return np.array([np.sqrt(np.min(np.sum((rows - one) ** 2.0, axis=1))) for one in images.reshape(len(images), -1)])
