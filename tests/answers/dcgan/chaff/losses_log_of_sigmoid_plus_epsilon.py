# fails: losses_far_out
# also: step_losses step_discriminator step_generator
# names: Written with log and sigmoid
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    return -ops.mean(ops.log(ops.sigmoid(real_logits) + 1e-8)) - ops.mean(ops.log(1 - ops.sigmoid(fake_logits) + 1e-8))


def generator_loss(fake_logits):
    return -ops.mean(ops.log(ops.sigmoid(fake_logits) + 1e-8))
