"""Following what is computed back: the gradients of what came out."""

import numpy as np

EXAMPLES = 2  # that a model is called with; whether a way leads back does not hang on what they are


def follow(function, args, by, compiled=False):
    """Call a function with tensors, under a tape.

    Args:
        function: any.
        args: its arguments, tensors and models.
        by: the place of the argument that gradients are taken by: a tensor, or a model, by its trainable weights.
        compiled: whether XLA makes one program of all that. It gives 0 / 0 = nan where single operations may give 0.

    Returns:
        `(value, gradients)`: what it returned; and a list of tensors, the gradients of that, or of the first of several
        values, with None where nothing leads from one to the other.
    """
    import tensorflow

    wanted = getattr(args[by], "trainable_weights", None)
    wanted = [weight.value for weight in wanted] if wanted else [args[by]]

    def run():
        with tensorflow.GradientTape() as tape:
            tape.watch(wanted)
            value = function(*args)
        first = value[0] if isinstance(value, (tuple, list)) and value else value
        if not tensorflow.is_tensor(first):
            return value, [None] * len(wanted)
        found = tape.gradient(first, wanted)
        return value, [each if each is None else tensorflow.convert_to_tensor(each) for each in found]

    return tensorflow.function(run, jit_compile=True)() if compiled else run()


def fixed(model, trained):
    """Which weights of a model training cannot change: frozen ones, and those that no gradient reaches.

    What layers count by themselves, such as a running mean, is none of them.

    Args:
        model: a built Keras model, float32.
        trained: places in `model.weights` of those that are trainable in the model that this one is a copy of: that a
            single weight is frozen, and no layer, stands in no configuration.

    Returns:
        A list of integers, places in `model.weights`.
    """
    by_training = {id(model.weights[place]) for place in trained if place < len(model.weights)}
    reached = [weight for weight, way in zip(*_ways(model, of_inputs=False), strict=True) if way is not None]
    known = by_training.intersection(map(id, reached))
    own = set()
    for layer in model._flatten_layers(include_self=False):
        inner = {id(weight) for part in layer._flatten_layers(include_self=False) for weight in part.weights}
        own |= {id(weight) for weight in layer.non_trainable_weights if layer.trainable} - inner
    return [place for place, weight in enumerate(model.weights) if id(weight) not in known | own]


def followed(model):
    """For each input of a model, whether a gradient leads to it from the output, and is not 0 everywhere."""
    _, ways = _ways(model, of_inputs=True)
    return [way is not None and bool(np.any(np.asarray(way))) for way in ways]


def _ways(model, of_inputs):
    """The gradients of what a model makes, out of training, by its inputs or by its trainable weights.

    They are those of a sum in which each number has a random share: where all count alike, as much may be taken from
    one number as another gets.

    Returns:
        Two lists, what they are by and what they are; None where nothing leads back.
    """
    import tensorflow

    rng, inputs = np.random.default_rng(0), []
    for each in model.inputs:
        shape = [EXAMPLES, *(size or EXAMPLES for size in each.shape[1:])]
        drawn = rng.uniform(-1, 1, shape) if "float" in each.dtype else np.zeros(shape)
        inputs.append(tensorflow.constant(drawn, each.dtype))
    by = inputs if of_inputs else [weight.value for weight in model.trainable_weights]
    with tensorflow.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([each for each in by if each.dtype.is_floating])
        output = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    shares = tensorflow.nest.map_structure(
        lambda each: tensorflow.constant(rng.normal(size=each.shape), each.dtype), output
    )
    return inputs if of_inputs else model.trainable_weights, tape.gradient(output, by, output_gradients=shares)
