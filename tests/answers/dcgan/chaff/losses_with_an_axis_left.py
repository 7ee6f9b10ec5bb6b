# fails: discriminator_loss
# also: generator_loss
# names: One axis is left
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.softplus(-real_logits), axis=0) + ops.mean(ops.softplus(fake_logits), axis=0)


def generator_loss(fake_logits):
    return ops.mean(ops.softplus(-fake_logits), axis=0)
