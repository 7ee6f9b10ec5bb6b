"""Data on its way into `fit`."""


def batches(arrays, batch_size):
    """Hand images to `fit` in batches, in a new random order in each epoch; tell `fit` not to shuffle.

    `fit` takes arrays as well, and builds such a pipeline itself, with an autotuner that here has nothing to tune. But
    where an epoch ends, the next one often waits for it, idly, for up to two thirds of the time that the epoch took.

    Args:
        arrays: array (n, ...), images; or a tuple of them, such as images and labels, that belong together row by row.
        batch_size: images in a batch; the last one of an epoch has what is left.

    Returns:
        A `tf.data.Dataset`, of arrays, or of such tuples. Its order follows from TensorFlow's global seed, which
        `keras.utils.set_random_seed` sets.
    """
    import tensorflow as tf  # takes seconds; whoever only loads data need not wait for it

    several = isinstance(arrays, tuple)
    tensors = tuple(tf.convert_to_tensor(array) for array in (arrays if several else (arrays,)))
    count = len(tensors[0])
    options = tf.data.Options()
    options.autotune.enabled = False
    even = count % batch_size == 0  # then TensorFlow is told that all batches have one size
    chosen = tf.data.Dataset.range(count).shuffle(count).batch(batch_size, drop_remainder=even)

    def gather(indices):
        rows = tuple(tf.gather(tensor, indices) for tensor in tensors)
        return rows if several else rows[0]

    return chosen.map(gather).prefetch(2).with_options(options)
