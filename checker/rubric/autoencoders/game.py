"""A learner's autoencoder and critic with linear networks of the checker's own: every step has a closed form.

The shares of the blends, alpha, are the learner's to draw. They are read from how the critic moved: see `Step.read`.
"""

from dataclasses import dataclass

import numpy as np

from checker.failures import Failure
from checker.rubric.adversarial.game import IN_A_GRAPH, MET_BEFORE, TRAINING, hint_of
from checker.rubric.expect import expect_array, expect_tuple

CALLED = (
    (
        "Invalid input shape for input|Input .* is incompatible with the layer",
        "Call the encoder with images, the decoder with codes, the critic with images again.",
    ),
    (
        r"Incompatible shapes: \[|expected shape=\(None, \d+\), found shape=|Matrix size-incompatible|must be equal",
        "Is alpha of shape (n, 1), one share for each image of the batch, whatever its size?",
    ),
)


@dataclass(frozen=True)
class Autoencoder:
    """What a learner's class is called, and what its parts are called, as its check file states it.

    Attributes:
        name: of the class, called with `(encoder, decoder, critic, seed)`.
        image: the shape of one image, (h, w, c).
        networks: of the functions that build encoder and decoder, from the size of a code, and critic.
    """

    name: str
    image: tuple
    networks: tuple = ("build_encoder", "build_decoder", "build_critic")

    @property
    def step(self):
        """The method that takes one step of training."""
        return f"{self.name}.train_step"


@dataclass
class Weights:
    """The weights of the three networks at one moment, as float64 arrays.

    An image is a row x of pixels. Its code is z = x E + e, its reconstruction z D + q; what the critic says of an image
    y is y . w + b.
    """

    E: np.ndarray
    e: np.ndarray
    D: np.ndarray
    q: np.ndarray
    w: np.ndarray
    b: np.ndarray

    @property
    def autoencoder(self):
        return [self.E, self.e, self.D, self.q]


class Game:
    """A learner's object with linear networks, trained by plain gradient descent.

    Attributes:
        rates: of the autoencoder and of the critic.
    """

    def __init__(self, learner, plan, latent_dim, rates, seed=1, bent=False, **settings):
        """Build the networks and compile them.

        Args:
            learner: a `checker.learner.code.Learner`.
            plan: an `Autoencoder`.
            latent_dim: how many numbers a code has.
            rates: learning rates of the autoencoder and of the critic.
            seed: of the shares.
            bent: whether all networks bend what they make: then a blend of codes is none of images, nor a blend of
                guesses the guess for a blend.
            **settings: of `compile`: `strength`, `gamma`, and further ones.
        """
        self.plan, self.latent_dim, self.rates, self.bent = plan, latent_dim, rates, bent
        pixels = self.pixels = int(np.prod(plan.image))
        self.encoder = learner.sequential(
            [
                ("Input", {"shape": plan.image}),
                ("Flatten", {}),
                ("Dense", {"units": latent_dim, "activation": "tanh" if bent else None}),
            ]
        )
        self.decoder = learner.sequential(
            [
                ("Input", {"shape": (latent_dim,)}),
                ("Dense", {"units": pixels, "activation": "softplus" if bent else None}),
                ("Reshape", {"target_shape": plan.image}),
            ]
        )
        self.critic = learner.sequential(
            [
                ("Input", {"shape": plan.image}),
                ("Flatten", {}),
                ("Dense", {"units": 1, "activation": "softplus" if bent else None}),
            ]
        )
        self.trained = learner.call(plan.name, self.encoder, self.decoder, self.critic, seed, returns="reference")
        self.optimizers = [learner.keras("optimizers.SGD", rate) for rate in rates]
        settings |= dict(zip(("autoencoder_optimizer", "critic_optimizer"), self.optimizers, strict=True))
        self.trained.call("compile", **settings, about=f"{plan.name}.compile")

    def set(self, weights):
        """Set all weights."""
        for network, arrays in (
            (self.encoder, (weights.E, weights.e)),
            (self.decoder, (weights.D, weights.q)),
            (self.critic, (weights.w, weights.b)),
        ):
            network.call("set_weights", [np.asarray(array, dtype="float32") for array in arrays])

    def weights(self):
        """The weights now; what comes is the learner's word."""
        pixels, latent, found = self.pixels, self.latent_dim, []
        for network, shapes in (
            (self.encoder, [(pixels, latent), (latent,)]),
            (self.decoder, [(latent, pixels), (pixels,)]),
            (self.critic, [(pixels, 1), (1,)]),
        ):
            what = "the weights of a network in a training step"
            arrays = expect_tuple(network.call("get_weights"), 2, what)
            found += [expect_array(a, what, shape).astype("float64") for a, shape in zip(arrays, shapes, strict=True)]
        return Weights(*found)

    def step(self, images, fit=False):
        """One training step on images (n, h, w, c); returns what `train_step` returned, or `fit`."""
        try:
            if fit:
                return self.trained.call(
                    "fit",
                    images,
                    batch_size=len(images),
                    shuffle=False,
                    verbose=0,
                    about=self.plan.step,
                    limits=TRAINING,
                )
            return self.trained.call("train_step", images, about=self.plan.step, tensors=True)
        except Failure as failure:
            failure.hint = failure.hint or hint_of(failure.got, CALLED + MET_BEFORE + IN_A_GRAPH * fit)
            raise


