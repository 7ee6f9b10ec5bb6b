# fails: novelty
# names: There is one for each training image
def novelty(images, training):
    rows, flat = (each.reshape(len(each), -1).astype("float64") for each in (training, images))
    return np.array([np.sqrt(np.min(np.sum((flat - one) ** 2, axis=1))) for one in rows])
