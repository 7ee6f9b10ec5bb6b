"""Data on its way into `fit`."""


def batches(arrays, batch_size):
    """Hand images, alone or with labels, to `fit` in batches, in a new order in each epoch; tell `fit` not to shuffle.

    `fit` takes arrays as well, and builds such a pipeline itself, with an autotuner that here has nothing to tune. But
    where an epoch ends, the next one often waits for it, idly, for up to two thirds of the time that the epoch took.

    Args:
        arrays: an array (n, ...); or a tuple of several with the same n, of which each batch is such a tuple.
        batch_size: rows in a batch; the last one of an epoch has what is left.

    Returns:
        A `tf.data.Dataset`. Its order follows from TensorFlow's global seed, which `keras.utils.set_random_seed` sets.
    """
    import tensorflow as tf  # takes seconds; whoever only loads data need not wait for it

    arrays = tf.nest.map_structure(tf.convert_to_tensor, arrays)
    count = len(arrays[0] if isinstance(arrays, tuple) else arrays)
    options = tf.data.Options()
    options.autotune.enabled = False
    even = count % batch_size == 0  # then TensorFlow is told that all batches have one size
    chosen = tf.data.Dataset.range(count).shuffle(count).batch(batch_size, drop_remainder=even)
    taken = chosen.map(lambda indices: tf.nest.map_structure(lambda array: tf.gather(array, indices), arrays))
    return taken.prefetch(2).with_options(options)
