"""Operations of `keras.ops` as steps: each function takes an operation and what it was called with.

Sources are numbers of arrays; `{"is": number}`; and as they are: arrays of NumPy, slices, and the like.
"""

import math

import numpy as np

from workshop.play.known import beyond, unknown


def _axis(steps, operation, source, axis=None):
    axis = operation.axis if axis is None else axis
    if not isinstance(axis, int):
        raise unknown(f"keras.ops: {type(operation).__name__} along {axis}")
    return beyond(axis, len(steps.shapes[source]), f"keras.ops: {type(operation).__name__}")


def _reduction(op):
    def add(steps, operation, sources):
        return steps.add(op, sources, axes=_axes(steps, operation, sources), keep=bool(operation.keepdims))

    return add


def _axes(steps, operation, sources):
    axes = [operation.axis] if isinstance(operation.axis, int) else operation.axis
    if not axes or getattr(operation, "initial", None) is not None:
        raise unknown(f"keras.ops: {type(operation).__name__} over the batch")
    return [_axis(steps, operation, sources[0], axis) for axis in axes]


def _variance(steps, operation, sources):
    axes = _axes(steps, operation, sources)
    apart = steps.add("subtract", [*sources, steps.add("mean_over", sources, axes=axes, keep=True)])
    made = steps.add("mean_over", [steps.add("square", [apart])], axes=axes, keep=bool(operation.keepdims))
    return steps.add("sqrt", [made]) if type(operation).__name__ == "Std" else made


def _reshape(steps, operation, sources):
    """The first side must stay the batch's: else numbers go from image to image."""
    first, *shape = operation.newshape
    has, wanted = math.prod(steps.shapes[sources[0]]), math.prod(side for side in shape if side not in (-1, None))
    whole = has % wanted == 0 if {-1, None} & set(shape) else has == wanted
    whole = whole or sources[0] in steps.flat
    if first not in (-1, None) or not whole:
        raise unknown(f"keras.ops: Reshape to {tuple(operation.newshape)}")
    steps.flat.discard(sources[0])
    return steps.add("reshape", sources, shape=[-1 if side is None else side for side in shape])


def _repeat(steps, operation, sources):
    if not isinstance(operation.repeats, int):
        raise unknown("keras.ops: Repeat by several numbers")
    if operation.axis is not None:
        return steps.add("repeat", sources, axis=_axis(steps, operation, sources[0]), count=operation.repeats)
    made = steps.add("repeat", [steps.add("reshape", sources, shape=[-1])], axis=0, count=operation.repeats)
    steps.flat.add(made)  # with the batch's axis in it, until it is reshaped
    return made


def _tile(steps, operation, sources):
    first, *repeats = operation.repeats
    if first != 1 or len(repeats) != len(steps.shapes[sources[0]]):
        raise unknown(f"keras.ops: Tile by {tuple(operation.repeats)}")
    (at,) = sources
    for axis, count in enumerate(repeats):
        at = steps.add("concatenate", [at] * count, axis=axis) if count > 1 else at
    return at


def _squeeze(steps, operation, sources):
    return steps.add("squeeze", sources, axis=_axis(steps, operation, sources[0]))


def _expand(steps, operation, sources):
    axes = [operation.axis] if isinstance(operation.axis, int) else list(operation.axis)
    if len(axes) != 1:
        raise unknown("keras.ops: ExpandDims along several axes")
    axis = beyond(axes[0], len(steps.shapes[sources[0]]) + 1, "keras.ops: ExpandDims")
    return steps.add("expand", sources, axis=axis)


def _stack(steps, operation, sources):
    axis = beyond(operation.axis, len(steps.shapes[sources[0]]) + 1, "keras.ops: Stack")
    return steps.add("concatenate", [steps.add("expand", [each], axis=axis) for each in sources], axis=axis)


def _split(steps, operation, sources):
    axis, shape = _axis(steps, operation, sources[0]), steps.shapes[sources[0]]
    where = operation.indices_or_sections
    ends = np.arange(shape[axis])
    parts = np.split(ends, where if isinstance(where, int) else list(where))
    whole = [range(side) for side in shape]
    return [steps.part(sources, [*whole[:axis], range(part[0], part[-1] + 1), *whole[axis + 1 :]]) for part in parts]


def _flip(steps, operation, sources):
    axes = [operation.axis] if isinstance(operation.axis, int) else operation.axis
    gone = [_axis(steps, operation, sources[0], axis) for axis in axes or [0]]
    shape = steps.shapes[sources[0]]
    return steps.part(
        sources, [range(side - 1, -1, -1) if at in gone else range(side) for at, side in enumerate(shape)]
    )


def _transpose(steps, operation, sources):
    first, *order = operation.axes or [None]
    if first != 0:
        raise unknown("keras.ops: Transpose of the batch")
    return steps.add("permute", sources, order=[beyond(axis, len(order), "keras.ops: Transpose") for axis in order])


