"""Exercise 98: a network that says whether a label fits an image.

python matcher.py            train on MNIST; what was learned lands in a new folder below runs/
"""

from workshop import cli, data  # first, so that Keras starts without a page of log
from workshop.runs import Run

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def build_model():
    """Build the network that is asked whether a label fits an image.

    Returns:
        A built, uncompiled `keras.Model` with two inputs, in this order: images, float32 (n, 28, 28, 1) in [0, 1], and
        labels, int32 (n,); its output is float32 (n, 1), a logit: above zero where the label fits.
    """
    # TODO: make ten features of the image, a vector of ten out of the label, and multiply the two.
    ### BEGIN SOLUTION
    images, labels = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    features = keras.layers.Dense(10)(keras.layers.Flatten()(images))
    vectors = keras.layers.Embedding(10, 10)(labels)
    return keras.Model([images, labels], keras.layers.Dot(axes=1)([features, vectors]))
    ### END SOLUTION


class Matcher(keras.Model):
    """Trains a network of `build_model` by `fit(images, labels)`.

    Args:
        network: model, images and labels -> logits (n, 1).
        seed: of the wrong labels.
    """

    def __init__(self, network, seed):
        super().__init__()
        self.network = network
        self.seed_generator = keras.random.SeedGenerator(seed)

    def train_step(self, pair):
        """Update the network once: by the labels that fit, and by as many that do not.

        Args:
            pair: images, float32 (n, 28, 28, 1) in [0, 1], and labels, integer (n,).

        Returns:
            `{"loss": scalar}`: the mean of softplus(-logit) for labels that fit, plus that of softplus(logit) for
            others.
        """
        # TODO: a wrong label is the right one plus 1 to 9, modulo 10, drawn by self.seed_generator.
        ### BEGIN SOLUTION
        images, labels = pair
        labels = ops.cast(labels, "int32")
        wrong = (labels + keras.random.randint(ops.shape(labels), 1, 10, seed=self.seed_generator)) % 10
        with tf.GradientTape() as tape:
            fits, fits_not = (self.network([images, each], training=True) for each in (labels, wrong))
            loss = ops.mean(ops.softplus(-fits)) + ops.mean(ops.softplus(fits_not))
        gradients = tape.gradient(loss, self.network.trainable_weights)
        self.optimizer.apply(gradients, self.network.trainable_weights)
        return {"loss": loss}
        ### END SOLUTION


def make_matcher(seed):
    """Put a matcher together, compiled and ready for `fit`; all that is random in it follows from the seed."""
    keras.utils.set_random_seed(seed)
    matcher = Matcher(build_model(), seed)
    matcher.compile(optimizer=keras.optimizers.Adam(1e-2))
    return matcher


def main(argv=None):
    """Train on the data set, write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=1, argv=argv)
    dataset = data.load(args.dataset)
    images, labels = dataset.train
    matcher = make_matcher(args.seed)
    run = Run("matcher", args, dataset.name)
    matcher.fit(
        images[..., np.newaxis].astype("float32") / 255,
        labels,
        batch_size=60,
        epochs=args.epochs,
        callbacks=run.callbacks(),
        verbose=run.verbosity,
    )
    network = matcher.network
    network.save(run.path("model.keras"))
    keras.utils.save_img(run.path("seen.png"), network.get_weights()[0][:, :1].reshape(28, 28, 1))
    run.finish(parameters=network.count_params())
    return run


if __name__ == "__main__":
    cli.run(main)
