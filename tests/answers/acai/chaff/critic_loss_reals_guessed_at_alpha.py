# fails: critic_loss
# names: What is not blended is to be guessed at 0
def critic_loss(of_blend, alpha, of_real):
    return ops.mean(ops.square(of_blend - alpha)) + ops.mean(ops.square(of_real - alpha))
