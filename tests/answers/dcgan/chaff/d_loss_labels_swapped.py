# fails: discriminator_loss
# names: The labels are swapped
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.softplus(real_logits)) + ops.mean(ops.softplus(-fake_logits))
