# fails: autoencoder_loss
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions)) + STRENGTH * ops.mean(ops.square(of_blend))
