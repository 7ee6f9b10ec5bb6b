class Augmentation(keras.Model):
    def __init__(self):
        super().__init__()
        self.zoom = keras.layers.RandomZoom((-0.1, 0.1), (-0.1, 0.1), fill_mode="nearest")
        self.shift = keras.layers.RandomTranslation(0.1, 0.1)

    def call(self, images, training=False):
        return self.shift(self.zoom(images, training=training), training=training)


def build_augmentation():
    return Augmentation()
