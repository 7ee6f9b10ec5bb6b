class Brighter(keras.layers.Layer):
    def call(self, images, training=False):
        if not training:
            return images
        factor = keras.random.uniform((ops.shape(images)[0], 1, 1, 1), 0.8, 1.2)
        return ops.clip(images * factor, 0, 1)


def build_augmentation():
    return keras.Sequential([keras.layers.RandomRotation(0.04, fill_mode="constant"), Brighter()])
