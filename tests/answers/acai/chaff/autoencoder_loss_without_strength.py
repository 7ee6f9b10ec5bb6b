# fails: autoencoder_loss
# names: The strength is missing
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions)) + ops.mean(ops.square(of_blend))
