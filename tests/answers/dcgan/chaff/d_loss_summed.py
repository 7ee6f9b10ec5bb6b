# fails: discriminator_loss
# names: This is the sum over the batch
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return ops.sum(ops.softplus(-real_logits)) + ops.sum(ops.softplus(fake_logits))
