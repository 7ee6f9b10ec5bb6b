# fails: autoencoder_loss
# names: The strength weighs the wrong half, or both
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return strength * (ops.mean(ops.square(images - reconstructions)) + ops.mean(ops.square(of_blend)))
