# fails: augmentation_meaning
# names: change each image by itself
class Shuffled(keras.layers.Layer):
    def call(self, images, training=False):
        return tf.random.shuffle(images) if training else images


def build_augmentation():
    return keras.Sequential([keras.layers.RandomTranslation(0.1, 0.1), Shuffled()])
