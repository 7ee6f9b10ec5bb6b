"""Fakes of many kinds, easy to hard to tell from real digits: what the reference discriminators are trained against.

Each kind is a function `(digits, rng, count)` that returns uint8 (count, side, side); `digits` is a `Digits`. Those in
`EASY` look like no digit; those in `DRAWN` have strokes, in the wrong places; what trained generators draw comes from
`snapshots`.
"""

from dataclasses import dataclass

import numpy as np


@dataclass
class Digits:
    """Real images to make fakes from: uint8 (n, side, side) and labels (n,)."""

    images: np.ndarray
    labels: np.ndarray

    @property
    def side(self):
        return self.images.shape[1]

    @property
    def shape(self):
        return self.images.shape[1:]

    @property
    def classes(self):
        return int(self.labels.max()) + 1

    def within(self, low, high):
        """Two places along a side, in pixels, given as shares of it."""
        return round(low * self.side), round(high * self.side)

    def some(self, rng, count):
        return self.images[rng.integers(0, len(self.images), count)]


def as_bytes(values):
    """Floats in [0, 1], more or less, as uint8."""
    return np.clip(np.rint(values * 255), 0, 255).astype("uint8")


def blur(images, times=1, edge="constant"):
    """Means over 3x3 pixels, `times` after one another; uint8 or float in, float in [0, 1] out.

    What comes in at the edge is black, or whatever `numpy.pad` calls by the name `edge`.
    """
    values = images.astype("float32") / (255 if images.dtype == np.uint8 else 1)
    (height, width), around = values.shape[1:3], ((0, 0), (1, 1), (1, 1), *[(0, 0)] * (values.ndim - 3))
    for _ in range(times):
        wide = np.pad(values, around, mode=edge)
        values = sum(wide[:, y : y + height, x : x + width] for y in range(3) for x in range(3)) / 9
    return values


def uniform_noise(digits, rng, count):
    return rng.integers(0, 256, (count, *digits.shape)).astype("uint8")


def soft_noise(digits, rng, count):
    """Clouds: noise that was blurred, more or less contrast."""
    clouds = blur(rng.normal(0, 1, (count, *digits.shape)), rng.integers(1, 6))
    clouds /= clouds.std(axis=(1, 2), keepdims=True)
    return as_bytes(rng.uniform(-0.5, 0.6, (count, 1, 1)) + rng.uniform(0.1, 0.6, (count, 1, 1)) * clouds)


def plain(digits, rng, count):
    """One grey all over, or black."""
    return np.broadcast_to(rng.integers(0, 256, (count, 1, 1)), (count, *digits.shape)).astype("uint8")


def sparse_noise(digits, rng, count):
    """Noise with as many white pixels as a digit has, thrown anywhere or where digits have them."""
    likely = digits.images[:5000].mean(axis=0) / 255
    anywhere = np.full_like(likely, likely.mean())
    share = np.where(rng.random((count, 1, 1)) < 0.5, likely, anywhere)
    return as_bytes((rng.random((count, *digits.shape)) < share) * rng.uniform(0.4, 1, (count, *digits.shape)))


def means(digits, rng, count):
    """Class means, and means of a few pictures of one class or of all: smears."""
    found = []
    for _ in range(count):
        pool = digits.images
        if rng.random() < 0.6:
            pool = digits.images[np.flatnonzero(digits.labels == rng.integers(digits.classes))]
        found.append(pool[rng.integers(0, len(pool), rng.choice([4, 8, 30, 200]))].mean(axis=0) / 255)
    return as_bytes(np.array(found))


def shuffled(digits, rng, count):
    """The pixels of a digit, each of them somewhere else."""
    images = digits.some(rng, count).reshape(count, -1)
    return rng.permuted(images, axis=1).reshape(count, *digits.shape)


