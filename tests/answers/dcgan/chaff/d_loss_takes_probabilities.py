# fails: discriminator_loss
# names: This loss takes the logits for probabilities
import keras
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    cross_entropy = keras.losses.BinaryCrossentropy()
    return cross_entropy(ops.ones_like(real_logits), real_logits) + cross_entropy(
        ops.zeros_like(fake_logits), fake_logits
    )
