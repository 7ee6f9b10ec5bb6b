# fails: discriminator_loss
# names: The labels of the real images are smoothed
import keras
from keras import ops


def discriminator_loss(real_logits, fake_logits):
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    return cross_entropy(0.9 * ops.ones_like(real_logits), real_logits) + cross_entropy(
        ops.zeros_like(fake_logits), fake_logits
    )
