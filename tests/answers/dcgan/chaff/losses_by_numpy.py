# fails: step_discriminator
# names: for the tape does not record NumPy
import numpy as np


def discriminator_loss(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))


def generator_loss(fake_logits):
    return np.mean(np.logaddexp(0, -fake_logits))
