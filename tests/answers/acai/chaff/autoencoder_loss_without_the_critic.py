# fails: autoencoder_loss
# names: The critic plays no part
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions))