def tiles(digits, rng, count):
    """A digit cut into 4, 16 or about 50 tiles, which changed places."""
    images, side, found = digits.some(rng, count), digits.side, []
    for image in images:
        n = rng.choice([number for number in (2, 4, 7, 8) if side % number == 0])
        cut = image.reshape(n, side // n, n, side // n).swapaxes(1, 2).reshape(n * n, side // n, side // n)
        cut = cut[rng.permutation(n * n)].reshape(n, n, side // n, side // n)
        found.append(cut.swapaxes(1, 2).reshape(side, side))
    return np.array(found)


def on_grey(digits, rng, count):
    """Digits on a background that is not black, or with a contrast that is too low, or inverted."""
    values = digits.some(rng, count) / 255
    low, high = rng.uniform(0, 0.5, (count, 1, 1)), rng.uniform(0.3, 1, (count, 1, 1))
    low = np.where(rng.random((count, 1, 1)) < 0.3, 0, np.maximum(low, 0.12))
    high = np.where(low == 0, np.minimum(high, 0.6), high)
    values = low + (high - low) * values
    return as_bytes(np.where(rng.random((count, 1, 1)) < 0.2, 1 - values, values))


def noisy(digits, rng, count):
    """Digits under noise."""
    strength = rng.uniform(0.12, 0.5, (count, 1, 1))
    return as_bytes(digits.some(rng, count) / 255 + strength * rng.normal(0, 1, (count, *digits.shape)))


def blurred(digits, rng, count):
    """Digits out of focus, more or less."""
    images = digits.some(rng, count)
    parts = np.array_split(images, 4)
    return np.concatenate([as_bytes(blur(part, times)) for times, part in enumerate(parts, start=1)])


def gridded(digits, rng, count):
    """Digits with a checkerboard over them, as unlucky kernel sizes make it."""
    board = np.indices(digits.shape)
    even = ((board[0] % 2 == 0) & (board[1] % 2 == 0)) | (rng.random((count, 1, 1)) < 0.5) & (
        board.sum(axis=0) % 2 == 0
    )
    images = digits.some(rng, count) / 255
    images = np.where(rng.random((count, 1, 1)) < 0.5, blur(images, 1), images)
    return as_bytes(images * (1 - rng.uniform(0.3, 0.9, (count, 1, 1)) * even))


def double_exposed(digits, rng, count):
    """Two digits over one another."""
    one, other = digits.some(rng, count) / 255, digits.some(rng, count) / 255
    mix = rng.uniform(0.3, 0.7, (count, 1, 1))
    return as_bytes(np.where(rng.random((count, 1, 1)) < 0.5, np.maximum(one, other), mix * one + (1 - mix) * other))


def spliced(digits, rng, count):
    """The top of one digit on the bottom of another, or left and right."""
    one, other = digits.some(rng, count), digits.some(rng, count)
    place = rng.integers(*digits.within(5 / 14, 9 / 14), (count, 1, 1))
    rows, columns = np.indices(digits.shape)
    first = np.where(rng.random((count, 1, 1)) < 0.5, rows < place, columns < place)
    return np.where(first, one, other)


def holes(digits, rng, count):
    """Digits with a piece missing, or a piece of another one added."""
    one, other = digits.some(rng, count), digits.some(rng, count)
    rows, columns = np.indices(digits.shape)
    y, x = rng.integers(*digits.within(1 / 4, 17 / 28), (2, count, 1, 1))
    size = rng.integers(*digits.within(5 / 28, 11 / 28), (count, 1, 1))
    inside = (rows >= y) & (rows < y + size) & (columns >= x) & (columns < x + size)
    return np.where(inside, np.where(rng.random((count, 1, 1)) < 0.5, 0, other), one).astype("uint8")


def linear(digits, rng, count):
    """Draws from a normal distribution fitted to the pictures: a generator that is one linear layer."""
    values = digits.images[:8000].reshape(-1, digits.side**2) / np.float32(255)
    mean = values.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(values, rowvar=False))
    vectors = vectors[:, -int(rng.choice([10, 30, 100])) :]
    codes = (values - mean) @ vectors
    return as_bytes(
        (mean + rng.normal(0, codes.std(axis=0), (count, vectors.shape[1])) @ vectors.T).reshape(-1, *digits.shape)
    )


def of_strokes(digits, rng, count):
    """A few straight strokes and arcs: the right pen, and nothing written."""
    rows, columns = np.indices(digits.shape)
    found = np.zeros((count, *digits.shape))
    for image in found:
        for _ in range(rng.integers(1, 4)):
            y, x, radius = rng.uniform(*digits.within(2 / 7, 5 / 7), 3) * (1, 1, 0.5)
            if rng.random() < 0.5:
                distance = np.abs(np.hypot(rows - y, columns - x) - radius)
                turn = np.arctan2(rows - y, columns - x)
                distance = np.where((turn + rng.uniform(0, 6)) % 6.28 < rng.uniform(2, 6), distance, 9)
            else:
                angle = rng.uniform(0, np.pi)
                along = (rows - y) * np.cos(angle) + (columns - x) * np.sin(angle)
                across = (rows - y) * np.sin(angle) - (columns - x) * np.cos(angle)
                distance = np.hypot(across, np.maximum(np.abs(along) - radius, 0))
            np.maximum(image, np.clip(2 - distance, 0, 1), out=image)
    return as_bytes(found)


EASY = (uniform_noise, soft_noise, plain, sparse_noise, means, shuffled, tiles, on_grey, noisy)
DRAWN = (blurred, gridded, double_exposed, spliced, holes, linear, of_strokes)

# Generators that are trained for the zoo. Each draws pictures at some of its steps; the later, the better.
SNAPSHOTS = (0, 40, 80, 150, 300, 600, 1000, 1500, 2000)
GROWN = 1000  # steps from which on a generator counts as grown


@dataclass(frozen=True)
class Recipe:
    """A generative adversarial network of the zoo; see `snapshots`."""

    name: str
    latent_dim: int = 32
    grow: str = "transposed"  # or "upsampling" (nearest) or "bilinear"
    kernel: int = 4
    channels: tuple = (48, 24)
    depth: tuple = (16, 32, 64)  # of the discriminator
    normalize_generator: bool = True
    normalize_discriminator: bool = True
    rates: tuple = (2e-3, 4e-3)  # discriminator, generator
    average: float = 0.995
    loss: str = "logistic"  # or "least_squares" or "hinge"
    seed: int = 0


RECIPES = (
    Recipe("lean"),
    Recipe("upsampling", grow="upsampling", kernel=3, latent_dim=64, rates=(1e-3, 1e-3), seed=1),
    Recipe("bilinear", grow="bilinear", kernel=5, channels=(32, 16), rates=(2e-3, 2e-3), loss="hinge", seed=2),
    Recipe("shallow", depth=(24, 48), latent_dim=100, rates=(1e-3, 1e-3), average=0.0, seed=3),
    Recipe("plain", normalize_generator=False, normalize_discriminator=False, rates=(5e-4, 5e-4), seed=4),
    Recipe("least-squares", loss="least_squares", kernel=6, rates=(1e-3, 2e-3), latent_dim=16, average=0.99, seed=5),
    Recipe("odd-kernels", kernel=3, channels=(32, 32), rates=(1e-3, 2e-3), average=0.0, seed=6),
)


def snapshots(recipe, images, count, batch=60, at=SNAPSHOTS):
    """Train a generative adversarial network, and have it draw now and then.

    Args:
        recipe: a `Recipe`.
        images: uint8 (n, side, side), or with channels behind, real images; four divides the side.
        count: how many images to draw at each step of `at`.
        batch: images in a step.
        at: steps, the last of which is the end of training.

    Returns:
        dict: step -> uint8 (count, side, side), or with channels behind.
    """
    import keras
    import tensorflow as tf
    from keras import layers, ops

    keras.utils.set_random_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    first, second = recipe.channels
    side, deep = images.shape[1], images.shape[3] if images.ndim == 4 else 1

    def larger(channels, last=False):
        settings = {"padding": "same", "use_bias": last or not recipe.normalize_generator}
        if recipe.grow == "transposed":
            return [layers.Conv2DTranspose(channels, recipe.kernel, strides=2, **settings)]
        how = "nearest" if recipe.grow == "upsampling" else "bilinear"
        return [layers.UpSampling2D(interpolation=how), layers.Conv2D(channels, recipe.kernel, **settings)]

    def active():
        return [layers.BatchNormalization()] * recipe.normalize_generator + [layers.ReLU()]

    generator = keras.Sequential([keras.Input((recipe.latent_dim,)), layers.Dense((side // 4) ** 2 * first)])
    for layer in (
        layers.Reshape((side // 4, side // 4, first)),
        *active(),
        *larger(second),
        *active(),
        *larger(deep, True),
    ):
        generator.add(layer)
    generator.add(layers.Activation("tanh"))
    discriminator = keras.Sequential([keras.Input((side, side, deep))])
    for index, channels in enumerate(recipe.depth):
        discriminator.add(layers.Conv2D(channels, 4, strides=2, padding="same"))
        if index and recipe.normalize_discriminator:
            discriminator.add(layers.BatchNormalization())
        discriminator.add(layers.LeakyReLU(0.2))
    discriminator.add(layers.Flatten())
    discriminator.add(layers.Dense(1))

    def cost(logits, real):
        """What logits (n, 1) cost where they should say real, or fake."""
        signed = logits if real else -logits
        if recipe.loss == "least_squares":
            return ops.mean(ops.square(logits - (1.0 if real else -1.0)))
        return ops.mean(ops.relu(1 - signed) if recipe.loss == "hinge" else ops.softplus(-signed))

    d_optimizer = keras.optimizers.Adam(recipe.rates[0], beta_1=0.5, beta_2=0.99)
    g_optimizer = keras.optimizers.Adam(
        recipe.rates[1], beta_1=0.5, beta_2=0.99, use_ema=recipe.average > 0, ema_momentum=recipe.average or 0.99
    )
    d_optimizer.build(discriminator.trainable_variables)
    g_optimizer.build(generator.trainable_variables)

    @tf.function(jit_compile=True)
    def step(real, noise):
        with tf.GradientTape() as tape:
            fakes = generator(noise, training=True)
            loss = cost(discriminator(real, training=True), True) + cost(discriminator(fakes, training=True), False)
        d_optimizer.apply(tape.gradient(loss, discriminator.trainable_variables), discriminator.trainable_variables)
        with tf.GradientTape() as tape:
            logits = discriminator(generator(noise, training=True), training=True)
            loss = -ops.mean(logits) if recipe.loss == "hinge" else cost(logits, True)
        g_optimizer.apply(tape.gradient(loss, generator.trainable_variables), generator.trainable_variables)

    def draw():
        weights = generator.get_weights()
        if recipe.average:
            g_optimizer.finalize_variable_values(generator.trainable_variables)
        noise = rng.normal(0, 1, (count, recipe.latent_dim)).astype("float32")
        drawn = np.concatenate([np.asarray(generator(part, training=False)) for part in np.array_split(noise, 10)])
        generator.set_weights(weights)
        return as_bytes((drawn + 1) / 2).reshape(-1, *images.shape[1:])

    real = images.reshape(len(images), side, side, deep).astype("float32") / 127.5 - 1
    found, order = {}, np.empty(0, dtype=int)
    for number in range(at[-1] + 1):
        if number in at:
            found[number] = draw()
        if len(order) < batch:
            order = rng.permutation(len(real))
        chosen, order = order[:batch], order[batch:]
        noise = rng.normal(0, 1, (batch, recipe.latent_dim)).astype("float32")
        step(tf.constant(real[chosen]), tf.constant(noise))
    return found
