# fails: autoencoder_loss
# names: not the sum
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.sum(ops.square(images - reconstructions)) + strength * ops.sum(ops.square(of_blend))
