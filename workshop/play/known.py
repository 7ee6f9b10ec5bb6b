"""What pages can compute by themselves: Keras's names, and those of `static/arrays.js`; how the rest is refused."""

from workshop.runs import RunError

# Functions of one number, as `activation=` and `keras.ops` name them.
EACH = {
    "relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "elu": "elu", "leaky_relu": "leaky", "softplus": "softplus",
    "silu": "silu", "swish": "silu", "gelu": "gelu", "exponential": "exp", "hard_sigmoid": "hard_sigmoid",
    "selu": "selu", "softsign": "softsign", "abs": "abs", "absolute": "abs", "square": "square", "negative": "negative",
    "exp": "exp", "relu6": "relu6", "log": "log", "sqrt": "sqrt", "rsqrt": "rsqrt", "reciprocal": "reciprocal",
    "sin": "sin", "cos": "cos", "sign": "sign", "floor": "floor",
}  # fmt: skip
# Of several numbers.
TOGETHER = {
    "Add": "add", "Subtract": "subtract", "Multiply": "multiply", "Divide": "divide", "TrueDivide": "divide",
    "Maximum": "maximum", "Minimum": "minimum", "Power": "power", "Equal": "equal", "NotEqual": "unequal",
    "Greater": "greater", "GreaterEqual": "greater_equal", "Less": "less", "LessEqual": "less_equal", "Where": "where",
}  # fmt: skip
# Layers that do nothing once training is over.
NOTHING = (
    "Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization",
    "Identity",
)  # fmt: skip


def unknown(what):
    """The error that refuses a network for what it has.

    Args:
        what: a layer or an operation, in words.
    """
    return RunError(
        f"A saved page cannot hold this network: it has {what}, which the page cannot compute.\n"
        "Leave out --save, and Python answers: that works with every network."
    )


def beyond(axis, rank, what):
    """An axis as Keras counts it, counted without the batch's, from 0 on.

    Args:
        axis: an integer, which may count from the end.
        rank: how many axes there are beside the batch's.
        what: has this axis, in words.

    Raises:
        RunError: it is the batch's.
    """
    axis = axis + rank + 1 if axis < 0 else axis
    if axis == 0:
        raise unknown(f"{what} along the batch")
    return axis - 1
