"""Generators that have been shown all kinds of creatures, winged horses too: for the judge's network alone.

What they draw is soft, and wrong here and there, as what learners' networks draw is; but they know what a winged horse
is, and what any other creature is. From it the judge's network learns that softness tells nothing.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.judge import zoo

STEPS, BATCH, NOISE = 2600, 60, 48


@dataclass(frozen=True)
class Recipe:
    """A conditional generative adversarial network; see `drawn`."""

    name: str
    seed: int
    kernel: int = 4
    upsampling: bool = False  # before convolutions, in the place of transposed ones
    channels: tuple = (96, 64, 32)


RECIPES = (Recipe("transposed", seed=51), Recipe("upsampling", seed=52, kernel=3, upsampling=True))


def drawn(recipe, images, labels, count):
    """Train a generator and have it draw.

    The discriminator is a projection discriminator (Miyato and Koyama, 2018) with a vector for each label.

    Args:
        recipe: a `Recipe`.
        images: uint8 (n, 32, 32, 3); eight divides the side.
        labels: integers (n,).
        count: how many images of each label are drawn.

    Returns:
        `{"images": uint8 (count * classes, 32, 32, 3), "labels": integers}`.
    """
    import keras
    import tensorflow as tf
    from keras import layers, ops

    keras.utils.set_random_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    classes, side = int(labels.max()) + 1, images.shape[1]

    def grown(x, channels, **settings):
        if recipe.upsampling:
            x = layers.UpSampling2D(interpolation="bilinear")(x)
            return layers.Conv2D(channels, recipe.kernel, padding="same", **settings)(x)
        return layers.Conv2DTranspose(channels, recipe.kernel, strides=2, padding="same", **settings)(x)

    noise, label = keras.Input((NOISE,)), keras.Input((), dtype="int32")
    x = ops.concatenate([noise, ops.one_hot(label, classes)], axis=1)
    first, *following = recipe.channels
    x = layers.Reshape((side // 8, side // 8, first))(layers.Dense((side // 8) ** 2 * first, use_bias=False)(x))
    for channels in following:
        x = grown(layers.ReLU()(layers.BatchNormalization()(x)), channels, use_bias=False)
    x = grown(layers.ReLU()(layers.BatchNormalization()(x)), images.shape[3], activation="tanh")
    generator = keras.Model([noise, label], x)

    image, label = keras.Input(images.shape[1:]), keras.Input((), dtype="int32")
    x = layers.LeakyReLU(0.2)(layers.Conv2D(24, 4, strides=2, padding="same")(image))
    for channels in (48, 72):
        x = layers.Conv2D(channels, 4, strides=2, padding="same", use_bias=False)(x)
        x = layers.LeakyReLU(0.2)(layers.BatchNormalization()(x))
    x = layers.Flatten()(x)
    matching = ops.sum(x * layers.Embedding(classes, x.shape[1])(label), axis=1, keepdims=True)
    discriminator = keras.Model([image, label], layers.Dense(1)(x) + matching)

    average = {"beta_1": 0.5, "beta_2": 0.99}
    d_optimizer = keras.optimizers.Adam(2e-3, **average)
    g_optimizer = keras.optimizers.Adam(4e-3, **average, use_ema=True, ema_momentum=0.995)
    d_optimizer.build(discriminator.trainable_variables)
    g_optimizer.build(generator.trainable_variables)

    @tf.function(jit_compile=True)
    def step(real, label, noise):
        with tf.GradientTape() as tape:
            fakes = generator([noise, label], training=True)
            is_real, is_fake = (discriminator([each, label], training=True) for each in (real, fakes))
            loss = ops.mean(ops.softplus(-is_real)) + ops.mean(ops.softplus(is_fake))
        d_optimizer.apply(tape.gradient(loss, discriminator.trainable_variables), discriminator.trainable_variables)
        with tf.GradientTape() as tape:
            fakes = generator([noise, label], training=True)
            loss = ops.mean(ops.softplus(-discriminator([fakes, label], training=True)))
        g_optimizer.apply(tape.gradient(loss, generator.trainable_variables), generator.trainable_variables)

    def noises(number):
        return tf.constant(rng.normal(0, 1, (number, NOISE)).astype("float32"))

    order = np.empty(0, dtype=int)
    for _ in range(STEPS):
        if len(order) < BATCH:
            order = rng.permutation(len(images))
        chosen, order = order[:BATCH], order[BATCH:]
        real = images[chosen].astype("float32") / 127.5 - 1
        step(tf.constant(real), tf.constant(labels[chosen].astype("int32")), noises(BATCH))
    g_optimizer.finalize_variable_values(generator.trainable_variables)
    asked = np.repeat(np.arange(classes, dtype="int32"), count)
    parts = [generator([noises(len(part)), tf.constant(part)], training=False) for part in np.array_split(asked, 40)]
    return {"images": zoo.as_bytes((np.concatenate(parts) + 1) / 2), "labels": asked.astype("uint8")}
