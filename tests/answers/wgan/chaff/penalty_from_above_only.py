# fails: gradient_penalty
# names: Slopes below 1 count as well
# The one-sided penalty, which its authors mention, too: it is not what is asked.
def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    # The gradient of a batch's sum is the gradient of each score, as long as no score hangs on another's image.
    gradients = tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    lengths = ops.sqrt(ops.sum(ops.square(gradients), axis=(1, 2, 3)) + 1e-12)
    return ops.mean(ops.square(ops.relu(lengths - 1)))
