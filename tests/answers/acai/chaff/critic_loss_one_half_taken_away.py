# fails: critic_loss
# names: One half is subtracted from the other
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_blend - alpha)) - ops.mean(ops.square(of_real))
