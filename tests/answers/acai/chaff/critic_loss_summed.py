# fails: critic_loss
# names: not the sum
def critic_loss(of_blend, alpha, of_real):
    return ops.sum(ops.square(of_blend - alpha)) + ops.sum(ops.square(of_real))
