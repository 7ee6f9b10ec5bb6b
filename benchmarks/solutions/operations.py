"""Counting what a training step has to compute: multiplications and additions of dense and convolutional layers.

Normalization, activations and optimizers are not counted; they are a few per cent of the operations, though not of the
time. A layer that does m of them forward does as many for the gradient of its weights, and as many for that of its
input, which the first layer of a network has no use for.
"""

import keras
import numpy as np

MATRIX_LAYERS = (keras.layers.Dense, keras.layers.Conv2D, keras.layers.Conv2DTranspose)


def matrix_layers(network):
    """`[(layer, operations a picture), ...]` of the layers that count, first to last."""
    found = []
    for layer in network.layers:
        if isinstance(layer, MATRIX_LAYERS):
            # A kernel is used once in each place: of the output, or, where it is transposed, of the input.
            shape = layer.input.shape if isinstance(layer, keras.layers.Conv2DTranspose) else layer.output.shape
            places = int(np.prod(shape[1:-1]))
            found.append((layer, 2 * places * int(np.prod(layer.kernel.shape))))
    return found


def forward(network):
    """Operations of one picture's way through a network."""
    return sum(count for _, count in matrix_layers(network))


def training(network, through=False):
    """Operations of one picture's way through a network and back, for the gradients of its weights.

    Args:
        network: a model.
        through: whether the gradient of its input is wanted, too.
    """
    first = 0 if through else matrix_layers(network)[0][1]
    return 3 * forward(network) - first


def judging(network):
    """Operations of one picture's way through a network whose weights stay, and back to the picture."""
    return 2 * forward(network)


def step(generator, discriminator, passes, batch_size):
    """Operations of one step of a pair.

    Args:
        generator, discriminator: models.
        passes: how many of each, for each picture of a batch: `train_discriminator`, one picture, real or fake, through
            the discriminator, for its weights; `draw`, one through the generator alone; `train_generator`, one through
            both, for the generator's weights; `judge`, one forward through the discriminator. Negative where one pass
            serves two of these.
        batch_size: pictures.
    """
    costs = {
        "train_discriminator": training(discriminator),
        "draw": forward(generator),
        "train_generator": training(generator) + judging(discriminator),
        "judge": forward(discriminator),
    }
    return round(batch_size * sum(costs[name] * count for name, count in passes.items()))
