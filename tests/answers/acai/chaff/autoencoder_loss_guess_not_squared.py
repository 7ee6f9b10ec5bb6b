# fails: autoencoder_loss
# names: What the critic says is squared
def autoencoder_loss(images, reconstructions, of_blend, strength):
    return ops.mean(ops.square(images - reconstructions)) + strength * ops.mean(of_blend)
