# fails: discriminator_loss
# names: The mean is taken before softplus
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return ops.softplus(-ops.mean(real_logits)) + ops.softplus(ops.mean(fake_logits))
