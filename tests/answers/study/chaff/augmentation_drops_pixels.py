# fails: augmentation_meaning
# also: augmentation_random
def build_augmentation():
    return keras.Sequential([keras.layers.Dropout(0.9), keras.layers.ReLU(max_value=1.0)])
