"""What a learner reads of an exception: the part that says something, and what to look at."""

import re

from checker.learner import dialects
from checker.text import cut

MESSAGE_SHOWN = 500  # characters of an exception's message
KEEP = "Keep the parameters as the skeleton has them."
KNOWN_SHOWN = 16  # names of arguments that are listed


def brief(message):
    """The part of an exception's message that a person reads; Keras adds colours, configurations and whole arrays."""
    message = re.sub(r"\x1b\[[0-9;]*m", "", message).split("\n\nArguments received")[0]
    message = message.split(" Received invalid mixed argument")[0]  # whole arrays follow
    message = message.split(" You are likely doing something like")[0]  # advice to write a layer of one's own
    message = re.sub(r", value=\[[^>]*", "", message)  # numbers of a variable
    message = re.sub(r" at 0x[0-9a-fA-F]+", "", message)
    # The numbers themselves, and the name of a tensor that Keras counts.
    message = re.sub(r"(?<=Invalid input shape for input) .*? with name '\S+' and path '\d+'", "", message, flags=re.S)
    message = re.sub(r"\{\{function_node \S+\}\} ", "", message)
    message = re.sub(r"^Exception encountered when calling (\w+)\.call\(\)\.\s+", r"in the layer \1: ", message)
    if "Exception encountered: " in message:
        message = message.rpartition("Exception encountered: ")[2]
    message = re.sub(r" \(\S*[\\/]site-packages[\\/]\S*\)$", "", message)  # where a module lies on this machine
    return cut(message, MESSAGE_SHOWN)


def exception_hint(told):
    """What to look at, for exceptions that say little to a beginner.

    Args:
        told: a `checker.learner.raised.Raised`.
    """
    called = told.subject.removesuffix("()").rpartition(".")[2]
    if told.unknown == "argument" and not told.line and told.of.rpartition(".")[2] == called:  # the checker's own call
        return KEEP
    return dialects.hint(told) or _of_unknown(told) or _of_words(told) or OF_KINDS.get(told.kind, "")


OF_KINDS = {
    "SystemExit": "Let the function return: no exit or quit.",
    "NameError": "Is the name spelled as in its definition, and defined before you use it?",
    "ModuleNotFoundError": "Is the module's name spelled right? The exercise needs only what the skeleton imports.",
    "UnboundLocalError": "The variable has no value on this path through the function.",
    "RecursionError": "The function calls itself without end.",
    "MemoryError": "Look at the shapes: is an array much too large?",
    "BdbQuit": "A check has no debugger, so take breakpoint() out; or check with `--debug`, where it stops.",
}


# Names that there are not


def _of_unknown(told):
    near = f"did you mean `{told.near[0]}`?" if told.near else ""
    if told.unknown == "argument":
        return _of_argument(told, near)
    if told.unknown == "choice":
        return f'There is no {told.of} "{told.name}": {near}' if near else ""
    if told.unknown == "class":
        return f"Keras has no short name for it: write `{told.of}.{told.name}()`."
    if told.unknown == "attribute":
        return f"{told.of} has no `{told.name}`: {near}" if near else ""
    if told.unknown == "module":
        return f"There is no module `{told.name}`: {near}" if near else ""
    if told.unknown == "name":
        if told.of:
            return f"`{told.name}` is in {told.of}: write `{told.of}.` in front of it."
        if told.name in IMPORTED:
            return f"`{told.name}` must be imported at the top of the file: {IMPORTED[told.name]}"
        return f"There is no `{told.name}` here: {near}" if near else ""
    return ""


IMPORTED = {
    "tf": "import tensorflow as tf",
    "np": "import numpy as np",
    "keras": "import keras",
    "math": "import math",
}


def _of_argument(told, near):
    has = f"{told.of} has no argument `{told.name}`"
    if not told.known:
        return f"{has}: look at what it is called with."
    shown = ", ".join(told.known[:KNOWN_SHOWN]) + (", ..." if len(told.known) > KNOWN_SHOWN else "")
    few = len(told.known) == 1
    listed = f"its argument{'s are' if not few else ' is'} {shown}."
    return f"{has}: {near} {listed[0].upper()}{listed[1:]}" if near else f"{has}; {listed}"


