# fails: discriminator_loss
# names: Labels and logits are swapped
import keras
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    return cross_entropy(real_logits, ops.ones_like(real_logits)) + cross_entropy(
        fake_logits, ops.zeros_like(fake_logits)
    )
