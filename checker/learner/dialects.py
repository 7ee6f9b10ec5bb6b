"""Words of other libraries, and of other times of these: what they are called in Keras 3.

A beginner's code comes from everywhere: PyTorch, TensorFlow 1, the Keras of old tutorials, Python 2.
"""

import re

TORCH, FIRST, OLD = "PyTorch", "TensorFlow 1", "an older Keras"

# Attributes, functions and modules that there are not: whose word it is, and what to say of it.
WORDS = {
    "backward": (TORCH, "TensorFlow computes gradients with a tape: compute the loss inside"
        " `with tf.GradientTape()`, then ask the"
        " tape for the gradients."),
    "zero_grad": (TORCH, "A tape gives new gradients each time: you need not set anything to zero."),
    "step": (TORCH, "An optimizer of Keras gets gradients together with the weights, in its method `apply`."),
    "parameters": (TORCH, "A Keras model has `trainable_weights`."),
    "state_dict": (TORCH, "A Keras model has `get_weights` and `set_weights`."),
    "eval": (TORCH, "Each call says whether the network trains, by `training=`."),
    "train": (TORCH, "Each call says whether the network trains, by `training=`."),
    "forward": (TORCH, "Call the Keras model itself, like a function."),
    "detach": (TORCH, "A tape gives gradients only for the weights that you ask about."),
    "requires_grad": (TORCH, "A tape watches all trainable weights by itself."),
    "grad": (TORCH, "Ask the tape for gradients."),
    "no_grad": (TORCH, "Computations outside of a tape have no gradients."),
    "cuda": (TORCH, "Keras finds a GPU by itself."),
    "cpu": (TORCH, "Keras moves values by itself."),
    "view": (TORCH, "In keras.ops it is called `reshape`."),
    "unsqueeze": (TORCH, "In keras.ops it is called `expand_dims`."),
    "permute": (TORCH, "In keras.ops it is called `transpose`; the layer is `Permute`."),
    "contiguous": (TORCH, "It is not needed here."),
    "clamp": (TORCH, "In keras.ops it is called `clip`."),
    "cat": (TORCH, "In keras.ops it is called `concatenate`."),
    "randn": (TORCH, "Random numbers come from keras.random, such as `normal`."),
    "randn_like": (TORCH, "Random numbers come from keras.random, such as `normal`."),
    "from_numpy": (TORCH, "keras.ops takes NumPy arrays as they are."),
    "Linear": (TORCH, "This layer is called `Dense`, and needs only the number of outputs."),
    "Conv2d": (TORCH, "It is called `Conv2D`, and needs only the number of filters and the kernel's size: it finds"
        " the number of input channels by itself."),
    "ConvTranspose2d": (
        TORCH, "It is called `Conv2DTranspose`, and needs only the number of filters and the kernel's size."
    ),
    "BatchNorm1d": (TORCH, "It is called `BatchNormalization`, and finds the number of channels by itself."),
    "BatchNorm2d": (TORCH, "It is called `BatchNormalization`, and finds the number of channels by itself."),
    "MaxPool2d": (TORCH, "It is called `MaxPooling2D`."),
    "Upsample": (TORCH, "It is called `UpSampling2D`."),
    "CrossEntropyLoss": (TORCH, "For integer labels it is called `SparseCategoricalCrossentropy`."),
    "BCEWithLogitsLoss": (TORCH, "It is called `BinaryCrossentropy`; tell it that it gets logits."),
    "placeholder": (FIRST, "`keras.Input` makes an input of a network."),
    "Session": (FIRST, "Operations run at once: no session is needed."),
    "InteractiveSession": (FIRST, "Operations run at once: no session is needed."),
    "global_variables_initializer": (FIRST, "Weights have their first values as soon as a model is built."),
    "get_variable": (FIRST, "Layers make their weights themselves."),
    "get_default_graph": (FIRST, "Operations run at once: there is no graph to look after."),
    "random_normal": (FIRST, "Random numbers come from keras.random, such as `normal`."),
    "truncated_normal": (FIRST, "Random numbers come from keras.random."),
    "contrib": (FIRST, "Layers are in keras.layers."),
    "examples": (FIRST, "The data is loaded for you: see `main`."),
    "np_utils": (OLD, "What it had is in keras.utils now."),
    "fit_generator": (OLD, "`fit` takes generators, too."),
    "predict_classes": (OLD, "`predict` gives the scores; the position of the highest is the class."),
    "Convolution2D": (OLD, "It is called `Conv2D`."),
    "merge": (OLD, "There are layers of several names for it, such as `Concatenate` and `Add`."),
    "xrange": ("Python 2", "It is called `range`."),
    "raw_input": ("Python 2", "It is called `input`."),
    "unicode": ("Python 2", "It is called `str`."),
    "null": ("JSON", "Is this a notebook's file? Python says `None`."),
    "true": ("JSON", "Python says `True`."),
    "false": ("JSON", "Python says `False`."),
}  # fmt: skip

