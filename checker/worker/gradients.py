"""Following a learner's function back: the gradients of what it returned."""


def follow(function, args, by):
    """Call a function with tensors, under a tape.

    Args:
        function: any.
        args: its arguments, tensors and models.
        by: the place of the argument that gradients are taken by: a tensor, or a model, by its trainable weights.

    Returns:
        `(value, gradients)`: what it returned; and a list of tensors, the gradients of that, or of the first of several
        values, with None where nothing leads from one to the other.
    """
    import tensorflow

    wanted = getattr(args[by], "trainable_weights", None)
    wanted = [weight.value for weight in wanted] if wanted else [args[by]]
    with tensorflow.GradientTape() as tape:
        tape.watch(wanted)
        value = function(*args)
    first = value[0] if isinstance(value, (tuple, list)) and value else value
    if not tensorflow.is_tensor(first):
        return value, [None] * len(wanted)
    found = tape.gradient(first, wanted)
    return value, [each if each is None else tensorflow.convert_to_tensor(each) for each in found]
