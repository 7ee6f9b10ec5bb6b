"""A learner's GAN with two networks of the checker's own, so simple that every step has a closed form.

What happened in a step is read from the weights before and after it, and the noise can be read from them as well.
"""

import re
from dataclasses import dataclass

import numpy as np

from checker.failures import Failure
from checker.rubric.expect import expect_array, expect_tuple
from checker.sandbox.limits import Limits

# What exceptions in a training step mean, for a beginner: `(pattern, hint)`. See `called`, too.
MET_BEFORE = (
    (
        "No gradients provided",
        "No gradient leads from the loss to these weights. Call their network and compute the loss inside the tape;"
        " the tape does not record predict() or NumPy.",
    ),
    (
        "Unknown variable",
        "Two networks share one optimizer: each needs its own, which remembers the weights of its network.",
    ),
    (
        "'_unique_id'",
        "Weights and gradients are swapped: an optimizer takes the gradients first, then the weights.",
    ),
    (
        "object of type 'NoneType' has no len",
        "The tape found no gradient: it takes the loss first, then the weights.",
    ),
    (
        "'NoneType' object has no attribute '(apply|scale|build)",
        "This optimizer is None: compile() keeps one for each network, under other names than `self.optimizer`.",
    ),
    (
        "no attribute '(backward|zero_grad|step|detach|item|requires_grad_?|cpu)'",
        "That is how PyTorch does it. Here a tape records what happens inside its `with`. It then gives the"
        " gradients, which start from zero each time, and an optimizer applies them. Tensors made outside the tape"
        " need no detach.",
    ),
    (
        "'_id'",
        "The loss is a plain number, not a tensor: compute it with keras.ops, for the tape does not record NumPy.",
    ),
)
# The same where `fit` makes a graph of the step.
IN_A_GRAPH = (
    ("as a Python `bool`", "fit turns the step into a graph: an `if` finds no value there yet."),
    (
        "SymbolicTensor|no attribute 'numpy'",
        "fit turns the step into a graph: return the losses as they are, without float() or numpy().",
    ),
    (
        "None|len is not well defined",
        "fit turns the step into a graph, in which the batch size is a tensor: take ops.shape(images)[0].",
    ),
    (
        "numpy|KerasTensor",
        "fit turns the step into a graph: use keras.ops for everything that each step computes anew.",
    ),
)
BIAS = 0.5  # of logits that are all the same; not zero, where softplus written with abs or maximum has no slope
WEIGHTS = "the weights of a network in a training step"
HIDDEN = 8  # units of the hidden layers of deep networks that judge
TRAINING = Limits(cpu_seconds=120, wall_seconds=200, memory_gb=4)


@dataclass
class Weights:
    """The weights of both networks at one moment, as float64 arrays."""

    generator: list
    judge: list


