# fails: penalty_gradient
# names: Gradients must lead from the penalty back to the critic
def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    # The gradient of a batch's sum is the gradient of each score, as long as no score hangs on another's image.
    gradients = tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    gradients = ops.stop_gradient(gradients)
    lengths = ops.sqrt(ops.sum(ops.square(gradients), axis=(1, 2, 3)) + 1e-12)
    return ops.mean(ops.square(lengths - 1))
