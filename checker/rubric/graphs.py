"""The graph of a rebuilt model at work with random weights: what is nonlinear, and what lies between layers.

Weights are random, for those at the beginning may be zero; inputs have the range that the network really gets.
"""

import numpy as np

STRAIGHT = 0.95  # a slope below zero, beside the one above it, that is no bend to speak of


class Graph:
    """What each operation of a model does; see `checker.worker.operations` for the facts of a node.

    Attributes:
        nodes: a list of dicts, in the order of the run.
        end: the index of the node that is the model's output.
        output: what came out, an array.
    """

    def __init__(self, watched):
        self.nodes, self.end, self.output = watched["nodes"], watched["end"], watched["output"]
        self._after = [[] for _ in self.nodes]
        for index, node in enumerate(self.nodes):
            for source in node["inputs"]:
                self._after[source].append(index)
        self.leaky = {index for index in range(len(self.nodes)) if 1e-4 < self._share(index) < STRAIGHT}

    def __iter__(self):
        return iter(self.nodes)

    def _share(self, index):
        """The slope of a node below zero, as a share of that above it; -1 where it has none, or does not rise."""
        below, above = self.nodes[index].get("slopes") or (0, 0)
        return below / above if above > 1e-6 else -1

    def mixes(self, index):
        """Whether a node is a layer whose kernel weighs what comes against each other."""
        kind = self.nodes[index]["kind"]
        return self.nodes[index]["weights"] and ("Dense" in kind or "Conv" in kind)

    def copies(self, index):
        """Whether a node without weights makes a larger image of fewer numbers, as upsampling and padding do."""
        node = self.nodes[index]
        shapes = [node["shape"], *(self.nodes[each]["shape"] for each in node["inputs"])]
        numbers, places = ([int(np.prod(shape[:end])) for shape in shapes] for end in (None, -1))
        return not node["weights"] and numbers[0] > sum(numbers[1:]) and places[0] > max(places[1:], default=0)

    def strided(self):
        """The indices of convolutions with a stride of 2 or more in both directions."""
        some = (i for i, node in enumerate(self.nodes) if "Conv" in node["kind"] and node["strides"])
        return [index for index in some if min(self.nodes[index]["strides"]) >= 2]

    def apart(self, kind):
        """The indices of layers of a kind that are not one linear map with another of it in front of them.

        Args:
            kind: a function that tells of an index whether its node is meant.
        """
        found, states = [], []  # of each node: which ways from a layer of the kind lead there, straight or bent ones
        for index, node in enumerate(self.nodes):
            straight = any(states[source][0] for source in node["inputs"])
            bent = any(states[source][1] for source in node["inputs"])
            if node["bends"]:
                straight, bent = False, straight or bent
            if kind(index):
                if bent or not straight:
                    found.append(index)
                straight, bent = True, False
            states.append((straight, bent))
        return found

    def bent_between(self, kind):
        """Whether something nonlinear lies between a layer of a kind and another behind it; see `apart`."""
        reached, states = False, []  # 1 behind a layer of the kind, 2 where something has bent since
        for index, node in enumerate(self.nodes):
            state = max((states[source] for source in node["inputs"]), default=0)
            state = 2 if state and node["bends"] else state
            reached |= state == 2 and kind(index)
            states.append(max(state, 1) if kind(index) else state)
        return reached

    def followed(self, index, wanted, ends):
        """Whether a node of a set comes behind a node, before any other for which `ends` is true.

        Args:
            index: of the node.
            wanted: indices.
            ends: a function of an index.
        """
        waiting, seen = list(self._after[index]), set()
        while waiting:
            each = waiting.pop()
            if each in wanted:
                return True
            if each not in seen and not ends(each):
                waiting += self._after[each]
            seen.add(each)
        return False

    def behind(self, index):
        """The indices of all nodes that get something of what a node computes."""
        found, waiting = set(), [index]
        while waiting:
            some = [each for each in self._after[waiting.pop()] if each not in found]
            found.update(some)
            waiting += some
        return found

    def hidden_dense(self):
        """The indices of dense layers on the way of the first input, behind which there are other kernels."""
        dense = [each for each in self.behind(0) if self.mixes(each) and "Dense" in self.nodes[each]["kind"]]
        return [each for each in dense if any(self.mixes(other) for other in self.behind(each))]

    def plain_relus(self):
        """The indices of nodes that cut off what is negative, where nothing brings it back before the next weights."""
        cut = [i for i, node in enumerate(self.nodes) if node["bends"] and abs(self._share(i)) <= 1e-4]
        return [index for index in cut if self._seen(index)]

    def _seen(self, index):
        """Whether a node's values reach weights on a path without a LeakyReLU."""
        ways = [each for each in self._after[index] if each not in self.leaky]
        return any(self.nodes[each]["weights"] or self._seen(each) for each in ways)

    def bending(self):
        """The names of the nonlinear nodes, without layers with weights; each once."""
        return list(dict.fromkeys(node["kind"] for node in self.nodes if node["bends"] and not node["weights"]))


def random_weights(model, rng, narrow=False):
    """Weights for a model of which none is zero, none of the deviations negative, and all outputs are of ordinary size.

    Args:
        model: a `checker.learner.models.Model`.
        rng: `numpy.random.Generator`.
        narrow: whether the kernels of convolutions look at hardly more than their middle.
    """
    found, means = [], _running_means(model)
    for index, array in enumerate(model.weights):
        if array.dtype.kind != "f":
            found.append(array)
        elif index in means:  # of both signs: behind some, nothing lifts what a ReLU would cut off
            found.append(rng.uniform(-0.3, 0.3, array.shape).astype(array.dtype))
        elif array.ndim < 2:  # biases, scales, means, variances
            found.append(rng.uniform(0.3, 0.8, array.shape).astype(array.dtype))
        else:
            # What goes in stands last but one, but last in a transposed convolution: the larger number is the safe one.
            kernel = rng.normal(0, 1, array.shape) / np.sqrt(max(array.size / max(min(array.shape[-2:]), 1), 1))
            if narrow and array.ndim == 4:
                away = [((np.arange(size) - (size - 1) / 2) ** 2) for size in array.shape[:2]]
                kernel = kernel * np.exp(-2 * (away[0][:, None] + away[1]))[..., None, None]
            found.append(kernel.astype(array.dtype))
    return model.with_weights(found)


def _running_means(model):
    """The indices of the weights that are running means of batch normalization, as far as layers tell."""
    kinds = [
        (layer["type"], place - len(layer["weights"]), tuple(shape))
        for layer in model.layers
        for place, shape in enumerate(layer["weights"])
    ]
    if [shape for *_, shape in kinds] != [array.shape for array in model.weights]:
        return set()  # layers stand in another order, or share weights
    return {index for index, (kind, place, _) in enumerate(kinds) if kind == "BatchNormalization" and place == -2}


def seen_at_work(model, rng, *inputs):
    """The `Graph` of a model with random weights, run on these inputs: an array (n, ...) for each."""
    return Graph(random_weights(model, rng).watch(*inputs, vary=True))
