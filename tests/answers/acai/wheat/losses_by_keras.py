def critic_loss(of_blend, alpha, of_real):
    squares = keras.losses.MeanSquaredError()
    return squares(alpha, of_blend) + squares(ops.zeros_like(of_real), of_real)


def autoencoder_loss(images, reconstructions, of_blend, strength):
    squares = keras.losses.MeanSquaredError()
    return squares(images, reconstructions) + strength * squares(ops.zeros_like(of_blend), of_blend)
