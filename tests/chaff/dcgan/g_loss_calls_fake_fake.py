# fails: generator_loss
import keras
from keras import ops


def generator_loss(fake_logits):
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    return cross_entropy(ops.zeros_like(fake_logits), fake_logits)
