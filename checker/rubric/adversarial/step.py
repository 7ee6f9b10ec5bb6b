"""One training step followed by hand: who moved, by which gradient, and what was returned."""

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import IMAGE, PIXELS, Game, flat
from checker.rubric.adversarial.objectives import discriminator_loss, generator_loss, sigmoid
from checker.rubric.expect import expect, scalar
from checker.text import describe, number


class VisibleStep:
    """One step of a `Game` whose generator draws the same picture from any noise, and all that follows from it.

    Attributes:
        returned: what `train_step` returned.
        moved_d, moved_g: how w, b and c changed: (785,) and (784,), divided by minus the learning rate, so that they
            are the gradients where plain gradient descent was done.
    """

    D_RATE, G_RATE, COUNT = 0.004, 1.0, 6  # D's so small that its logits stay of the size of 1

    def __init__(self, learner, rng):
        self.game = Game(learner, 5, self.D_RATE, self.G_RATE, run_eagerly=True)
        self.w, self.b, self.c = rng.normal(0, 0.08, PIXELS), np.array([0.3]), rng.uniform(-0.9, 0.9, PIXELS)
        self.images = rng.uniform(-1, 1, (self.COUNT, *IMAGE)).astype("float32")
        self.game.set(np.zeros((5, PIXELS)), self.c, self.w, self.b)
        before = self.game.weights()
        self.returned = self.game.step(self.images)
        after = self.game.weights()
        self.moved_d = -(flat(after.discriminator) - flat(before.discriminator)) / self.D_RATE
        self.moved_g = -(after.generator[1] - before.generator[1]) / self.G_RATE
        w, b = before.discriminator[0][:, 0], before.discriminator[1]
        self.w, self.b, self.c = w, b, before.generator[1]
        self.real, self.fake = self._logits(w, b)
        # The discriminator after its own half of the step.
        gradient = self.d_gradient()
        self.w_after, self.b_after = w - self.D_RATE * gradient[:-1], b - self.D_RATE * gradient[-1:]
        self.fake_after = self._logits(self.w_after, self.b_after)[1]

    def _logits(self, w, b, c=None):
        """Logits of the real pictures (n,) and of the generator's one picture (1,)."""
        return self._flat_images() @ w + b, (self.c if c is None else c) @ w + b

    def _flat_images(self):
        return self.images.reshape(self.COUNT, PIXELS).astype("float64")

    def d_gradient(self, real=1.0, fake=1.0, c=None):
        """The gradient of D's loss by w and b, (785,); `real` and `fake` weigh the two halves."""
        c = self.c if c is None else c
        real_logits, fake_logits = self._logits(self.w, self.b, c)
        of_real, of_fake = -real * sigmoid(-real_logits) / self.COUNT, fake * sigmoid(fake_logits)
        return np.append(of_real @ self._flat_images() + of_fake * c, of_real.sum() + of_fake)

    def g_gradient(self, w, b):
        """The gradient of G's loss by c, (784,), for a discriminator (w, b)."""
        return -sigmoid(-(self.c @ w + b)) * w

    def losses(self):
        """`(d_loss, [g_loss, ...])`: G's loss for the discriminator after its update, and before it."""
        return discriminator_loss(self.real, self.fake), [generator_loss(self.fake_after), generator_loss(self.fake)]

    def expect_discriminator_moved(self):
        """Fail unless D moved by its own gradient, and by nothing else."""
        right, ratio = self.d_gradient(), self.G_RATE / self.D_RATE
        c_after = self.c - self.G_RATE * self.g_gradient(self.w, self.b)
        of_generator = [
            rate * -sigmoid(-logits) * np.append(self.c, 1)
            for logits in (self.fake, self.fake_after)
            for rate in (1, ratio)
        ]
        also = "The generator's half moves it as well: apply those gradients to the generator's weights only."
        instead = "It is moved by the generator's loss, not by its own."
        known = [
            ("It was not moved: take gradients by its trainable weights, and have d_optimizer apply them.", 0 * right),
            ("It was moved by g_optimizer: each network has its own.", ratio * right),
            ("The sign is turned round: an optimizer goes down the slope by itself.", -right),
            ("Only the real pictures moved it: its loss has two halves.", self.d_gradient(fake=0)),
            ("Only the fake pictures moved it: its loss has two halves.", self.d_gradient(real=0)),
            ("Real and fake are swapped in the call of the loss: its real logits come first.", self.d_swapped()),
            (
                "The generator went first: the discriminator is to be updated by what the old one draws.",
                self.d_gradient(c=c_after),
            ),
            *((also, right + gradient) for gradient in of_generator),
            *((instead, gradient) for gradient in of_generator),
        ]
        hint = "Its own gradients, by d_optimizer, once a step; the generator's half leaves it as it is."
        if not self.moved_d.any() and not self.game.discriminator.get("trainable_weights"):
            known = [
                (
                    "It was not moved, for none of its weights is trainable: what sets its `trainable` to False? A tape"
                    " needs no frozen networks.",
                    0 * right,
                )
            ]
        elif self._new_fakes():
            hint = "The generator went first: the discriminator is to be updated by what the old one draws."
        expect_moved("discriminator", self.moved_d, right, known, hint)

    def _new_fakes(self):
        """Whether D saw fakes of the generator after its update: they differ from c along w, whatever the noise was."""
        residual = self.moved_d - self.d_gradient()
        along = residual[:-1] - residual[-1] * self.c
        size = np.linalg.norm(along)
        return size > 1e-3 and abs(along @ self.w) > 0.99 * size * np.linalg.norm(self.w)

    def d_swapped(self):
        """The gradient of D's loss with its arguments swapped."""
        of_real, of_fake = sigmoid(self.real) / self.COUNT, -sigmoid(-self.fake)
        return np.append(of_real @ self._flat_images() + of_fake * self.c, of_real.sum() + of_fake)

    def expect_generator_moved(self):
        """Fail unless G moved by its own gradient, and by nothing else.

        The gradient may be taken for the discriminator after its update or, as with two tapes around one pass, before.
        """
        after = self.g_gradient(self.w_after, self.b_after)
        before = self.g_gradient(self.w, self.b)
        right = min((after, before), key=lambda gradient: np.abs(gradient - self.moved_g).max())
        ratio = self.D_RATE / self.G_RATE
        saturating, before_it = (sigmoid(fake) / sigmoid(-fake) for fake in (self.fake_after, self.fake))
        plain = "This is the gradient of the saturating loss: the generator has a loss of its own, softplus(-fake)."
        exchanged = "Its loss calls fake pictures fake: the generator learns to be found out."
        known = [
            (
                "It was not moved: call the generator inside the tape, and have g_optimizer apply the gradients.",
                0 * right,
            ),
            ("It was moved by d_optimizer: each network has its own.", ratio * right),
            ("The sign is turned round: the generator learns to be found out.", -right),
            (plain, saturating * after),
            (plain, before_it * before),
            (exchanged, -saturating * after),
            (exchanged, -before_it * before),
            ("It was moved twice: one update a step.", 2 * right),
        ]
        hint = "Its own gradients, by g_optimizer, once a step; the discriminator's half leaves it as it is."
        expect_moved("generator", self.moved_g, right, known, hint)

    def expect_returned(self):
        """Fail unless both losses were returned."""
        what, returned = "what train_step() returned", self.returned
        if not isinstance(returned, dict) or not {"d_loss", "g_loss"} <= set(returned):
            hint = "Does it end with `return`?" if returned is None else 'A dict with the keys "d_loss" and "g_loss".'
            raise Failure(what, "a dict with d_loss and g_loss", describe(returned), hint)
        d_right, g_rights = self.losses()
        d_loss, g_loss = (scalar(returned[name], f"{name} of {what}") for name in ("d_loss", "g_loss"))
        hint = "It is the discriminator's loss of this step, before its update."
        if np.isclose(d_loss, g_rights, rtol=1e-3).any():
            hint = "The two losses are swapped."
        expect(np.isclose(d_loss, d_right, rtol=1e-3), f"d_loss of {what}", number(d_right), number(d_loss), hint)
        hint = "It is the generator's loss of this step."
        expect(
            np.isclose(g_loss, g_rights, rtol=1e-3).any(),
            f"g_loss of {what}",
            number(g_rights[0]),
            number(g_loss),
            hint,
        )


def expect_moved(network, moved, right, known, otherwise):
    """Fail unless the weights moved along the right gradient.

    Args:
        network: its name.
        moved: how the weights changed, divided by minus the learning rate.
        right: the gradient.
        known: what other gradients tell: `[(hint, gradient), ...]`.
        otherwise: the hint for all else.
    """
    size = np.abs(right).max()

    def same(gradient):
        return np.abs(moved - gradient).max() < 0.01 * size

    if same(right):
        return
    hint = next((hint for hint, gradient in known if same(gradient)), otherwise)
    along = float(moved @ right / (np.linalg.norm(moved) * np.linalg.norm(right) + 1e-30))
    share = np.linalg.norm(moved) / np.linalg.norm(right)
    if hint == otherwise and along < -0.9:
        hint = "It goes up the slope of its loss: an optimizer goes down by itself, so that no sign has to be turned."
    elif hint == otherwise and along > 0.99 and 1.05 < share < 2.1:  # the second step is shorter
        hint = "It was moved twice: one update a step."
    raise Failure(
        f"the change of the {network} in one step of plain gradient descent",
        "minus the learning rate times the gradient of its loss",
        f"{number(share)} times as long, in a direction of cosine {number(along)} to it",
        hint,
    )