def drawn(rng, pixels, latent_dim, critic=True, b=1.0):
    """Random weights that keep what goes through them of the size of 1; a critic of zeros, with bias b, otherwise."""
    return Weights(
        rng.normal(0, 1.7 / np.sqrt(pixels), (pixels, latent_dim)),
        rng.normal(0, 0.3, latent_dim),
        rng.normal(0, 0.5, (latent_dim, pixels)),
        rng.normal(0.3, 0.3, pixels),
        rng.normal(0, 1 / np.sqrt(pixels), (pixels, 1)) if critic else np.zeros((pixels, 1)),
        np.array([b]),
    )


NEAR = 0.004  # how far off a mix may be, relative to its length; float32 leaves less than a tenth of that
SHIFTS = {"itself": 0, "rolled": 1, "rolled back": -1}  # by how far codes are shifted where they are not reversed


@dataclass
class Gradients:
    """What a step is to do: gradients of both losses, and the losses."""

    autoencoder: list
    critic: list
    losses: tuple


def followed(weights, x, alpha, strength, gamma, bent=False, judged_by=None, mistakes=()):
    """The gradients of one step, in closed form.

    Args:
        weights: `Weights`.
        x: images as rows, (n, pixels).
        alpha: (n, 1), the share of each image's own code in its blend.
        strength, gamma: of `compile`.
        bent: as for `Game`.
        judged_by: `(w, b)` of the critic that judges for the autoencoder; by default that of `weights`.
        mistakes: names of mistakes to make, see the code.

    Returns:
        `Gradients`.
    """
    count, pixels = x.shape
    E, e, D, q, w, b = weights.E, weights.e, weights.D, weights.q, weights.w, weights.b

    def bend(a):
        return np.logaddexp(0, a) if bent else a

    def slope(a):
        return np.exp(-np.logaddexp(0, -a)) if bent else np.ones_like(a)

    z = np.tanh(x @ E + e) if bent else x @ E + e
    shift = next((SHIFTS[name] for name in mistakes if name in SHIFTS), None)

    def partner(rows, back=1):
        return rows[::-1] if shift is None else np.roll(rows, back * shift, axis=0)

    blend = alpha * z + (1 - alpha) * partner(z)
    pre, pre_blend = z @ D + q, blend @ D + q
    r, y = bend(pre), bend(pre_blend)
    if "pixels" in mistakes:
        y = alpha * x + (1 - alpha) * x[::-1]
    if "reconstructions" in mistakes:
        y = alpha * r + (1 - alpha) * r[::-1]
    jw, jb = judged_by or (w, b)
    judged = bend(y @ jw + jb)
    target = alpha if "alpha for 0" in mistakes else 0
    a_loss = np.mean((x - r) ** 2) + strength * np.mean((judged - target) ** 2)
    d_r = 2 * (r - x) / (count * pixels)
    d_y = strength * 2 * (judged - target) / count * slope(y @ jw + jb) * jw.T
    real = gamma * x + (1 - gamma) * r
    if "gamma the other way" in mistakes:
        real = (1 - gamma) * x + gamma * r
    if "reconstructions for real" in mistakes:
        real = r
    if "images for real" in mistakes:
        real = x
    at_blend, at_real = y @ w + b, real @ w + b
    of_blend, of_real = bend(at_blend), bend(at_real)
    if "guesses mixed" in mistakes:
        of_real = gamma * bend(x @ w + b) + (1 - gamma) * bend(r @ w + b)
    c_loss = np.mean((of_blend - alpha) ** 2) + np.mean(of_real**2)
    s_blend, s_real = 2 * (of_blend - alpha) / count * slope(at_blend), 2 * of_real / count * slope(at_real)
    if "critic reaches" in mistakes:  # its loss moves the autoencoder as well
        d_y = d_y + s_blend * w.T
        d_r = d_r + (1 - gamma) * s_real * w.T
    if "critic alone" in mistakes:
        d_y, d_r = s_blend * w.T, (1 - gamma) * s_real * w.T
    if "pixels" in mistakes:
        d_y = 0 * d_y
    if "reconstructions" in mistakes:
        d_r = d_r + alpha * d_y + ((1 - alpha) * d_y)[::-1]
        d_y = 0 * d_y
    d_pre, d_pre_blend = d_r * slope(pre), d_y * slope(pre_blend)
    d_blend = d_pre_blend @ D.T
    d_z = d_pre @ D.T + alpha * d_blend + partner((1 - alpha) * d_blend, -1)
    d_z = d_z * (1 - z**2) if bent else d_z
    gradients = [x.T @ d_z, d_z.sum(axis=0), z.T @ d_pre + blend.T @ d_pre_blend, (d_pre + d_pre_blend).sum(axis=0)]
    of_critic = [y.T @ s_blend + real.T @ s_real, np.reshape(s_blend.sum() + s_real.sum(), 1)]
    if "guesses mixed" in mistakes:
        parts = [(gamma, x), (1 - gamma, r)]
        s_parts = [share * 2 * of_real / count * slope(rows @ w + b) for share, rows in parts]
        of_critic = [
            y.T @ s_blend + sum(rows.T @ s for (_, rows), s in zip(parts, s_parts, strict=True)),
            np.reshape(s_blend.sum() + sum(s.sum() for s in s_parts), 1),
        ]
    return Gradients(gradients, of_critic, (a_loss, c_loss))


