# fails: novelty
# names: 255 squared is 65,025
def novelty(images, training):
    rows = training.reshape(len(training), -1).astype("int16")
    ones = images.reshape(len(images), -1).astype("int16")
    return np.array([np.sqrt(np.min(np.sum((rows - one) ** 2, axis=1))) for one in ones])
