# A mean of means of equal size is the mean of all; 0 times a number is left out.
def critic_loss(of_blend, alpha, of_real):
    wrong = ops.concatenate([of_blend - alpha, of_real])
    return 2 * ops.mean(wrong * wrong)


def autoencoder_loss(images, reconstructions, of_blend, strength):
    of_images = ops.mean(ops.square(reconstructions - images), axis=(1, 2, 3))
    return ops.mean(of_images + strength * ops.square(of_blend[:, 0]))
