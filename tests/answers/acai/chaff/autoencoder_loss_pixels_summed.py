# fails: autoencoder_loss
# names: Each image's pixels are summed
def autoencoder_loss(images, reconstructions, of_blend, strength):
    squares = ops.square(images - reconstructions)
    return ops.mean(ops.sum(squares, axis=(1, 2, 3))) + strength * ops.mean(ops.square(of_blend))
