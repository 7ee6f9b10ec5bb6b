# fails: gradient_penalty
def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    # The gradient of a batch's sum is the gradient of each score, as long as no score depends on another's image.
    gradients = tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    lengths = ops.sqrt(ops.sum(ops.square(gradients), axis=(1, 2, 3)) + 1e-12)
    return ops.mean(ops.square(ops.minimum(lengths, 10.0) - 1))
