# fails: discriminator_loss
# names: Only the real images count in it
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return ops.mean(ops.softplus(-real_logits))
