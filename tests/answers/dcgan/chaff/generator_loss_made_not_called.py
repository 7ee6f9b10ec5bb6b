# fails: generator_loss
# names: a loss object, BinaryCrossentropy: call it with labels and logits
def generator_loss(fake_logits):
    return keras.losses.BinaryCrossentropy(ops.ones_like(fake_logits), fake_logits)
