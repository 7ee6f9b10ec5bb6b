# fails: critic_loss
# names: The blends are to be guessed at alpha, not at 0
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_blend)) + ops.mean(ops.square(of_real))