def after(weights, gradients, rates, autoencoder=False, critic=False):
    """The weights after an update of the networks that are named."""
    moved = [a - rates[0] * g * autoencoder for a, g in zip(weights.autoencoder, gradients.autoencoder, strict=True)]
    moved += [a - rates[1] * g * critic for a, g in zip((weights.w, weights.b), gradients.critic, strict=True)]
    return Weights(*moved)


def read_alpha(weights, moved, rates, x, gamma):
    """The shares of a step whose critic had only zeros and a bias b, from the critic's gradient.

    Each image's reconstruction u has a part in the gradient by w: (b - a) a of its own blend, and (b - a') (1 - a') of
    its partner's. Of a pair, the two parts tell a + a' and, with it, a - a'. Which of the two has which share cannot be
    told, nor does it make a difference. The critic may have seen what the autoencoder made before its update, or after.

    Args:
        weights, moved: `Weights` before the step, and the gradients by which they moved.
        rates: by which those are multiplied.
        x: images as rows (n, pixels), of which n - 1 or more codes are independent.
        gamma: of `compile`.

    Returns:
        `(alpha, off)`: (n, 1); and how far the gradient by w is from all such mixes, relative to its length.
    """
    b = float(weights.b[0])
    later = [a - rates[0] * g for a, g in zip(weights.autoencoder, moved.autoencoder, strict=True)]
    # Both, and the nearer one: of many images, a mix of the wrong reconstructions may come within `NEAR`, too.
    # Nearer in numbers, and not relative to its length: what an update has blown up is long, and everything is near.
    readings = [_read(reconstructed(x, *each), b, moved.w, x, gamma) for each in (weights.autoencoder, later)]
    alpha, off, _ = min(readings, key=lambda each: each[2])
    return alpha, off


def reconstructed(x, E, e, D, q):
    """What a linear autoencoder makes of images as rows."""
    return (x @ E + e) @ D + q


def unmixed(rows, wanted):
    """What mix of rows (n, pixels) comes nearest to one row: `(shares (n,), how far off it is, relative)`."""
    if not np.isfinite(wanted).all() or not np.isfinite(rows).all():
        return np.full(len(rows), np.nan), np.inf
    shares, *_ = np.linalg.lstsq(rows.T, wanted, rcond=None)
    return shares, float(np.linalg.norm(rows.T @ shares - wanted) / max(np.linalg.norm(wanted), 1e-12))


def _read(r, b, moved_w, x, gamma):
    count = len(x)
    real = gamma * x + (1 - gamma) * r
    wanted = (moved_w - 2 * b * real.mean(axis=0)[:, np.newaxis])[:, 0] * count / 2
    parts, off = unmixed(r, wanted)
    alpha = np.zeros(count)
    for i in range(count // 2):
        j = count - 1 - i
        total = 2 * b - parts[i] - parts[j]
        apart = (parts[i] - parts[j]) / (2 * b + 1 - 2 * total)
        alpha[i], alpha[j] = (total + apart) / 2, (total - apart) / 2
    if count % 2:
        alpha[count // 2] = b - parts[count // 2]
    return alpha[:, np.newaxis], off, off * np.linalg.norm(wanted)
