# fails: discriminator_loss
# names: add the two means, don't average them
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return (ops.mean(ops.softplus(-real_logits)) + ops.mean(ops.softplus(fake_logits))) / 2
