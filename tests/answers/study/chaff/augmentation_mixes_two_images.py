# fails: augmentation_meaning
# names: change each image by itself
class Mixed(keras.layers.Layer):
    def call(self, images, training=False):
        return 0.6 * images + 0.4 * ops.flip(images, axis=0) if training else images


def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(0.1, 0.1), Mixed()])
