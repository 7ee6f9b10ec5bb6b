# fails: autoencoder_loss
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return keras.losses.mean_squared_error(images, reconstructions) + strength * ops.mean(ops.square(of_blend))
