"""Looks at how a network ends: what lies between the last weights and the output.

The layers whose kernels come last on each way to the output are found in the graph, and what they compute is exchanged
for random numbers. So neither their kind matters, nor what their weights are, nor whether several are added.
"""

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import expect
from checker.rubric.graphs import Graph, random_weights

# A score that something bends is off by a tenth of its size or more; rounding is a ten thousandth, but in half
# precision, where the log of a softmax is off by a hundredth.
OFF = 0.02
# Numbers in the place of what the last weights compute: like those of a beginning, of trained networks, and far beyond.
SIZES = (1.0, 10.0, 1000.0)
# The least singular value of how the pixels of a patch move, each by its own measure: .016 or more in right generators
# of 30 makes, .000001 where they are blended from fewer numbers.
RANK = 2e-3
# What bends at zero shows only where a and b differ in their signs: in all of 32 pairs they agree once in 2^32 times.
PAIRS = 32
ROWS, BY_CHANCE = 64, 1e-3  # numbers in the place of what the last weights compute, each twice; of their size
PER_ROW = ("LayerNormalization", "GroupNormalization", "RMSNormalization")


class Head:
    """What follows the last weights of a model that has one output.

    Attributes:
        sources: the indices of the nodes with the last weights on each way to the output; empty where there are none.
    """

    def __init__(self, model, rng, *inputs):
        """Find the end of a model; `inputs` are an array (n, ...) for each of its inputs."""
        self._model, self._rng = random_weights(model, rng), rng
        self._inputs = [each[:1] for each in inputs]
        self._graph = graph = Graph(self._watch(2, {}))
        self.sources, self._behind, self._skipped = [], [], []
        waiting = [graph.end]
        while waiting:
            index = waiting.pop()
            node = graph.nodes[index]
            if index in self._behind or index in self.sources:
                continue
            if graph.mixes(index) or (node["weights"] and node["kind"] in ("Embedding", "MultiHeadAttention")):
                self.sources.append(index)
            else:
                self._behind.append(index)
                waiting += node["inputs"]
                # What normalizes each row is no line; what its scale and shift do to the scores is none of a bend.
                self._skipped += [index] * (node["kind"] in PER_ROW and node["weights"])
        self.sources.sort()

    def _watch(self, rows, given, vary=False, training=False):
        inputs = self._inputs if given else [np.repeat(each, rows, axis=0) for each in self._inputs]
        skipped = self._skipped if given else ()
        return self._model.watch(*inputs, given=list(given.items()), skipped=skipped, vary=vary, training=training)

    def _draw(self, source, rows):
        return self._rng.normal(0, 1, (rows, *self._graph.nodes[source]["shape"])).astype("float32")

    def at(self, size, rows=32):
        """The output for random numbers of a size instead of the results of the last weights."""
        return self._watch(rows, {each: size * self._draw(each, rows) for each in self.sources})["output"]

    def bending(self):
        """The nonlinear function there, by its kind or the name of the activation; "" if none is found."""
        sizes = np.geomspace(1, 1000, 16)  # some bend near zero only, some far out
        given = {each: (self._draw(each, 16).T * sizes).T.astype("float32") for each in self.sources}
        found = self._watch(16, given, vary=True)["nodes"]
        behind = sorted(set(self._behind) - set(self._skipped))
        kinds = [found[each]["kind"] for each in behind if found[each]["bends"]]
        return ", ".join(dict.fromkeys(kinds))

    def expect_undropped(self, what):
        """Fail if the outputs themselves change by chance in training, as by dropout behind the last weights.

        `what` names what follows these.
        """
        drawn = {
            each: self._rng.normal(0, 3, (ROWS, *self._graph.nodes[each]["shape"])).astype("float32")
            for each in self._first_outputs()
        }
        try:
            out = self._watch(2 * ROWS, {each: np.concatenate([a, a]) for each, a in drawn.items()}, training=True)
        except Failure:  # a layer that wants more rows than one, in front of the last weights
            return
        one, other = np.split(out["output"].astype("float64"), 2)
        expect(
            np.abs(one - other).max() <= BY_CHANCE * max(np.abs(one).max(), 1e-12),
            f"{what}, in training",
            "the same each time",
            "something that changes it by chance",
            "Dropout or noise stands behind the last layer, and changes what the network says: put it in front of"
            " that layer.",
        )

    def _first_outputs(self):
        """The nodes that make numbers of the outputs' shape from others: what is behind them acts on the outputs alone.

        The last weights may stand further in front: features, of which some are dropped, are multiplied by a class's.
        """
        nodes, found, seen, waiting = self._graph.nodes, [], set(), [self._graph.end]
        while waiting:
            index = waiting.pop()
            if index in seen:
                continue
            seen.add(index)
            inputs = nodes[index]["inputs"]
            same = inputs and all(nodes[each]["shape"] == nodes[self._graph.end]["shape"] for each in inputs)
            if same and not self._graph.mixes(index):
                waiting += inputs
            else:
                found.append(index)
        return sorted(found)

    def _sums(self, moved, sizes, rows):
        """f(0), f(a), f(b) and f(a + b), (4, sizes, rows, ...): a and b in the place of some sources, others fixed."""
        given, scale = {}, np.repeat(sizes, rows)
        for each in self.sources:
            a, b = self._draw(each, rows), self._draw(each, rows)
            parts = [0 * a, a, b, a + b] if each in moved else [np.repeat(a[:1], rows, axis=0)] * 4
            tall = [np.tile(part, (len(sizes),) + (1,) * (part.ndim - 1)) for part in parts]
            by = scale.reshape(-1, *(1,) * (a.ndim - 1)) if each in moved else 1
            given[each] = np.concatenate([part * by for part in tall]).astype("float32")
        out = self._watch(4 * rows * len(sizes), given)["output"].astype("float64")
        return out.reshape(4, len(sizes), rows, *out.shape[1:])

    def straight(self):
        """Whether each output is a line, without an end, in what some of the last weights compute.

        Lines are looked for in the outputs as they are, and less their mean: so that the logarithms of probabilities
        are lines, too, which are scores less a number that all of a row share.
        """
        some = [[each] for each in self.sources] + ([self.sources] if len(self.sources) > 1 else [])
        covered = False
        for moved in some:
            count = self._graph.output.shape[-1]
            values = self._sums(moved, SIZES, PAIRS + count)
            fine = [i for i in range(len(SIZES)) if np.isfinite(values[:, i]).all()]
            if fine[:2] != [0, 1]:
                continue
            values = values[:, fine]
            covered = covered | _lines(values)
            if count > 1:
                shared = values - values.mean(axis=-1, keepdims=True)
                turned = (shared[1] - shared[0])[0]
                if _lines(shared).all() and np.linalg.matrix_rank(turned, 1e-3 * np.abs(turned).max()) == count - 1:
                    return True
        return bool(np.all(covered))

    def moves_each(self, side=8):
        """Whether what some of the last weights compute moves each pixel of an image by itself.

        Where pixels are copied or blended from fewer numbers, they move together. Looked at is the middle of the image.
        """
        some = [[each] for each in self.sources] + ([self.sources] if len(self.sources) > 1 else [])
        return any(self._moves_each(moved, side) for moved in some)

    def _moves_each(self, moved, side):
        rows, given = 3 * side * side // 2, {}
        for each in self.sources:
            here = np.repeat(0.3 * self._draw(each, 1), 2 * rows, axis=0)
            step = 0.01 * self._draw(each, rows) if each in moved else np.zeros_like(here[:rows])
            given[each] = (here + np.concatenate([step, -step])).astype("float32")
        out = self._watch(2 * rows, given)["output"].astype("float64")
        height, width, channels = out.shape[1:]
        top, left = max((height - side) // 2, 0), max((width - side) // 2, 0)
        middle = out[:, top : top + side, left : left + side] @ self._rng.normal(0, 1, channels)
        turned = (middle[:rows] - middle[rows:]).reshape(rows, -1)
        if not np.isfinite(turned).all():
            return False
        size = np.linalg.norm(turned, axis=0)
        moves = size > 0.01 * size.max()
        least = np.linalg.svd(turned[:, moves] / size[moves], compute_uv=False).min(initial=1)
        return bool(np.mean(moves) > 0.75 and least > RANK * np.sqrt(rows))

    def ends_in_tanh(self):
        """Whether the outputs are the tanh of lines in what the last weights compute."""
        sizes = 2.0 ** np.arange(-6, 6)
        values = self._sums(self.sources, sizes, 2)
        most = np.abs(values).reshape(4, len(sizes), -1).max(axis=(0, 2))
        fine = [i for i in range(len(sizes)) if most[i] < 0.999]  # closer to 1, rounding would show
        if not fine or most[fine[-1]] < 0.5:
            return False
        return bool(_lines(np.arctanh(values[:, fine])).all())


def _lines(values):
    """Of f(0), f(a), f(b) and f(a + b), (4, sizes, rows, ...): for each output whether it is a line that moves."""
    none, a, b, both = values
    off = np.abs(a + b - both - none).max(axis=1)
    moves = np.maximum(np.abs(a - none), np.abs(b - none)).max(axis=1)
    largest = moves.max(axis=tuple(range(1, moves.ndim)), keepdims=True)
    return ((off < OFF * moves) & (moves > 1e-4 * largest) & (moves > 0)).all(axis=0)
