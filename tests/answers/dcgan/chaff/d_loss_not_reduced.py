# fails: discriminator_loss
# names: Take the mean over the batch
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return ops.softplus(-real_logits) + ops.softplus(fake_logits)
