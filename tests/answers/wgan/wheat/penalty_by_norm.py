def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        total = ops.sum(critic(images))
    gradients = tape.gradient(total, images, unconnected_gradients="zero")
    flat = ops.reshape(gradients, (ops.shape(images)[0], -1))
    squares = ops.sum(flat * flat, axis=1)
    lengths = ops.sqrt(ops.maximum(squares, 1e-20))
    return ops.mean((lengths - 1.0) ** 2)