def _swap(steps, operation, sources):
    one, two = (_axis(steps, operation, sources[0], axis) for axis in (operation.axis1, operation.axis2))
    order = list(range(len(steps.shapes[sources[0]])))
    order[one], order[two] = two, one
    return steps.add("permute", sources, order=order)


def _move(steps, operation, sources):
    if len(operation.source) != 1:
        raise unknown("keras.ops: Moveaxis of several axes")
    source, to = (_axis(steps, operation, sources[0], axis) for (axis,) in (operation.source, operation.destination))
    order = [axis for axis in range(len(steps.shapes[sources[0]])) if axis != source]
    order.insert(to, source)
    return steps.add("permute", sources, order=order)


def _part(steps, operation, sources):
    """`x[...]`, by numbers, slices, an ellipsis, and None for a new axis."""
    source, key = sources[0], sources[1:]
    rank = len(steps.shapes[source]) + 1
    if Ellipsis not in key:
        key = [*key, Ellipsis]
    at = key.index(Ellipsis)
    missing = rank - sum(each is not None and each is not Ellipsis for each in key)
    first, *key = [*key[:at], *[slice(None)] * missing, *key[at + 1 :]]
    if first != slice(None):
        raise unknown("keras.ops: GetItem of the batch")
    sides, ranges, shape = iter(steps.shapes[source]), [], []
    for each in key:
        if each is None:
            shape.append(1)
        elif isinstance(each, slice):
            ranges.append(range(*each.indices(next(sides))))
            shape.append(len(ranges[-1]))
        elif isinstance(each, dict):
            place = each["is"] % next(sides)
            ranges.append(range(place, place + 1))
        else:
            raise unknown("keras.ops: GetItem by an array")
    return steps.add("reshape", [steps.part([source], ranges)], shape=shape)


def _pad(steps, operation, sources):
    rank, by = len(steps.shapes[sources[0]]), [list(map(int, each)) for each in operation.pad_width]
    by = by * (rank + 1) if len(by) == 1 else by
    value = sources[1]["is"] if len(sources) > 1 else 0
    if any(by[0]) or operation.mode not in ("constant", "reflect", "symmetric"):
        raise unknown("keras.ops: Pad of the batch, or in another mode")
    return steps.add("pad", sources[:1], by=by[1:], mode=operation.mode, value=value)


def _resize(steps, operation, sources):
    aspect = operation.crop_to_aspect_ratio or operation.pad_to_aspect_ratio
    if aspect or operation.antialias or operation.data_format != "channels_last":
        raise unknown("keras.ops: Resize that keeps the aspect ratio, smooths, or has channels first")
    return steps.resize(sources, list(operation.size), operation.interpolation)


def _depth_to_space(steps, operation, sources):
    height, width, channels = _channels_last(steps, operation, sources)
    size = operation.block_size
    left = channels // size**2
    at = steps.add("reshape", sources, shape=[height, width, size, size, left])
    at = steps.add("permute", [at], order=[0, 2, 1, 3, 4])
    return steps.add("reshape", [at], shape=[height * size, width * size, left])


