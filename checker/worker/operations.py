"""Watches a network at work: its graph, one operation after the other, and what each does to the numbers it receives.

Nested models are inlined, and the activation of a layer is an operation of its own.
"""

import numpy as np

BENT = 0.01  # of its range, by which a value between two others lies off their line; a slope of 0.95 below 0 makes less


class Watch:
    """One run of a model that a clean worker rebuilt.

    Attributes:
        nodes: what is told of each operation, in the order of the run, inputs first. A dict each: name (of the layer),
            kind (its type, or what the activation is called), inputs (indices of nodes), shape (of one row), strides,
            weights (whether it has any), and where asked bends and slopes.
    """

    def __init__(self, keras, given, skipped, vary, training=False):
        """Prepare a run.

        Args:
            keras: the module.
            given: `{index of a node: array (n, ...)}` for the outputs of nodes, in the place of what they compute.
            skipped: indices of nodes that give on what they get.
            vary: whether to find out what bends. For that, what layers with weights compute is given mean 0 and
                deviation 1 over the rows, as other weights would do it: so that what follows sees numbers of both
                signs, unless no weights stand between.
            training: whether layers act as in training. What does nothing otherwise, such as dropout, is no node then
                either: so nodes have the same indices. It takes outputs that are given.
        """
        self.training = training
        self.keras, self.given, self.skipped, self.vary = keras, given, skipped, vary
        self.nodes, self._values, self._known, self._alive = [], [], {}, []
        self._outputs = []  # of each node
        self._calls = []  # of each call of an operation the node, None if it did nothing
        self._tried, self._idle = None, ()  # a run on one row, and the nodes that need no more

    def run(self, model, inputs):
        """Send inputs through the model; returns the output, and the index of its node.

        Args:
            model: of Keras.
            inputs: an array (n, ...) for each of its inputs; of one row where outputs of nodes are given, which is
                repeated for as many as these have.
        """
        if self.given:
            rows = len(next(iter(self.given.values())))
            if not self.vary:  # what bends is asked of all
                self._find_idle(model, inputs)
            inputs = [
                array if index in self._idle else np.repeat(array, rows, axis=0) for index, array in enumerate(inputs)
            ]
        for tensor, array in zip(model.inputs, inputs, strict=True):
            value = self.keras.ops.convert_to_tensor(array, dtype=tensor.dtype)
            self._enter(value, tensor.name, "Input", None, (), bends=False)
            inputs = [*inputs[1:], value]
        output = self._through(model, inputs)
        return np.array(output), self._known[id(output)]

    def _find_idle(self, model, inputs):
        """Find nodes on which the output does not hang, for what is behind them is given.

        To compute these for all rows took most of the time and memory.
        """
        tried = Watch(self.keras, {}, (), vary=False)
        try:
            _, end = tried.run(model, inputs)
        except Exception:  # a layer that wants more rows
            return
        needed, waiting = set(), [end]
        while waiting:
            index = waiting.pop()
            if index not in needed:
                needed.add(index)
                waiting += [] if index in self.given else tried.nodes[index]["inputs"]
        self._tried, self._idle = tried, set(range(len(tried.nodes))) - needed

    def _through(self, model, inputs):
        graph = model._functional if isinstance(model, self.keras.Sequential) else model
        flat = self.keras.tree.flatten(inputs)
        fitting = graph._standardize_inputs(inputs if len(flat) > 1 or not isinstance(inputs, list) else inputs[0])
        for old, new in zip(flat, fitting, strict=True):
            self._known[id(new)] = self._known[id(old)]
            self._alive.append(new)
        output = graph._run_through_graph(fitting, operation_fn=lambda each: lambda *a, **k: self._call(each, *a, **k))
        # As a call does: keras.Model(inputs, [one]) gives one, and no list.
        return output[0] if isinstance(output, (list, tuple)) and len(output) == 1 else output

    def _call(self, operation, *args, **kwargs):
        if isinstance(operation, self.keras.Model):
            return self._through(operation, args[0])
        if self.training and getattr(operation, "_call_has_training_arg", False):
            kwargs = {**kwargs, "training": True}
        inner = operation
        while isinstance(inner, self.keras.layers.Wrapper):
            inner = inner.layer
        own = vars(inner).get("activation")
        weights = getattr(inner, "weights", ())
        if own is None or not weights or isinstance(inner, self.keras.layers.RNN):
            named = own if own is not None and not weights else inner
            return self._node(operation, inner, kind_of(named), args, kwargs)
        vars(inner)["activation"] = lambda x: x  # so that what it gets is seen
        try:
            before = self._node(operation, inner, kind_of(inner), args, kwargs)
        finally:
            vars(inner)["activation"] = own
        return self._node(own, None, kind_of(own), (before,), {}, name=inner.name)

    def _node(self, function, layer, kind, args, kwargs, name=None):
        flat = self.keras.tree.flatten((args, kwargs))
        sources = [self._known[id(each)] for each in flat if id(each) in self._known]
        index = len(self.nodes)
        tried = self._tried and self._tried._calls[len(self._calls)]
        if tried is not None and (index in self._idle or index in self.given):
            output = self._tried._outputs[index]
        else:
            output = function(*args, **kwargs)
            if any(output is each for each in flat) or (self.training and self._tried and tried is None):
                self._calls.append(None)
                self._known.setdefault(id(output), sources[0] if sources else 0)
                self._alive.append(output)
                return output  # it did nothing, as Dropout does out of training
        self._calls.append(index)
        if index in self.skipped:
            output = flat[0] + 0
        if index in self.given:
            output = self.keras.ops.convert_to_tensor(self.given[index], dtype=output.dtype)
        facts = {"bends": False}
        if self.vary:
            facts["bends"] = bool(sources) and self._bends(function, args, kwargs, output)
            if getattr(layer, "weights", ()) and kind != "PReLU" and index not in self.given:
                output = self.keras.tree.map_structure(self._evened, output)
        name = name or getattr(function, "name", kind)
        return self._enter(output, name, kind, layer, sources, **facts)

    def _enter(self, output, name, kind, layer, sources, **facts):
        index = len(self.nodes)
        self._outputs.append(output)
        first = None
        for value in self.keras.tree.flatten(output):
            self._known[id(value)] = index
            self._alive.append(value)
            first = value if first is None else first
        strides = getattr(layer, "strides", None)
        self._values.append(np.array(first, dtype="float64") if self.vary else None)
        self.nodes.append(
            {
                "name": str(name),
                "kind": kind,
                "inputs": list(dict.fromkeys(sources)),
                "shape": [int(n) for n in first.shape[1:]],
                "strides": [int(n) for n in strides] if isinstance(strides, (tuple, list)) else None,
                "weights": bool(getattr(layer, "weights", ())),
                **facts,
            }
        )
        if self.vary:
            self.nodes[index]["slopes"] = self._slopes(index)
        return output

    def _bends(self, function, args, kwargs, output):
        """Whether what a function makes of values halfway between those that it got lies off their line."""

        def halfway(value):
            moves = id(value) in self._known and "float" in str(value.dtype) and len(value.shape)
            return (value + self.keras.ops.roll(value, 1, axis=0)) / 2 if moves else value

        args, kwargs = self.keras.tree.map_structure(halfway, (args, kwargs))
        found, ends = (self.keras.tree.flatten(each) for each in (function(*args, **kwargs), output))
        for middle, end in zip(found, ends, strict=True):
            middle, end = np.array(middle, dtype="float64"), np.array(end, dtype="float64")
            if middle.shape != end.shape or not end.ndim:
                continue
            other = np.roll(end, 1, axis=0)
            off, most = np.abs(middle - (end + other) / 2).max(initial=0), np.abs(end - other).max(initial=0)
            if not off <= BENT * most + 1e-5 * np.abs(end).max(initial=0):  # infinity has no line, either
                return True
        return False

    def _evened(self, value):
        if "float" not in str(value.dtype):
            return value
        array = np.array(value, dtype="float64")
        spread = array.std(axis=0) + 1e-3 * array.std() + 1e-12
        return self.keras.ops.convert_to_tensor((array - array.mean(axis=0)) / spread, dtype=value.dtype)

    def _slopes(self, index):
        """`[below, above]`: what the node's values are times what came, where that was negative and positive.

        What came is what the farthest node behind it computed, back to where weights are, of which that is true; None
        where it is true of none.
        """
        near, waiting = [], list(self.nodes[index]["inputs"])
        while waiting:
            each = waiting.pop()
            if self._values[each].shape == self._values[index].shape and each not in near:
                near.append(each)
                waiting += [] if self.nodes[each]["weights"] else self.nodes[each]["inputs"]
        for each in sorted(near):
            before, after = self._values[each].ravel(), self._values[index].ravel()
            slopes, most = [], 1e-3 * np.abs(after).max(initial=1e-9)
            for side in (before < 0, before > 0):
                some = before[side]
                slope = float(some @ after[side] / (some @ some)) if some.size > 0.02 * before.size else np.nan
                slopes.append(slope if np.abs(after[side] - slope * some).max(initial=0) < most else np.nan)
            if np.isfinite(slopes).all():
                return slopes
        return None


def kind_of(thing):
    """What a layer, an operation or an activation is called."""
    return getattr(thing, "__name__", None) or type(thing).__name__
