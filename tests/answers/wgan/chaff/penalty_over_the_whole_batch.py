# fails: gradient_penalty
# names: This is one slope of the whole batch
# One norm of all numbers of the batch.
def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    # The gradient of a batch's sum is the gradient of each score, as long as no score hangs on another's image.
    gradients = tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    lengths = ops.sqrt(ops.sum(ops.square(gradients)) + 1e-12)
    return ops.mean(ops.square(lengths - 1))
