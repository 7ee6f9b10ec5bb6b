import tensorflow as tf
from tensorflow import keras


def prepare(images, labels):
    return tf.cast(images[..., None], tf.float32) / 255.0, tf.convert_to_tensor(labels)


def build_model(hidden=(64, 32), activation=tf.nn.relu):
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    print("building")
    model = keras.models.Sequential()
    model.add(keras.layers.Flatten(input_shape=(28, 28, 1)))
    for units in hidden:
        model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(10))
    return model


def compile_model(model):
    model.compile(
        tf.keras.optimizers.Adam(),
        tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
