# fails: critic_loss
def critic_loss(of_blend, alpha, of_real):
    return ops.square(ops.mean(of_blend - alpha)) + ops.square(ops.mean(of_real))