class Game:
    """A learner's GAN with networks of the checker's own, trained by plain gradient descent.

    The generator is `Dense`, optionally batch normalization, and no activation; the network that judges is, optionally,
    batch normalization and `Dense(1)`. So with kernel K, bias c, and kernel w, bias b: fakes are [z, y] K + c, logits
    [x, y] w + b. Here z is noise, x an image as one row, and y the row of numbers that tell what it shows, such as
    the ones and zeros that stand for a class; it is empty where there are no conditions.
    """

    FROZEN = (2, 3)  # of deep networks' weights, the indices of those that may be frozen

    def __init__(
        self,
        learner,
        gan,
        latent_dim,
        d_rate,
        g_rate,
        seed=1,
        normalized="",
        deep=False,
        frozen=False,
        activation=None,
        dropped=0.0,
        networks=None,
        beginning=None,
        **settings,
    ):
        """Build both networks and compile them.

        Args:
            learner: a `checker.learner.code.Learner`.
            gan: a `checker.rubric.adversarial.gan.Gan`.
            latent_dim: how many numbers an image is made from.
            d_rate, g_rate: learning rates of the two optimizers.
            seed: of the noise.
            normalized: `"generator"`, `"judge"` or `"both"`, which network has batch normalization.
            deep: give both networks more layers; then nothing is in closed form: `shuffle` sets their weights.
            frozen: freeze one of these layers in each.
            activation: what bends the judge's logits, a name of `keras.activations`; None where nothing does.
            dropped: the share of pixels that are dropped, in training, in front of the judge.
            networks: a game of the same form, whose networks this one plays with, from now on: building new ones takes
                longer than many steps. Their weights are to be set anew.
            beginning: a seed of all other random numbers, with which the learner's object is made; None for any.
            **settings: further ones of `compile`, such as `run_eagerly`.
        """
        self._learner, self.gan, self.latent_dim = learner, gan, latent_dim
        self.normalized, self.deep = normalized, deep
        if networks:
            self.generator, self.judge = networks.generator, networks.judge
            for network in (self.generator, self.judge):
                network.set("trainable", True)  # whatever a learner's step has made of it
        else:
            self._build(frozen, activation, dropped)
        if beginning is not None:
            learner.reseed(beginning)
        self.trained = learner.call(gan.name, self.generator, self.judge, latent_dim, seed, returns="reference")
        self.optimizers = [learner.keras("optimizers.SGD", rate) for rate in (d_rate, g_rate)]
        gan.compile(learner, self.trained, *self.optimizers, **settings)

    def _build(self, frozen, activation, dropped):
        gan = self.gan
        normalization = [("BatchNormalization", {"momentum": 0.5})]
        # What is linear throughout would leave biases where they are, for losses whose slopes cancel out.
        hidden = [
            ("Dense", {"units": HIDDEN, "activation": "softplus"}),
            ("Dense", {"units": HIDDEN, "activation": "tanh", "trainable": not frozen}),
        ] * self.deep
        self.generator = _network(
            self._learner,
            ("Input", {"shape": (self.latent_dim,)}),
            [],
            gan.conditions,
            [*hidden, ("Dense", {"units": gan.pixels})]
            + normalization * self._has("generator")
            + [("Reshape", {"target_shape": gan.image})],
        )
        self.judge = _network(
            self._learner,
            ("Input", {"shape": gan.image}),
            [
                ("Flatten", {}),
                *normalization * self._has("judge"),
                *[("Dropout", {"rate": dropped})] * bool(dropped),
            ],
            gan.conditions,
            [*hidden, ("Dense", {"units": 1, "use_bias": not self.deep, "activation": activation})],
        )

    def _has(self, network):
        """Whether this network, "generator" or "judge", has batch normalization."""
        return self.normalized in (network, "both")

    def set(self, kernel, bias, w, b, beta=0, variance=1):
        """Set the weights: K, c (pixels,), w, b.

        K may lack its rows for the conditions, and w its last numbers, which are then zeros. Of the normalization, if
        there is one: `beta`, its shift, and the variance that its running average begins with.
        """
        pixels, columns = self.gan.pixels, self.gan.columns
        kernel, w = _filled(kernel, self.latent_dim + columns), _filled(np.reshape(w, (-1, 1)), pixels + columns)
        normalization = [np.full(pixels, value) for value in (1, beta, 0, variance)]
        generator = [kernel, bias, *normalization * self._has("generator")]
        judge = [*normalization * self._has("judge"), w, np.reshape(b, (1,))]
        self._exchange([[np.asarray(array, dtype="float32") for array in weights] for weights in (generator, judge)])

    def shuffle(self, rng):
        """Set all weights to random numbers that keep what goes through them of the size of 1.

        A normalization begins with running averages that no batch has.
        """
        weights, pixels = self.weights(), self.gan.pixels
        found = [
            [rng.normal(0, 1 / np.sqrt(len(array)), array.shape).astype("float32") for array in arrays]
            for arrays in (weights.generator, weights.judge)
        ]
        normalization = [np.full(pixels, value, "float32") for value in (1, 0.2, 0.4, 5)]
        if self._has("generator"):
            found[0][-len(normalization) :] = normalization
        if self._has("judge"):
            found[1][: len(normalization)] = normalization
        self._exchange(found)

    def weights(self):
        """The weights now: `Weights`."""
        pixels, columns = self.gan.pixels, self.gan.columns
        normalization, made_of, seen = [(pixels,)] * 4, self.latent_dim + columns, pixels + columns
        generator = [*_hidden(made_of), (HIDDEN, pixels)] if self.deep else [(made_of, pixels)]
        generator += [(pixels,), *normalization * self._has("generator")]
        judge = [*_hidden(seen), (HIDDEN, 1)] if self.deep else [(seen, 1), (1,)]
        judge = [*normalization * self._has("judge"), *judge]
        return Weights(*map(_weights, self._exchange(), (generator, judge)))

    def _exchange(self, given=None):
        """The weights of both networks, once they have those that are given; what comes is the learner's word."""
        return expect_tuple(self._learner.weights([self.generator, self.judge], given), 2, WEIGHTS)

    def step(self, images, given=None, fit=False, **options):
        """One training step on a batch of images (n, h, w, c); returns what `train_step` returned, or `fit`.

        `given` is what is told of them, a list of arrays, one for each condition; where None, they differ as far as
        they can. `options` are those of `fit`, such as a `batch_size`, by which the images are several batches.
        """
        given = self.gan.given(len(images)) if given is None else given
        try:
            if fit:
                fed, named = self.gan.fed(images, given)
                named |= {"batch_size": len(images), **options, "verbose": 0}
                return self.trained.call("fit", *fed, **named, about=self.gan.step, limits=TRAINING)
            batch = (images, *given) if given else images
            return self.trained.call("train_step", batch, about=self.gan.step, tensors=True)
        except Failure as failure:
            if fit:
                failure.what = "what fit() does with train_step()"
            failure.hint = failure.hint or hint_of(failure.got, called(self.gan) + MET_BEFORE + IN_A_GRAPH * fit)
            raise


