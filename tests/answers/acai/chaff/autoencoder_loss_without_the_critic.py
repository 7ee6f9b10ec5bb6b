# fails: autoencoder_loss
# names: The critic is not used
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions))
