# fails: autoencoder_loss
# names: Square the difference
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.abs(images - reconstructions)) + strength * ops.mean(ops.square(of_blend))