# Words that are good ones elsewhere: they count only where the thing that lacks them is one of these.
ONLY_OF = {
    "step": r"Adam\w*|SGD|RMSprop|.*Optimizer", "zero_grad": r"Adam\w*|SGD|RMSprop|.*Optimizer",
    "train": r"Sequential|Functional|Model", "eval": r"Sequential|Functional|Model",
    "examples": r"tensorflow.*", "merge": r"keras.*", "contrib": r"tensorflow.*",
}  # fmt: skip

ALIASES = {"torch": TORCH, "nn": TORCH, "F": TORCH, "torchvision": TORCH, "K": OLD}

# Arguments: what they are called here. They count where the function has the other one.
ARGUMENTS = {
    "lr": ("learning_rate",),
    "alpha": ("negative_slope",),
    "bias": ("use_bias",),
    "dim": ("axis", "axes"),
    "keepdim": ("keepdims",),
    "stride": ("strides",),
    "subsample": ("strides",),
    "border_mode": ("padding",),
    "nb_filter": ("filters",),
    "out_channels": ("filters",),
    "out_features": ("units",),
    "output_dim": ("units",),
    "init": ("kernel_initializer",),
    "betas": ("beta_1", "beta_2"),
    "eps": ("epsilon",),
    "p": ("rate",),
    "nb_epoch": ("epochs",),
}
NOT_NEEDED = {  # and these have none
    "in_channels": "A layer finds the number of input channels by itself.",
    "in_features": "A layer finds the number of its inputs by itself.",
    "num_features": "A layer finds the number of input channels by itself.",
    "input_dim": "`keras.Input` gives the model's input its shape.",
    "inplace": "Layers of Keras never change their inputs.",
    "decay": "keras.optimizers.schedules makes a learning rate that falls.",
}


def hint(told):
    """What to say of a word from elsewhere; "" where there is none.

    Args:
        told: a `checker.learner.raised.Raised`.
    """
    if told.unknown == "argument":
        names = [each for each in ARGUMENTS.get(told.name, ()) if each in told.known]
        if names:
            what = " and ".join(f"`{each}`" for each in names)
            return f"{told.of} has no argument `{told.name}`: here it is called {what}."
        return NOT_NEEDED.get(told.name, "") if told.of[:1].isupper() else ""  # of a class, which is Keras's
    if told.unknown == "module" and told.name.partition(".")[0] in ALIASES:
        return f"This is {ALIASES[told.name.partition('.')[0]]}, another library: the exercise is written with Keras."
    if told.unknown == "name" and told.name in ALIASES:
        whose = ALIASES[told.name]
        found = re.search(rf"\b{told.name}\.(\w+)", told.code)
        more = f" {WORDS[found[1]][1]}" if found and found[1] in WORDS else ""
        return f"`{told.name}` is a name from {whose}: the exercise is written with keras.layers and keras.ops.{more}"
    known = told.unknown in ("attribute", "name", "module") and told.name in WORDS
    if told.unknown == "name":  # small words may be anybody's variables
        known = known and (told.name[:1].isupper() or WORDS[told.name][0] in ("Python 2", "JSON"))
    if known and re.fullmatch(ONLY_OF.get(told.name, ".*"), told.of):
        whose, say = WORDS[told.name]
        return f"`{told.name}` is a word of {whose}. {say}"
    if told.unknown == "module" and told.of.partition(".")[0] == "keras":
        return f"{told.of} has no module `{told.name}` (any more, maybe): look into {told.of} itself."
    if told.unknown == "attribute" and told.of == "keras.backend":
        return f"keras.backend has almost nothing left in Keras 3: look for `{told.name}` in keras.ops."
    if told.unknown == "attribute" and told.of.startswith("tensorflow") and not told.near:
        return f"TensorFlow has no `{told.name}` here (any more, maybe): look for it in keras.ops."
    # PyTorch's layers take the number of inputs first.
    twice = re.match(r"(Conv\w+|Dense)\.__init__\(\) got multiple values for", told.message)
    if twice and twice[1] != "Dense":
        return f"{NOT_NEEDED['in_channels']} Leave it out, and begin with filters and kernel_size."
    if twice or (told.unknown == "choice" and told.name.isdigit() and "Dense(" in told.code):
        return f"{NOT_NEEDED['in_features']} Leave it out, and begin with units."
    # An array of NumPy has a `view` of its own, which takes other arguments.
    if told.kind == "TypeError" and re.search(r"\.view\(", told.code):
        return f"`view` is a word of {TORCH}. {WORDS['view'][1]}"
    return ""