def called(gan):
    """What exceptions mean where a network of a `Gan` is called: `(pattern, hint)`."""
    names = [each.name for each in gan.conditions]
    hint = f"Do you call it with {_list('noise', names)}, or with {_list('images', names)}, in this order?"
    for each in gan.conditions:
        hint += f" {each.name.capitalize()} are " + (
            "integers, (n,), not rows of zeros and ones: the network converts them itself."
            if each.classes
            else "numbers, (n, 1)."
        )
    pair, rest = "a pair" if len(names) < 2 else "a tuple", " and ".join(names)
    return (
        (
            r"Expected shape \(None,\), but input has incompatible|Expected shape \(None, .*\), but .* shape \(\d+,\)",
            hint,
        ),
        (
            "multiple values for argument 'training'",
            "Keras takes the second argument for `training`: pass several inputs in one list.",
        ),
        (
            r"expected axis -1 of input shape|expected shape=\(None, \d+\), found shape=",
            "Is the noise of shape (n, latent_dim)? The checker's networks have another latent_dim than yours.",
        ),
        (
            "cannot compute Pack as input",
            f"Do you use {pair} as if it were images alone? Take it apart first: images, and their {rest}.",
        ),
    )


def _list(first, names):
    return f"[{', '.join((first, *names))}]"


def hint_of(text, known):
    """What the text of an exception means, by the first pattern that it has; "" where it has none of them."""
    return next((hint for pattern, hint in known if re.search(pattern, text)), "")


def _network(learner, entrance, first, conditions, last):
    """A model whose layers `first` see the input; `last` see what those make of it, and the conditions beside it."""
    if not conditions:
        return learner.sequential([entrance, *first, *last])
    branches = [
        [
            ("Input", {"shape": (), "dtype": "int32"}),
            ("CategoryEncoding", {"num_tokens": each.classes, "output_mode": "one_hot"}),
        ]
        if each.classes
        else [("Input", {"shape": (1,)})]
        for each in conditions
    ]
    return learner.functional([[entrance, *first], *branches], [("Concatenate", {}), *last])


def _weights(found, shapes):
    """The weights of a network as float64, whose shapes are known."""
    found = expect_tuple(found, len(shapes), WEIGHTS)
    return [expect_array(array, WEIGHTS, shape).astype("float64") for array, shape in zip(found, shapes, strict=True)]


def _hidden(inputs):
    """The shapes of the weights of deep networks' hidden layers."""
    return [(inputs, HIDDEN), (HIDDEN,), (HIDDEN, HIDDEN), (HIDDEN,)]


def _filled(array, rows):
    """The array with rows of zeros at its end, so that there are this many."""
    return np.concatenate([array, np.zeros((rows - len(array), array.shape[1]))])


def flat(weights):
    """All numbers of a list of arrays, one after the other."""
    return np.concatenate([np.ravel(array) for array in weights])
