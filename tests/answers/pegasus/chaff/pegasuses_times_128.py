# fails: pegasuses_images
# names: as bytes
import keras
import numpy as np
from keras import ops


def pegasuses(generator, count, wings, seed):
    noise = keras.random.normal((count, generator.inputs[0].shape[1]), seed=seed)
    bodies = ops.full((count,), HORSE, dtype="int32")
    drawn = generator([noise, bodies, ops.full((count, 1), float(wings))], training=False)
    return ((ops.convert_to_numpy(drawn) + 1) * 128).astype("uint8")
