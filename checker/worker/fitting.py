"""Training that the checker asks for itself."""


def build_state(model, x, y):
    """Have a compiled model make the variables of its optimizer, loss and metrics now.

    On TensorFlow, Keras makes them while it traces the first step, and then has to trace it again: 0.4 s of `fit`.
    """
    outputs = model(x, training=False)
    model.compute_loss(x, y, outputs)
    model.compute_metrics(x, y, outputs)
    model.reset_metrics()
    model.optimizer.build(model.trainable_variables)


def autoencode(keras, encoder, decoder, images, *, seed, batch_size, epochs, learning_rate, momentum):
    """Train an encoder and a decoder on the squared error of what they make of images together.

    Args:
        keras: the module.
        encoder, decoder: Keras models: images (n, h, w, c) -> codes -> images of the same shape. They are changed.
        images: float32 (n, h, w, c).
        seed: of the order of the images, and of what is random in the models.
        batch_size, epochs: integers.
        learning_rate, momentum: of Adam, whose `beta_1` the momentum is.
    """
    keras.utils.set_random_seed(seed)

    class Both(keras.Model):  # not a functional model: in that, two models of one name may not meet
        def __init__(self):
            super().__init__()
            self.parts = [encoder, decoder]

        def call(self, given):
            return decoder(encoder(given))

    both = Both()
    both.compile(keras.optimizers.Adam(learning_rate, beta_1=momentum), "mean_squared_error")
    both.fit(images, images, batch_size=batch_size, epochs=epochs, verbose=0)
