# fails: augmentation_meaning
def build_augmentation():
    return keras.Sequential([keras.layers.RandomZoom((-0.8, 0.0), (-0.8, 0.0))])
