# fails: generator_loss
# names: the generator wants its images to be called real
# calibrates: 1
import keras
from keras import ops


def generator_loss(fake_logits):
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    return cross_entropy(ops.zeros_like(fake_logits), fake_logits)
