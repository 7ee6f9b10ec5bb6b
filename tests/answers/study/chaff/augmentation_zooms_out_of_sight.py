# fails: augmentation_meaning
def build_augmentation():
    return keras.Sequential([keras.layers.RandomZoom((0.5, 2.0), fill_mode="constant")])
