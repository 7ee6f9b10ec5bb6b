# fails: penalty_gradient
# names: ops.where chooses
def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    gradients = tape.gradient(scores, images)
    squares = ops.sum(ops.square(gradients), axis=(1, 2, 3))
    lengths = ops.where(squares > 0, ops.sqrt(squares), 0.0)
    return ops.mean(ops.square(lengths - 1))
