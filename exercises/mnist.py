# Generated from solutions/mnist.py (checksum 058701455d72a302). Yours to fill in: YOUR CODE HERE.
"""Exercise 1: a dense classifier that reads handwritten digits.

You write three functions: `prepare`, `build_model` and `compile_model`. Everything below them is given and shows how
they work together. The lesson is docs/lessons/1-mnist.md.

    python mnist.py                    train on MNIST; the images land in a new folder below runs/
    python -m checker mnist            see what is right and what is not yet
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.runs import Run

import keras
import numpy as np


def prepare(images, labels):
    """Turn MNIST's bytes into numbers that a network likes.

    Args:
        images: uint8 array (n, 28, 28); 0 is black, 255 is white.
        labels: integer array (n,): the digits, 0 to 9.

    Returns:
        `(images, labels)`: the images as float32 (n, 28, 28, 1), 0 become 0.0 and 255 become 1.0 with all values
        between in proportion; the labels as they were.
    """
    # TODO: Keras wants images as (n, height, width, channels): grey ones have one channel, which is missing here.
    # Scale the bytes to the range [0, 1] and make them float32. Leave the labels alone.
    # YOUR CODE HERE
    raise NotImplementedError("mnist.prepare is yours to write")


def build_model():
    """Build a dense network that scores an image as each of the ten digits.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers (no Lambda, no class of your
        own): float32 (n, 28, 28, 1) -> float32 (n, 10), the *logits*: any real number, the highest wins. At least one
        hidden dense layer with a nonlinearity, no convolution, at most 1,000,000 parameters.
    """
    # TODO: start with keras.Input((28, 28, 1)), so that the model is built at once; flatten the image; add a hidden
    # Dense layer or two with an activation; end with ten numbers. No softmax at the end: the loss does that.
    # YOUR CODE HERE
    raise NotImplementedError("mnist.build_model is yours to write")


def compile_model(model):
    """Tell the model how to learn: compile it in place.

    Args:
        model: a built model whose outputs are logits (n, 10).

    The optimizer is yours to choose. The loss is the cross-entropy between integer labels and logits, averaged over
    the batch; the metric is `"accuracy"`. What this function returns is ignored.
    """
    # TODO: call model.compile with an optimizer, a loss for integer ("sparse") labels that knows that it gets logits,
    # and metrics=["accuracy"].
    # YOUR CODE HERE
    raise NotImplementedError("mnist.compile_model is yours to write")


def main(argv=None):
    """Train on the data set, then write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=6, argv=argv)
    keras.utils.set_random_seed(args.seed)

    # Data. The test images stay apart until the very end; a tenth of the others shows how training goes.
    dataset = data.load(args.dataset, like="mnist")
    (train_images, train_labels), (test_images, test_labels) = dataset
    x_train, y_train = prepare(train_images, train_labels)
    x_test, y_test = prepare(test_images, test_labels)

    # Model and loss.
    model = build_model()
    compile_model(model)
    model.summary()

    # Training.
    run = Run("mnist", args, dataset.name)
    history = model.fit(
        x_train,
        y_train,
        batch_size=200,
        epochs=args.epochs,
        validation_split=0.1,
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
    images.diagram(run.path("model.png"), model)
    run.finish(test_accuracy=accuracy, test_loss=loss, parameters=model.count_params())
    return run


if __name__ == "__main__":
    cli.run(main)
