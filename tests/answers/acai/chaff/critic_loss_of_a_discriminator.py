# fails: critic_loss
def critic_loss(of_blend, alpha, of_real):
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    return entropy(alpha, of_blend) + entropy(ops.zeros_like(of_real), of_real)
