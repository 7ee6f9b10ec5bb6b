"""Small networks as runs leave them, pages of them that are served, and a browser to look at these."""

import json
import threading
from contextlib import contextmanager

import numpy as np
import pytest

from tests.support.answers import some_exercise
from tests.support.browser import looking
from workshop.play import page, server, sessions

SEEN, TRIED = 8000, 500  # digits that the small classifier learns from, and that tests show to it


def a_run(folder, dataset="mnist", **networks):
    """A run's folder with networks in it, `NAME.keras` each."""
    folder.mkdir(parents=True)
    config = {"exercise": some_exercise().name, "dataset": dataset}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    for name, network in networks.items():
        network.save(folder / f"{name}.keras")
    return folder


@pytest.fixture(scope="session")
def few_digits(real_digits):
    """`(train images, train labels), (test images, test labels)` of MNIST, uint8, only so many."""
    (images, labels), (others, their_labels) = real_digits
    return (images[:SEEN], labels[:SEEN]), (others[:TRIED], their_labels[:TRIED])


@pytest.fixture(scope="session")
def reader(few_digits, tmp_path_factory):
    """The run of a convolutional network that reads digits well."""
    import keras

    keras.utils.set_random_seed(0)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 5, strides=2, use_bias=False),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.Conv2D(16, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dropout(0.1),
            layers.Dense(10),
        ]
    )
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    images, labels = few_digits[0]
    model.fit(images[..., None] / np.float32(255), labels, batch_size=50, epochs=6, verbose=0)
    return a_run(tmp_path_factory.mktemp("runs") / "reader", model=model)


@pytest.fixture(scope="session")
def dense(tmp_path_factory):
    """The run of a dense network that has learned nothing."""
    import keras

    keras.utils.set_random_seed(1)
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(32, "relu"), keras.layers.Dense(10)]
    return a_run(tmp_path_factory.mktemp("runs") / "dense", model=keras.Sequential(layers))


def a_generator(latent=6, labels=True, strength=True, shape=(28, 28, 1), seed=2):
    """A network that turns numbers, with a label and a strength, into images of many greys."""
    import keras
    from keras import ops

    keras.utils.set_random_seed(seed)
    inputs = [keras.Input((latent,))]
    parts = [inputs[0]]
    if labels:
        inputs.append(keras.Input((), dtype="int32"))
        parts.append(keras.layers.Embedding(10, 4, embeddings_initializer="random_normal")(inputs[-1]))
        parts.append(ops.one_hot(inputs[-1], 10))
    if strength:
        inputs.append(keras.Input((1,)))
        parts.append(inputs[-1])
    x = ops.concatenate(parts, axis=1) if len(parts) > 1 else parts[0]
    x = keras.layers.Dense(7 * 7 * 8)(x)
    x = keras.layers.LeakyReLU(0.2)(keras.layers.Reshape((7, 7, 8))(x))
    x = keras.layers.Conv2DTranspose(8, 4, strides=2, padding="same", activation="relu")(x)
    x = keras.layers.Conv2DTranspose(
        shape[2], 4, strides=2, padding="same", activation="tanh",
        kernel_initializer=keras.initializers.RandomNormal(stddev=0.3),
    )(x)  # fmt: skip
    return keras.Model(inputs, x)


@pytest.fixture(scope="session")
def generator(tmp_path_factory):
    """The run of a generator that takes noise, a label and a strength."""
    return a_run(tmp_path_factory.mktemp("runs") / "generator", generator=a_generator())


@pytest.fixture(scope="session")
def coder(tmp_path_factory):
    """The run of an autoencoder of lines."""
    import keras

    keras.utils.set_random_seed(3)
    layers = keras.layers
    encoder = keras.Sequential(
        [keras.Input((32, 32, 1)), layers.AveragePooling2D(4), layers.Flatten(), layers.Dense(5)]
    )
    decoder = keras.Sequential(
        [
            keras.Input((5,)), layers.Dense(8 * 8 * 4), layers.LeakyReLU(0.2), layers.Reshape((8, 8, 4)),
            layers.UpSampling2D(2), layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="sigmoid"),
        ]
    )  # fmt: skip
    return a_run(tmp_path_factory.mktemp("runs") / "coder", "lines", encoder=encoder, decoder=decoder)


@pytest.fixture(scope="session")
def session_of():
    """`sessions.of`, which remembers: loading and tracing take seconds."""
    made = {}

    def of(what, *folders):
        if (what, folders) not in made:
            made[what, folders] = sessions.of(what, folders)
        return made[what, folders]

    return of


@contextmanager
def serving(session, **settings):
    """A server of a session in a thread of its own."""
    served = server.Server(session, page.for_server(session), **settings)
    thread = threading.Thread(target=served.serve, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.stop()
        thread.join(10)


@pytest.fixture
def open_page(browser):
    """Open an address; errors of the page's scripts, and whatever it loads from elsewhere, fail the test."""
    with looking(browser) as (look, errors):

        def open_one(address, width=1400, scheme="light", **options):
            shown = look(width, scheme, **options)
            shown.context.set_default_timeout(20_000)
            own = address.partition("/?")[0]

            def watch(request):
                if not request.url.startswith((own, own.replace("http", "ws", 1), "data:", "blob:", "file:")):
                    errors.append(request.url)

            shown.on("request", watch)
            shown.goto(address)
            return shown

        yield open_one


SEVEN = [[(0.3, 0.22), (0.5, 0.22), (0.7, 0.22), (0.6, 0.45), (0.5, 0.65), (0.44, 0.82)]]


def draw(shown, strokes, scale=1.0, corner=(0.0, 0.0)):
    """Draw on a page's paper with the mouse; points are shares of its sides."""
    shown.locator(".play-paper").scroll_into_view_if_needed()
    box = shown.locator(".play-paper").bounding_box()
    places = [
        [(box["x"] + box["width"] * (corner[0] + scale * x), box["y"] + box["height"] * (corner[1] + scale * y)) for x, y in stroke]
        for stroke in strokes
    ]  # fmt: skip
    for first, *others in places:
        shown.mouse.move(*first)
        shown.mouse.down()
        for place in others:
            shown.mouse.move(*place, steps=6)
        shown.mouse.up()


def read(shown, text):
    """Wait until the page says that it reads this."""
    shown.locator(".play-answer strong", has_text=text).first.wait_for()
