def synthesize(generator, per_class, classes, seed):
    labels = tf.repeat(tf.range(classes), per_class)
    noise = tf.random.stateless_normal((per_class * classes, generator.inputs[0].shape[1]), (seed, 0))
    images = tf.clip_by_value((generator((noise, labels), training=False) + 1) / 2, 0, 1)
    return images.numpy(), labels.numpy()