def _space_to_depth(steps, operation, sources):
    height, width, channels = _channels_last(steps, operation, sources)
    size = operation.block_size
    at = steps.add("reshape", sources, shape=[height // size, size, width // size, size, channels])
    at = steps.add("permute", [at], order=[0, 2, 1, 3, 4])
    return steps.add("reshape", [at], shape=[height // size, width // size, size**2 * channels])


def _channels_last(steps, operation, sources):
    if operation.data_format not in (None, "channels_last"):
        raise unknown(f"keras.ops: {type(operation).__name__} with channels first")
    return steps.shapes[sources[0]]


def _pooling(steps, operation, sources):
    _channels_last(steps, operation, sources)
    size, strides = ([each] * 2 if isinstance(each, int) else each for each in (operation.pool_size, operation.strides))
    what = {"size": list(size), "strides": list(strides or size), "padding": operation.padding}
    return steps.add("max_pool" if "Max" in type(operation).__name__ else "average_pool", sources, **what)


def _concatenate(steps, operation, sources):
    return steps.add("concatenate", sources, axis=_axis(steps, operation, sources[0]))


def _one_hot(steps, operation, sources):
    if operation.axis not in (-1, len(steps.shapes[sources[0]]) + 1):
        raise unknown("keras.ops: OneHot along another axis than the last")
    return steps.add("one_hot", sources, count=operation.num_classes)


def _softmax(op):
    return lambda steps, operation, sources: steps.add(op, sources, axis=_axis(steps, operation, sources[0]))


def _cast(steps, operation, sources):
    kind = "truncate" if "int" in operation.dtype else "truth" if operation.dtype == "bool" else None
    return steps.add(kind, sources) if kind else sources[0]


def _clip(steps, operation, sources):
    bounds = operation.x_min, operation.x_max
    if not all(isinstance(each, int | float) for each in bounds):
        raise unknown("keras.ops: Clip by arrays")
    return steps.add("clip", sources, least=bounds[0], most=bounds[1])


def _filled(value):
    return lambda steps, operation, sources: steps.add("constant", sources[:1], value=value)


def _take(steps, operation, sources):
    if operation.axis != 0 or not isinstance(sources[0], np.ndarray):
        raise unknown("keras.ops: Take of anything but rows of a constant array")
    return steps.add("embedding", sources[1:], [sources[0]])


def _take_along(steps, operation, sources):
    shapes = [steps.shapes[each] for each in sources]
    axis = _axis(steps, operation, sources[0])
    if any(one != two for at, (one, two) in enumerate(zip(*shapes, strict=True)) if at != axis):
        raise unknown("keras.ops: TakeAlongAxis of other sides")
    return steps.add("take_along", sources, axis=axis)


def _einsum(steps, operation, sources):
    return _by_letters(steps, sources, operation.subscripts.replace(" ", ""))


def _matmul(steps, operation, sources):
    ranks = [each.ndim if isinstance(each, np.ndarray) else len(steps.shapes[each]) + 1 for each in sources]
    if ranks[0] < 2 or ranks[1] < 2 or (ranks[0] != ranks[1] and not isinstance(sources[1], np.ndarray)):
        raise unknown("keras.ops: Matmul of other ranks")
    letters = "abcdefgh"[: ranks[0] - 2]
    second = letters if ranks[1] == ranks[0] and not isinstance(sources[1], np.ndarray) else ""
    if second == "" and ranks[1] != 2:
        raise unknown("keras.ops: Matmul by an array of more than two axes")
    batch = "" if ranks[0] > 2 else "a"  # of two axes the first is the batch's
    rows = "x" if ranks[0] > 2 else ""
    return _by_letters(steps, sources, f"{letters}{batch}{rows}y,{second}yz->{letters}{batch}{rows}z")


def _by_letters(steps, sources, subscripts):
    terms, _, to = subscripts.partition("->")
    terms = terms.split(",")
    first = terms[0][:1]
    whole = [term[:1] == first for term, each in zip(terms, sources, strict=True) if not isinstance(each, np.ndarray)]
    if "." in subscripts or not to.startswith(first) or isinstance(sources[0], np.ndarray) or not all(whole):
        raise unknown(f"keras.ops: Einsum by {subscripts}")
    found = [term if isinstance(each, np.ndarray) else term[1:] for term, each in zip(terms, sources, strict=True)]
    if any(first in term for term in found) or first in to[1:] or any(len(set(term)) < len(term) for term in found):
        raise unknown(f"keras.ops: Einsum by {subscripts}")
    return steps.add("einsum", [steps.array(each) for each in sources], terms=found, to=to[1:])


def each(steps, operation, name, sources):
    """An operation on every number by itself.

    Args:
        name: of it in `static/arrays.js`.
    """
    if name == "gelu" and operation.approximate:
        name = "gelu_by_tanh"
    if type(operation).__name__ == "ReLU":  # that of `keras.activations`, with what the layer has
        what = {"slope": operation.negative_slope, "most": operation.max_value, "least": operation.threshold}
        return steps.add("rectify", sources, **what)
    slope = getattr(operation, "negative_slope", getattr(operation, "alpha", 1.0))
    return steps.add(name, sources, slope=slope)


OPERATIONS = {
    "OneHot": _one_hot,
    "Concatenate": _concatenate,
    "Stack": _stack,
    "Split": _split,
    "Reshape": _reshape,
    "ExpandDims": _expand,
    "Squeeze": _squeeze,
    "Repeat": _repeat,
    "Tile": _tile,
    "Flip": _flip,
    "Transpose": _transpose,
    "Swapaxes": _swap,
    "Moveaxis": _move,
    "GetItem": _part,
    "Pad": _pad,
    "Resize": _resize,
    "DepthToSpace": _depth_to_space,
    "SpaceToDepth": _space_to_depth,
    "MaxPool": _pooling,
    "AveragePool": _pooling,
    "Softmax": _softmax("softmax"),
    "LogSoftmax": _softmax("log_softmax"),
    "Cast": _cast,
    "Clip": _clip,
    "OnesLike": _filled(1),
    "ZerosLike": _filled(0),
    "Take": _take,
    "TakeAlongAxis": _take_along,
    "Einsum": _einsum,
    "Matmul": _matmul,
    "Sum": _reduction("sum_over"),
    "Mean": _reduction("mean_over"),
    "Max": _reduction("max_over"),
    "Min": _reduction("min_over"),
    "Var": _variance,
    "Std": _variance,
}