# What an exception says


def _of_words(told):
    for form, say in SAID.items():
        found = re.search(form, told.message)
        if found:
            hint = say(told, found) if callable(say) else say
            if hint:
                return hint
    return ""


def _of_class(told, found):
    return (
        f"{found[1]} is a class, and Keras needs an object of it: add parentheses, {found[1]}(), with the arguments"
        " inside."
    )


def _of_positions(told, found):
    name = told.subject.removesuffix("()")
    function = found[1]
    if not told.line and function.rpartition(".")[2] == name.rpartition(".")[2]:  # the checker's own call
        first = " A method's first parameter is self." if "." in function else ""
        return f"{KEEP}{first}"
    if not told.line and "." in function:
        return f"Keras calls {function}: keep the parameters as the skeleton has them. The first one is self."
    missing = re.findall(r"'(\w+)'", found[0] + told.message[found.end() :]) if " missing " in found[0] else []
    if missing:
        names = " and ".join(f"`{each}`" for each in missing)
        return f"{function.removesuffix('.__init__')} needs {names}: is something missing here, or misspelled?"
    if function.endswith("__init__"):
        return f"{function.partition('.')[0]} takes other arguments than it gets here: name your arguments."
    return f"{function}() takes other arguments than it gets here."


def _of_division(told, found):
    if not told.divides:
        return "This must be a whole number, not a float."
    return "This must be a whole number. `/` gives a float, even for 4 / 2; `//` divides whole numbers."


def _of_channels(told, found):
    wanted, got = int(found[1]), int(found[2])
    if (wanted, got) == (4, 3):
        return (
            "Images have four axes, (n, height, width, channels), but one is missing here. A grey image has one"
            " channel: its shape is (height, width, 1), also in keras.Input."
        )
    if (wanted, got) == (4, 2):
        return (
            "This layer takes images, (n, height, width, channels), but gets flat rows. Put a Reshape in front of"
            " it, to make images of them. Or does a Flatten come too early?"
        )
    return ONE_EXAMPLE if (wanted, got) == (4, 5) else ""


def _of_kernel(told, found):
    """A kernel that is larger than what it gets; the shapes are (rows, ..., channels) and (rows, ..., in, out)."""
    image, kernel = ([int(each) for each in re.findall(r"\d+", shape)] for shape in found.groups())
    image, kernel = image[:-1], kernel[:-2]
    size = "x".join(map(str, kernel))
    if max(kernel) >= MANY_CHANNELS:
        return (
            f"The kernel is {size} here. Begin with filters and kernel_size, without the number of input channels: the"
            " layer finds it by itself."
        )
    pixels = "x".join(map(str, image))
    return f"A kernel of {size} does not fit into {pixels} pixels: use smaller kernels or strides before it."


def _of_foreign_weights(told, found):
    if ".apply" in told.code:  # in a step of the learner's own it may be another network's optimizer
        return ""
    return "An optimizer belongs to one model: make a new one for each model, inside the function."


def _of_input(told, found):
    if "Input(" not in told.code:
        return ""
    return (
        "The shape of keras.Input is one tuple, with its own parentheses inside those of the call. A tuple of one"
        " number has a comma: (64,)."
    )


def _of_layer_class(told, found):
    """A layer that got an input where its settings belong."""
    layer = re.search(r"\b([A-Z]\w+)\(\w+\)(?!\()", told.code)
    if not layer:
        return ""
    return (
        f"Make a layer first, then call it: that takes two pairs of parentheses. The first pair, of {layer[1]}(...),"
        " takes settings, the second one takes the input."
    )


def _of_uncalled_layer(told, found):
    return (
        f"This input is the layer {found[1]} itself, not its output. Make a layer first, then call it: that takes two"
        " pairs of parentheses."
    )


ONE_EXAMPLE = (
    "Is there one axis too many? keras.Input and Reshape take the shape of one example: leave out the axis of the"
    " batch, both as None and as -1."
)

