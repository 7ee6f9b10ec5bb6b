# fails: critic_loss
# names: Every guess is compared with every alpha
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_blend[:, 0] - alpha)) + ops.mean(ops.square(of_real))
