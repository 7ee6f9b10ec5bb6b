# fails: critic_loss
# names: Only the images that are not blended count here
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_real))
