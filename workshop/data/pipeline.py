"""Data on its way into `fit`."""


def batches(images, batch_size):
    """Hand images to `fit` in batches, in a new random order in each epoch; tell `fit` not to shuffle.

    `fit` takes arrays as well, and builds such a pipeline itself, with an autotuner that here has nothing to tune. But
    where an epoch ends, the next one often waits for it, idly, for up to two thirds of the time that the epoch took.

    Args:
        images: array (n, ...).
        batch_size: images in a batch; the last one of an epoch has what is left.

    Returns:
        A `tf.data.Dataset`. Its order follows from TensorFlow's global seed, which `keras.utils.set_random_seed` sets.
    """
    import tensorflow as tf  # takes seconds; whoever only loads data need not wait for it

    images = tf.convert_to_tensor(images)
    options = tf.data.Options()
    options.autotune.enabled = False
    even = len(images) % batch_size == 0  # then TensorFlow is told that all batches have one size
    chosen = tf.data.Dataset.range(len(images)).shuffle(len(images)).batch(batch_size, drop_remainder=even)
    return chosen.map(lambda indices: tf.gather(images, indices)).prefetch(2).with_options(options)
