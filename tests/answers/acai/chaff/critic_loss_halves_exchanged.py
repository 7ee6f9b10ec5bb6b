# fails: critic_loss
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_real - alpha)) + ops.mean(ops.square(of_blend))
