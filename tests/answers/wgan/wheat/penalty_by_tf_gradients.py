def gradient_penalty(critic, images):
    images = tf.convert_to_tensor(images)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(images)
        scores = critic(images)
    gradients = tape.gradient(scores, [images], unconnected_gradients="zero")[0]
    safe = tf.reduce_sum(gradients**2, axis=[1, 2, 3])
    lengths = tf.sqrt(tf.where(safe > 0, safe, 1.0)) * tf.cast(safe > 0, "float32")
    return tf.reduce_mean(tf.square(lengths - 1.0))
