# fails: critic_loss
# names: The right guess for a blend is alpha
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_blend)) + ops.mean(ops.square(of_real))
