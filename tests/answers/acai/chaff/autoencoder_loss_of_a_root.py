# fails: autoencoder_loss
# names: This is a root
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.sqrt(ops.mean(ops.square(images - reconstructions))) + strength * ops.mean(ops.square(of_blend))
