"""What a learner's GAN is called, and what its parts are called, as its check file states it."""

from dataclasses import dataclass, field

import numpy as np

from checker.rubric.adversarial.objectives import CROSS_ENTROPY, Objective
from checker.rubric.models import fit_arguments


@dataclass(frozen=True)
class Condition:
    """What both networks are told of each image: one of some classes, integers (n,), or a number, float32 (n, 1).

    Attributes:
        name: what messages call it, in the plural.
        classes: how many there are; 0 where it is a number, which is 0 or 1 in training.
    """

    name: str
    classes: int = 0

    @property
    def columns(self):
        """How many numbers tell it, as a row: of ones and zeros for classes."""
        return self.classes or 1

    def rows(self, values):
        """Values, (n,) or (n, 1), as rows, float64 (n, columns); a class that there is not has zeros only."""
        if self.classes:
            return np.equal.outer(np.ravel(values), np.arange(self.classes)).astype("float64")
        return np.reshape(values, (-1, 1)).astype("float64")

    def values(self, count):
        """So many that differ as far as they can, and numbers otherwise than classes do."""
        if self.classes:
            return (np.arange(count) % self.classes).astype("int32")
        return (np.arange(count) // 2 % 2).astype("float32")[:, np.newaxis]

    def others(self, values):
        """What learners take for a batch's values by mistake: one for all, shifted ones, those of other rows."""
        if self.classes:
            # The last of the first is none at all.
            alike = [np.full_like(values, each) for each in range(self.classes + 1)]
            moved = [(values + each) % self.classes for each in range(1, self.classes)]
        else:
            alike, moved = [np.zeros_like(values), np.ones_like(values)], [1 - values]
        return [*alike, *moved, *(np.roll(values, each, axis=0) for each in range(1, len(values))), values[::-1]]


@dataclass(frozen=True)
class Gan:
    """A class of the learner's that trains two networks against each other, and the function that makes one.

    The class is called with `(generator, judge, latent_dim, seed)`. Without conditions its `train_step` takes images,
    the generator noise (n, latent_dim), the judge images. With conditions `train_step` takes a tuple, images and what
    is told of each, the generator a list, noise and what an image is to show, and the judge a list, images and the same
    of them; as in `(images, labels)`, `[noise, labels]`, and `[images, labels]`.

    Attributes:
        name: of the class.
        maker: of the function that makes one from a seed, compiled.
        image: the shape of one image, (h, w, c).
        conditions: what the networks are told beside, a tuple of `Condition`.
        objective: an `Objective`, what the two are trained for.
        judge: what the network that judges is called, in messages and as an attribute.
        d_optimizer, g_optimizer: parameters of `compile`.
        d_loss, g_loss: keys of what `train_step` returns.
        settings: further arguments of `compile`.
        alone: whether what judges may not normalize by the batch: what it says of an image hangs on this image alone.
        functions: others that are functions of the learner's file: `{parameter: the function's name}`.
    """

    name: str
    maker: str
    image: tuple
    conditions: tuple = ()
    objective: Objective = CROSS_ENTROPY
    judge: str = "discriminator"
    d_optimizer: str = "d_optimizer"
    g_optimizer: str = "g_optimizer"
    d_loss: str = "d_loss"
    g_loss: str = "g_loss"
    settings: dict = field(default_factory=dict)
    alone: bool = False
    functions: dict = field(default_factory=dict)

    @property
    def step(self):
        """The method that takes one step of training."""
        return f"{self.name}.train_step"

    @property
    def pixels(self):
        """How many numbers an image has."""
        return int(np.prod(self.image))

    def compile(self, learner, gan, d_optimizer, g_optimizer, **settings):
        """Compile a learner's object, a `checker.learner.models.Remote`, with these optimizers.

        `settings` are further arguments of `compile`, or others than those that stand in `self.settings`.
        """
        given = {self.d_optimizer: d_optimizer, self.g_optimizer: g_optimizer, **self.settings, **settings}
        given |= {parameter: learner.function(name) for parameter, name in self.functions.items()}
        gan.call("compile", **given, about=f"{self.name}.compile")

    @property
    def classes(self):
        """How many there are, where the networks are told of classes and of nothing else; else 0."""
        return self.conditions[0].classes if len(self.conditions) == 1 else 0

    @property
    def columns(self):
        """How many numbers tell all conditions, as a row."""
        return sum(each.columns for each in self.conditions)

    @property
    def numbers(self):
        """Which of these are numbers that are told as they are: float64 (columns,), 1 there, and 0 elsewhere."""
        return np.array([float(not each.classes) for each in self.conditions for _ in range(each.columns)])

    def given(self, count):
        """What is told of so many images, an array for each condition, as far apart as can be."""
        return [each.values(count) for each in self.conditions]

    def rows(self, given, count):
        """The same as rows, float64 (count, columns)."""
        rows = [each.rows(values) for each, values in zip(self.conditions, given, strict=True)]
        return np.concatenate([np.zeros((count, 0)), *rows], axis=1)

    def fed(self, images, given):
        """How `fit` is given images and what is told of them: see `fit_arguments`."""
        return fit_arguments([images, *given])
