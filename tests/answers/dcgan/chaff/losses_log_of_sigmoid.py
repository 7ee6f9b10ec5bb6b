# fails: losses_far_out
# also: step_losses step_discriminator step_generator learns
# names: Write it with softplus, not with log and exp
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return -ops.mean(ops.log(ops.sigmoid(real_logits))) - ops.mean(ops.log(1 - ops.sigmoid(fake_logits)))


def generator_loss(fake_logits):
    return -ops.mean(ops.log(ops.sigmoid(fake_logits)))
