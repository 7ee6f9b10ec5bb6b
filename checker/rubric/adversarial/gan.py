"""What a learner's GAN is called, and what its parts are called, as its check file states it."""

from dataclasses import dataclass, field

import numpy as np

from checker.rubric.adversarial.objectives import CROSS_ENTROPY, Objective


@dataclass(frozen=True)
class Gan:
    """A class of the learner's that trains two networks against each other, and the function that makes one.

    The class is called with `(generator, judge, latent_dim, seed)`. Without classes its `train_step` takes images, the
    generator noise (n, latent_dim), the judge images. With classes `train_step` takes `(images, labels)`, the generator
    `[noise, labels]` and the judge `[images, labels]`, labels being integers (n,).

    Attributes:
        name: of the class.
        maker: of the function that makes one from a seed, compiled.
        image: the shape of one image, (h, w, c).
        classes: how many there are; 0 where the networks are not told any.
        objective: an `Objective`, what the two are trained for.
        judge: what the network that judges is called, in messages and as an attribute.
        d_optimizer, g_optimizer: parameters of `compile`.
        d_loss, g_loss: keys of what `train_step` returns.
        settings: further arguments of `compile`.
        functions: others that are functions of the learner's file: `{parameter: the function's name}`.
    """

    name: str
    maker: str
    image: tuple
    classes: int = 0
    objective: Objective = CROSS_ENTROPY
    judge: str = "discriminator"
    d_optimizer: str = "d_optimizer"
    g_optimizer: str = "g_optimizer"
    d_loss: str = "d_loss"
    g_loss: str = "g_loss"
    settings: dict = field(default_factory=dict)
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

    def labels(self, count):
        """Labels int32 (count,) that differ as far as they can; all 0 where there are no classes."""
        return (np.arange(count) % max(self.classes, 1)).astype("int32")
