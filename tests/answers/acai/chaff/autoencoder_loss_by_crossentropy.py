# fails: autoencoder_loss
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(keras.losses.binary_crossentropy(images, reconstructions)) + strength * ops.mean(
        ops.square(of_blend)
    )
