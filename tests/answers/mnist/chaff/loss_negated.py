# fails: loss
# names: The sign is flipped
import keras


def compile_model(model):
    def loss(labels, scores):
        return -keras.losses.sparse_categorical_crossentropy(labels, scores, from_logits=True)

    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
