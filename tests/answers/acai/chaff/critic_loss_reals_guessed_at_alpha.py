# fails: critic_loss
# names: The right guess for an image that is not blended is 0
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_blend - alpha)) + ops.mean(ops.square(of_real - alpha))
