# Generated from solutions/cnn.py (checksum 91f28f439505102a). Yours to fill in: YOUR CODE HERE.
"""Exercise 2: a convolutional network that reads handwritten digits.

You write three functions: `convolve`, `build_model` and `compile_model`. Everything else is given. The lesson is
docs/lessons/2-cnn.md.

    python cnn.py                      train on MNIST; the images land in a new folder below runs/
    python -m checker cnn              see what is right and what is not yet
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.runs import Run

import keras
import numpy as np


def prepare(images, labels):
    """Turn MNIST's bytes into numbers that a network likes; given, since you wrote it in exercise 1.

    Args:
        images: uint8 array (n, 28, 28); 0 is black, 255 is white.
        labels: integer array (n,): the digits, 0 to 9.

    Returns:
        `(images, labels)`: float32 (n, 28, 28, 1) in [0, 1], and the labels as they were.
    """
    return images[..., np.newaxis].astype("float32") / 255, labels


def convolve(images, kernels, bias, stride):
    """Look at images through kernels, as a convolutional layer does, with padding "valid".

    Deep learning calls it convolution; mathematics calls it cross-correlation, for the kernel is not turned round.

    Args:
        images: float array (n, h, w, c).
        kernels: float array (kh, kw, c, f): f kernels, each kh high, kw wide, and c channels deep.
        bias: float array (f,), added to what each kernel sees.
        stride: integer, 1 or more: by how many pixels a kernel moves on, in both directions.

    Returns:
        Float array (n, oh, ow, f), where oh = (h - kh) // stride + 1, and ow likewise: each number is the sum of the
        products of a kernel and the part of an image beneath it, over all channels, plus the kernel's bias.
    """
    # TODO: use array operations of NumPy or keras.ops; no function or layer that convolves or correlates by itself.
    # YOUR CODE HERE
    raise NotImplementedError("cnn.convolve is yours to write")


def build_model():
    """Build a small convolutional network that scores an image as each of the ten digits.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers (no Lambda, no class of your
        own): float32 (n, 28, 28, 1) -> float32 (n, 10), the logits. At least three Conv2D layers, at least two of them
        with a stride of 2 or more; no pooling layer; at most 60,000 parameters.
    """
    # TODO: let strides, not pooling, bring 28x28 down to a few pixels, with more channels as the image shrinks. Put a
    # nonlinearity after each convolution; batch normalization before it is worth a try. End in ten logits.
    # YOUR CODE HERE
    raise NotImplementedError("cnn.build_model is yours to write")


def compile_model(model):
    """Tell the model how to learn: compile it in place.

    Args:
        model: a built model whose outputs are logits (n, 10).

    The optimizer is yours to choose. The loss is the cross-entropy between integer labels and logits, averaged over
    the batch; the metric is `"accuracy"`. What this function returns is ignored.
    """
    # TODO: as in exercise 1. The network is another one: does it like the same learning rate?
    # YOUR CODE HERE
    raise NotImplementedError("cnn.compile_model is yours to write")


# Kernels made by hand, to look at a digit with: (3, 3), positive where they want light and negative where darkness.
KERNELS = {
    "vertical edge": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "horizontal edge": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "blur": [[1 / 9] * 3] * 3,
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
}


def draw_kernels(path, image, model):
    """Draw what `convolve` sees of an image (28, 28, 1): through kernels made by hand, and through learned ones."""
    by_hand = np.array(list(KERNELS.values()), dtype="float32").transpose(1, 2, 0)[:, :, np.newaxis]
    first = next(layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D))
    learned = first.get_weights()[0][..., :8]
    rows = []
    for names, kernels in ((list(KERNELS), by_hand), (None, learned)):
        seen = np.asarray(convolve(image[np.newaxis], kernels, np.zeros(kernels.shape[-1], "float32"), 1))[0]
        for index in range(kernels.shape[-1]):
            name = names[index] if names else f"learned {index + 1}"
            rows.append((name, kernels[:, :, 0, index], seen[..., index]))
    images.kernels(path, image, rows)


def main(argv=None):
    """Train on the data set, then write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=5, argv=argv)
    keras.utils.set_random_seed(args.seed)

    # Data. The test images stay apart until the very end; a twentieth of the others shows how training goes.
    dataset = data.load(args.dataset, like="mnist")
    (train_images, train_labels), (test_images, test_labels) = dataset
    x_train, y_train = prepare(train_images, train_labels)
    x_test, y_test = prepare(test_images, test_labels)

    # Model and loss. A first look through the kernels, so that a mistake in `convolve` does not wait until the end.
    convolve(x_train[:1], np.zeros((3, 3, 1, 2), "float32"), np.zeros(2, "float32"), 2)
    model = build_model()
    compile_model(model)
    model.summary()

    # Training.
    run = Run("cnn", args, dataset.name)
    history = model.fit(
        x_train,
        y_train,
        batch_size=128,
        epochs=args.epochs,
        validation_split=0.05,
        callbacks=run.callbacks(),
        verbose=run.verbosity,
    )

    # Results.
    loss, accuracy = model.evaluate(x_test, y_test, batch_size=500, verbose=0)
    print(f"On {len(x_test):,} test images: accuracy {accuracy:.2%}, loss {loss:.4f}")
    logits = model.predict(x_test, batch_size=500, verbose=0)
    model.save(run.path("model.keras"))
    images.curves(run.path("curves.png"), history.history)
    images.confusion(run.path("confusion.png"), y_test, logits.argmax(axis=1))
    images.answers(run.path("answers.png"), test_images, y_test, logits)
    images.label_distribution(run.path("labels.png"), training=y_train, test=y_test)
    draw_kernels(run.path("kernels.png"), x_test[0], model)
    images.diagram(run.path("model.png"), model)
    run.finish(test_accuracy=accuracy, test_loss=loss, parameters=model.count_params())
    return run


if __name__ == "__main__":
    cli.run(main)