MANY_CHANNELS = 16  # a kernel of as many rows was rather meant to have as many filters

# Forms of exceptions' messages, and what to say of them: the first that fits, and has something to say, counts.
SAID = {
    r"(\w+)\.get_config\(\) missing 1 required positional argument: 'self'": _of_class,
    r"(?:Received|identifier): (?:\w+=)?<class '[\w.]*?(\w+)'>": _of_class,
    r"(?i)kerastensor": _of_layer_class,
    r"Only input tensors may be passed as positional arguments[\s\S]*?<(\w+) name=": _of_uncalled_layer,
    r"Received: (?:name|trainable)=<\w+ name=": "Sequential takes one list: put brackets around the layers.",
    r"(?i)cannot convert '.*' to a shape": _of_input,
    r"expected (?:min_)?ndim=(\d), found ndim=(\d)": _of_channels,
    r"Kernel shape must have the same length as input|must be fully-defined \(no `None` dimensions\)"
    r"|calling Conv\w+\.call\(\)\.[\s\S]*tuple index out of range": (ONE_EXAMPLE),
    r"Reshape\.call\(\)[\s\S]*total size of the tensor must be unchanged": (
        "Reshape cannot add or drop numbers: there must be as many afterwards as before. Compare the products of the"
        " two shapes."
    ),
    r"'float' object cannot be interpreted as an integer|'numpy\.float\d*' object cannot be|slice indices must be"
    r"|only integers, slices|Cannot convert .*\d\.\d.* to EagerTensor of dtype int|Found invalid entry"
    r"|expected a positive integer\. Received: \w+=\d+\.\d|got \d+\.\d+ of type 'float'": _of_division,
    r"([\w.]+)\(\) (?:takes|missing|got) .*positional argument": _of_positions,
    r"NoneType": (
        "Something here is None: a function without `return` returns None. Which value in this line comes from such"
        " a function?"
    ),
    r"cannot mix tensors and non-tensors": (
        "Keras does not accept tensors and arrays mixed in one list of inputs: convert all of them to tensors, with"
        " keras.ops.convert_to_tensor, or all to arrays."
    ),
    r"expects \d+ (?:named )?input\(s\)": (
        "Call a network of several inputs with one list, [first, second], in the order in which you built it."
    ),
    r"Tindices'? of \w+ is not in the list of allowed values": (
        "Data sets store labels as bytes, but indices must be int32: keras.ops.cast."
    ),
    r"'list' object has no attribute '(?:shape|astype|reshape|dtype|size)'": (
        "The argument may be a list: make an array or a tensor of it first."
    ),
    r"'SymbolicTensor' object has no attribute 'numpy'|numpy\(\) is only available": (
        "`fit` turns the step into a graph, where tensors have no values yet. Stay with tensors and operations."
    ),
    r"'KerasTensor' object has no attribute|A KerasTensor (?:is symbolic|cannot be used)|symbolic KerasTensor": (
        "While you build a network, there are no values yet: use keras.layers or keras.ops here, not NumPy or"
        " TensorFlow."
    ),
    r"EagerTensor' object does not support item assignment": (
        "No part of a tensor can be set: fill a NumPy array, or join the parts with keras.ops.stack."
    ),
    r"Cannot cast ufunc '\w+' output from dtype\('float\d+'\) to dtype\('u?int\d+'\)": (
        "An array of whole numbers, such as bytes, can't hold fractions: convert it first, with astype."
    ),
    r"EOF when reading a line": "Nobody can type an answer during a check: take input() out.",
    r"[Nn]on-persistent GradientTape": (
        "A tape gives gradients only once: use one tape for each loss, or GradientTape(persistent=True)."
    ),
    r"Unknown variable": _of_foreign_weights,
    r"size would be zero or negative.*`inputs shape=\(None, ([\d, ]+)\)`, `kernel shape=\(([\d, ]+)\)`": _of_kernel,
    r"numpy\.ndarray' object has no attribute 'numpy'": "It is a NumPy array already.",
}
