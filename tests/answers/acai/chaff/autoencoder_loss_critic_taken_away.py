# fails: autoencoder_loss
# names: It is subtracted
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions)) - strength * ops.mean(ops.square(of_blend))
