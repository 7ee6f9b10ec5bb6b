# fails: augmentation_random
# names: in a way of its own
class One(keras.layers.Layer):
    def call(self, images, training=False):
        if not training:
            return images
        return ops.clip(images * keras.random.uniform((), 0.7, 1.0), 0, 1)


def build_augmentation():
    return keras.Sequential([One()])
