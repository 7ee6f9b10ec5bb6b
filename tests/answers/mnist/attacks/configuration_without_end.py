# tries: to break the checker by a model of ten thousand nested models
# tells: build_model
import keras

inner = {"module": "keras.layers", "class_name": "Flatten", "config": {}, "registered_name": None}
for _ in range(900):
    inner = {"module": "keras", "class_name": "Sequential", "config": {"layers": [inner]}, "registered_name": None}
keras.Sequential.get_config = lambda self: inner["config"]


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
