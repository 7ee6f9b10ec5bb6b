# fails: penalty_gradient
# also: fit
# names: The slope of a root at 0 is infinite
# The slope of a root at 0 is infinite.
def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    # The gradient of a batch's sum is the gradient of each score, as long as no score hangs on another's image.
    gradients = tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    lengths = ops.sqrt(ops.sum(ops.square(gradients), axis=(1, 2, 3)))
    return ops.mean(ops.square(lengths - 1))
