# fails: novelty
def novelty(images, training):
    differences = images[:, np.newaxis].astype("float32") - training
    return np.sqrt((differences**2).sum(axis=-1)).min(axis=1).mean(axis=(1, 2))
