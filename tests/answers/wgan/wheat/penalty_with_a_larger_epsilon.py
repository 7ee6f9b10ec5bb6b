import tensorflow as tf
from keras import ops


def gradient_penalty(critic, images):
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    squares = ops.square(tape.gradient(scores, images))
    return ops.mean((ops.sqrt(ops.sum(squares, axis=(1, 2, 3)) + 1e-6) - 1.0) ** 2)
