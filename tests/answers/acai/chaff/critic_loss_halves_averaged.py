# fails: critic_loss
# names: don't average them
def critic_loss(of_blend, alpha, of_real):
    return (ops.mean(ops.square(of_blend - alpha)) + ops.mean(ops.square(of_real))) / 2
