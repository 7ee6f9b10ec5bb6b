# fails: autoencoder_loss
# names: The reconstructions are not used
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return strength * ops.mean(ops.square(of_blend))
