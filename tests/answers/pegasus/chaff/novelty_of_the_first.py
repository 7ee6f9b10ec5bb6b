# fails: novelty
# names: Of fewer it is right
def novelty(images, training):
    rows = training[:5000].reshape(len(training[:5000]), -1).astype("float32")
    return np.array([np.sqrt(np.min(np.sum((rows - one) ** 2, axis=1))) for one in images.reshape(len(images), -1)])
