# fails: autoencoder_loss
# names: The reconstructions play no part
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return strength * ops.mean(ops.square(of_blend))
