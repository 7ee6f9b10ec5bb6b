# fails: augmentation_meaning
# names: change each image by itself
class Pasted(keras.layers.Layer):
    def call(self, images, training=False):
        if not training:
            return images
        middle = images.shape[1] // 2
        return ops.concatenate([images[:, :middle], ops.roll(images, 1, axis=0)[:, middle:]], axis=1)


def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(0.1, 0.1), Pasted()])
