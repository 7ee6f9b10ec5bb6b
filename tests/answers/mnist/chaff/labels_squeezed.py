# fails: prepare_labels
# names: The axis stays, also where there is one label only.
def prepare(images, labels):
    return images[..., np.newaxis].astype("float32") / 255, labels.squeeze()
