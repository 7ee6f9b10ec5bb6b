# fails: augmentation_meaning
# names: RandomShear's factors are shares
def build_augmentation():
    return keras.Sequential(
        [keras.layers.RandomRotation(0.02, fill_mode="nearest"), keras.layers.RandomShear(x_factor=0.9, y_factor=0.0)]
    )
