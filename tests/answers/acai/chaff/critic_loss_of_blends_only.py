# fails: critic_loss
# names: Only the blends count here
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_blend - alpha))
