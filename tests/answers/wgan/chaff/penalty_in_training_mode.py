# fails: gradient_penalty
# names: has no argument `training`
# A critic may be a plain function of the images.
def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images, training=True)
    # The gradient of a batch's sum is the gradient of each score, as long as no score hangs on another's image.
    gradients = tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    lengths = ops.sqrt(ops.sum(ops.square(gradients), axis=(1, 2, 3)) + 1e-12)
    return ops.mean(ops.square(lengths - 1))
