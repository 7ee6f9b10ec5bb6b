# fails: augmentation_meaning
def build_augmentation():
    return keras.Sequential([keras.layers.RandomZoom((-0.9, -0.6), (-0.9, -0.6))])
