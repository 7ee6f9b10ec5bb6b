# fails: critic_loss
# names: Square the difference
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.abs(of_blend - alpha)) + ops.mean(ops.abs(of_real))
