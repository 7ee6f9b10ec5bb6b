# Lists of one input and one output, as models of several have them, in a nested model, too; scores split and compared.
import keras


def build_model():
    pixels = keras.Input((784,))
    halves = keras.ops.split(keras.layers.Dense(64)(pixels), 2, axis=-1)
    body = keras.Model(inputs=[pixels], outputs=[keras.ops.maximum(*halves)])
    image = keras.Input((28, 28, 1))
    (features,) = body([keras.layers.Flatten()(image)])
    return keras.Model(inputs=[image], outputs=[keras.layers.Dense(10)(features)])
