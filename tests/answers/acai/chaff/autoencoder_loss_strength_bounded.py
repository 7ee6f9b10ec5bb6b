# fails: autoencoder_loss
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions)) + min(strength, 2.0) * ops.mean(ops.square(of_blend))
