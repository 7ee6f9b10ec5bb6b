"""Objects of the checker's own, made in the learner's worker to hand to the learner's functions."""

from contextlib import contextmanager


class Answers:
    """A function that answers with one value after the other, and with the last one for ever.

    Attributes:
        calls: what it was called with, a list of the arguments of each call.
    """

    def __init__(self, values):
        self._values, self.calls = list(values), []

    def __call__(self, *args):
        self.calls.append(args)
        return self._values[min(len(self.calls), len(self._values)) - 1]


def own_layers(keras):
    """Layers of the checker's own, by name, for models of its own in the learner's worker."""

    class Numbered(keras.layers.Layer):
        """Writes into the last two numbers of each row how many rows it has seen before, in sixteenths from -1 to 1."""

        def build(self, shape):
            self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False)

        def call(self, rows):
            ops = keras.ops
            numbers = self.seen + ops.cast(ops.arange(ops.shape(rows)[0]), "float32")
            self.seen.assign(self.seen + ops.cast(ops.shape(rows)[0], "float32"))
            digits = ops.stack([ops.floor(numbers / 16), numbers % 16], axis=1)
            return ops.concatenate([rows[:, :-2], digits / 8 - 1], axis=1)

        def compute_output_shape(self, shape):
            return shape

    return {"Numbered": Numbered}


class OwnObjects:
    """The part of a `Worker` that answers requests for them."""

    def do_keras(self, name, args, kwargs):
        """Make an object of Keras's own, such as `"optimizers.SGD"`; returns a reference to it."""
        value = self.keras
        for part in name.split("."):
            value = getattr(value, part)
        with self.own_settings():
            return self.keep(value(*self.receive(args), **self.receive(kwargs)), "object")

    def do_sequential(self, layers, weights):
        """Build a Sequential model of Keras's own layers, `[[class, settings], ...]`, with the weights given."""
        with self.own_settings():
            known = {"Input": self.keras.Input}
            made = [(known.get(name) or getattr(self.keras.layers, name))(**settings) for name, settings in layers]
            model = self.keras.Sequential(made)
            if weights is not None:
                model.set_weights(weights)
            return model

    def do_functional(self, branches, trunk):
        """Build a model of several inputs, of Keras's own layers: a branch for each, which meet in the trunk."""
        with self.own_settings():
            inputs, ends, own = [], [], own_layers(self.keras)

            def made(name, settings):
                return (own.get(name) or getattr(self.keras.layers, name))(**settings)

            for (_, settings), *layers in branches:
                inputs.append(self.keras.Input(**settings))
                ends.append(inputs[-1])
                for layer in layers:
                    ends[-1] = made(*layer)(ends[-1])
            for layer in trunk:
                ends = made(*layer)(ends)
            return self.keras.Model(inputs, ends)

    def do_answers(self, values):
        """A function that answers with these values: see `Answers`."""
        return self.keep(Answers(self.receive(values)), "object")

    @contextmanager
    def own_settings(self):
        """Keras as it comes, for what the checker makes itself: a learner's file may have set it otherwise."""
        config, usual = self.keras.config, {"floatx": "float32", "image_data_format": "channels_last"}
        usual["dtype_policy"] = "float32"  # after floatx, which changes it
        before = {name: getattr(config, name)() for name in usual}
        try:
            for name, value in usual.items():
                getattr(config, f"set_{name}")(value)
            yield
        finally:
            for name, value in before.items():
                getattr(config, f"set_{name}")(value)
