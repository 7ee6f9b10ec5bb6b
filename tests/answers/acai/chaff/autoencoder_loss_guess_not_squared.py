# fails: autoencoder_loss
# names: Square the critic's guess
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions)) + strength * ops.mean(of_blend)
