# fails: loss
# names: the logarithm of 0
import keras


def compile_model(model):
    def loss(labels, scores):
        rows = keras.ops.one_hot(keras.ops.cast(keras.ops.reshape(labels, (-1,)), "int32"), 10)
        return -keras.ops.mean(keras.ops.sum(rows * keras.ops.log(keras.ops.softmax(scores)), axis=-1))

    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
