"""Exercise 5: a critic instead of a judge (WGAN-GP, spectral normalization).

You write nine parts: three losses, `between`, `gradient_penalty`, `power_iteration`, `project`, `build_critic`, and
`WGAN.train_step`. Everything else is given. The lesson is docs/lessons/5-wgan.md.

    python wgan.py                     train on MNIST; the images land in a new folder below runs/
    python -m checker wgan             see what is right and what is not yet

The critic is from Arjovsky, Chintala and Bottou, "Wasserstein GAN" (2017); the gradient penalty from Gulrajani et al.,
"Improved Training of Wasserstein GANs" (2017), section 4; the power iteration and the hinge loss from Miyato et al.,
"Spectral Normalization for Generative Adversarial Networks" (2018); the projection from Gouk et al., "Regularisation of
Neural Networks by Enforcing Lipschitz Continuity" (2018), section 4.
"""

from workshop import cli, data, images  # first, so that Keras starts without a page of log
from workshop.monitors import Monitor
from workshop.runs import Run

import keras
import numpy as np
import tensorflow as tf
from keras import ops

LATENT_DIM = 16
BATCH_SIZE = 60  # divides 60,000: a last batch of another size would have to be compiled for
BOUND = "projection"  # how the critic's slope is kept small; or "penalty", which takes a third as long again


def prepare(images):
    """Turn bytes into the range of a tanh, as in exercise 3: uint8 (n, 28, 28) -> float32 (n, 28, 28, 1) in [-1, 1]."""
    return images[..., np.newaxis].astype("float32") / 127.5 - 1


def build_generator(latent_dim):
    """Build the generator of exercise 3: float32 (n, latent_dim) -> float32 (n, 28, 28, 1) in [-1, 1]."""
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            keras.layers.Dense(7 * 7 * 48, use_bias=False),
            keras.layers.Reshape((7, 7, 48)),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2D(48, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2D(48, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
        ],
        name="generator",
    )


def critic_loss(real_scores, fake_scores):
    """Tell how badly the critic tells real images from fake ones: the Wasserstein loss.

    Args:
        real_scores: float32 (n, 1), the critic's scores of real images; any numbers.
        fake_scores: float32 (n, 1), its scores of fake ones.

    Returns:
        A float32 scalar: the mean of the fake scores minus the mean of the real ones.
    """
    # TODO: use keras.ops. No sigmoid and no logarithm: use each score as it is.
    ### BEGIN SOLUTION
    return ops.mean(fake_scores) - ops.mean(real_scores)
    ### END SOLUTION


def hinge_loss(real_scores, fake_scores):
    """Tell the same, but ignore scores that are right with a margin: the hinge loss.

    Args:
        real_scores, fake_scores: float32 (n, 1), as for `critic_loss`.

    Returns:
        A float32 scalar: the mean over the real scores of relu(1 - score), plus the mean over the fake ones of
        relu(1 + score). Where all scores are 0 it is 2.
    """
    # TODO: a real score above 1, and a fake one below -1, add nothing.
    ### BEGIN SOLUTION
    return ops.mean(ops.relu(1 - real_scores)) + ops.mean(ops.relu(1 + fake_scores))
    ### END SOLUTION


def generator_loss(fake_scores):
    """Tell how low the critic scores the generator's images.

    Args:
        fake_scores: float32 (n, 1), the critic's scores of fake images.

    Returns:
        A float32 scalar: minus their mean.
    """
    # TODO: it is the same for both losses of the critic.
    ### BEGIN SOLUTION
    return -ops.mean(fake_scores)
    ### END SOLUTION


def between(real, fake, mix):
    """Blend each real image with a fake one.

    Args:
        real, fake: float32 (n, 28, 28, 1).
        mix: float32 (n, 1, 1, 1) in [0, 1], a share for each pair: 1 gives the real image, 0 the fake one.

    Returns:
        float32 (n, 28, 28, 1), points on the lines from real images to fake ones.
    """
    # TODO: one line; the axes of length 1 stretch on their own.
    ### BEGIN SOLUTION
    return mix * real + (1 - mix) * fake
    ### END SOLUTION


def gradient_penalty(critic, images):
    """Tell how far the critic's slope is from 1.

    Args:
        critic: a model or a function, float32 (n, 28, 28, 1) -> float32 (n, 1). Call it with the images alone.
        images: float32 (n, 28, 28, 1), a tensor.

    Returns:
        A float32 scalar, from which gradients lead back to the critic's weights: the mean over the images of
        (|gradient| - 1) squared. The gradient is that of an image's score with respect to the image's pixels,
        and |gradient| the root of the sum of the squares of all its numbers. If a gradient is 0, value and gradients
        are finite.
    """
    # TODO: a tf.GradientTape watches variables on its own, and other tensors after tape.watch. The slope of a root at 0
    # is infinite: add a tiny number, such as 1e-12, before you take the root.
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        tape.watch(images)
        scores = critic(images)
    # The gradient of a batch's sum is the gradient of each score, as long as no score depends on another's image.
    gradients = tape.gradient(scores, images, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    lengths = ops.sqrt(ops.sum(ops.square(gradients), axis=(1, 2, 3)) + 1e-12)
    return ops.mean(ops.square(lengths - 1))
    ### END SOLUTION


def power_iteration(kernel, u):
    """Estimate the largest singular value of a kernel, by one step of power iteration.

    The kernel counts as a matrix W with a column for each filter. The step is v = W u / |W u|, then
    u' = W^T v / |W^T v|, and the estimate is v^T W u'. It is never above the largest singular value.

    Args:
        kernel: float32 (..., f), the weights of a dense layer or of a convolution.
        u: float32 (f,), of length 1: the u' of the step before.

    Returns:
        `(sigma, u')`: a float32 scalar, and float32 (f,) of length 1. Gradients lead from sigma to the kernel; v and u'
        count as constants. For a kernel of zeros sigma is 0, and u' finite.
    """
    # TODO: ops.reshape makes the matrix, ops.matmul multiplies, ops.stop_gradient makes a constant. Never divide by 0.
    ### BEGIN SOLUTION
    matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
    v = ops.matmul(matrix, u)
    v /= ops.norm(v) + 1e-12
    onward = ops.matmul(v, matrix)
    length = ops.norm(onward)
    # A kernel of zeros shows no direction: u stays as it is, or it would be 0 for ever.
    u = ops.where(length > 0, onward / (length + 1e-12), u)
    v, u = ops.stop_gradient(v), ops.stop_gradient(u)
    return ops.sum(v * ops.matmul(matrix, u)), u
    ### END SOLUTION


def project(kernels, vectors, largest):
    """Scale each kernel down whose largest singular value, as far as known, is above a bound.

    Args:
        kernels: list of variables (..., f).
        vectors: list of variables (f,), one for each kernel: the `u` of its power iteration, which continues from call
            to call.
        largest: the bound, a number above 0.

    Changes, in place, each vector into the u' of one power iteration, and each kernel whose sigma is above the bound
    into kernel * largest / sigma. All other kernels stay as they are. Returns nothing.
    """
    # TODO: call power_iteration, and `assign` to both variables. fit turns this into a graph, in which an `if` can't
    # look at a value; ops.minimum can.
    ### BEGIN SOLUTION
    for kernel, vector in zip(kernels, vectors, strict=True):
        sigma, u = power_iteration(kernel, vector)
        vector.assign(u)
        kernel.assign(kernel * ops.minimum(1.0, largest / sigma))
    ### END SOLUTION


def build_critic():
    """Build the network that scores images.

    Returns:
        A built, uncompiled `keras.Model`, Sequential or functional, of Keras's own layers: float32 (n, 28, 28, 1) ->
        float32 (n, 1), a score: any number, high for real images, low for fake ones. As the discriminator of exercise
        3: strided convolutions with LeakyReLU; no pooling, no dense layer but the last; at most 500,000 parameters. But
        no batch normalization: the score of an image depends on this image alone.
    """
    # TODO: the discriminator of exercise 3 without its normalization. Layer normalization, which looks at one image at
    # a time, is allowed.
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 4, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2D(24, 4, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2D(48, 3, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2D(48, 4, strides=2, padding="same"),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Conv2D(64, 4),
            keras.layers.LeakyReLU(0.2),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ],
        name="critic",
    )
    ### END SOLUTION


class WGAN(keras.Model):
    """A generator and a critic, trained against each other by `fit`.

    Args:
        generator: model, (n, latent_dim) -> (n, 28, 28, 1) in [-1, 1].
        critic: model, (n, 28, 28, 1) -> (n, 1), scores.
        latent_dim: how many random numbers an image is made from.
        seed: of all that is random in training.

    Attributes:
        vectors: a variable (f,) of length 1 for each of `kernels`, in their order; it is not trained.
    """

    def __init__(self, generator, critic, latent_dim, seed):
        super().__init__()
        self.generator, self.critic, self.latent_dim = generator, critic, latent_dim
        self.seed_generator = keras.random.SeedGenerator(seed)
        rng = np.random.default_rng(seed)
        drawn = [rng.normal(size=kernel.shape[-1]) for kernel in self.kernels]
        self.vectors = [keras.Variable(u / np.linalg.norm(u), dtype="float32", trainable=False) for u in drawn]

    @property
    def kernels(self):
        """The critic's trainable weights of two axes or more: the kernels of dense layers and of convolutions."""
        return [weight for weight in self.critic.trainable_weights if len(weight.shape) > 1]

    def compile(
        self, *, critic_optimizer, g_optimizer, critic_loss, critic_steps=1, penalty_weight=0.0, largest=None, **kwargs
    ):
        """Choose how to train.

        Args:
            critic_optimizer, g_optimizer: an optimizer for each network.
            critic_loss: `(real scores, fake scores)` -> scalar; `critic_loss` or `hinge_loss`.
            critic_steps: updates of the critic for each update of the generator, 1 or more.
            penalty_weight: by how much `gradient_penalty` counts in the critic's loss; 0 leaves it out.
            largest: the bound of `project`; None leaves it out.
            **kwargs: go to `keras.Model.compile`.
        """
        super().compile(optimizer=None, **kwargs)
        self.critic_optimizer, self.g_optimizer, self.critic_loss = critic_optimizer, g_optimizer, critic_loss
        self.critic_steps, self.penalty_weight, self.largest = critic_steps, penalty_weight, largest

    def train_step(self, images):
        """Update the critic `critic_steps` times, then the generator once; Keras's `fit` calls this for each batch.

        Args:
            images: float32 (n, 28, 28, 1) in [-1, 1], real images; any n.

        Returns:
            `{"critic_loss": scalar, "g_loss": scalar, "distance": scalar}`. The loss of the critic is that of its last
            update, with its penalty; the distance is the mean of the real scores minus the mean of the fake ones in
            that update.
        """
        # TODO: use seed=self.seed_generator for everything random; call both networks with training=True.
        # 1. self.critic_steps times, for these images and as many fakes, from new noise each time: self.critic_loss of
        #    their scores. Where self.penalty_weight is not 0, add this weight times the gradient penalty on images
        #    between real and fake ones, by a mix from keras.random.uniform, new each time. self.critic_optimizer
        #    applies the gradients. Where self.largest is not None, project(self.kernels, self.vectors, self.largest).
        # 2. Update the generator once, from new noise, as in exercise 3, by its loss here.
        ### BEGIN SOLUTION
        count = ops.shape(images)[0]
        for _ in range(self.critic_steps):
            fakes = self.generator(self._noise(count), training=True)
            with tf.GradientTape() as tape:
                real_scores = self.critic(images, training=True)
                fake_scores = self.critic(fakes, training=True)
                distance = ops.mean(real_scores) - ops.mean(fake_scores)
                c_loss = self.critic_loss(real_scores, fake_scores)
                if self.penalty_weight:
                    mix = keras.random.uniform((count, 1, 1, 1), seed=self.seed_generator)
                    c_loss += self.penalty_weight * gradient_penalty(self.critic, between(images, fakes, mix))
            gradients = tape.gradient(c_loss, self.critic.trainable_weights)
            self.critic_optimizer.apply(gradients, self.critic.trainable_weights)
            if self.largest is not None:
                project(self.kernels, self.vectors, self.largest)

        noise = self._noise(count)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.critic(self.generator(noise, training=True), training=True))
        gradients = tape.gradient(g_loss, self.generator.trainable_weights)
        self.g_optimizer.apply(gradients, self.generator.trainable_weights)

        return {"critic_loss": c_loss, "g_loss": g_loss, "distance": distance}
        ### END SOLUTION

    def _noise(self, count):
        return keras.random.normal((count, self.latent_dim), seed=self.seed_generator)

    def generate(self, noise):
        """Draw images with the averaged weights of the generator, then put its own weights back for training.

        Args:
            noise: float32 (n, latent_dim).

        Returns:
            float32 array (n, 28, 28, 1) in [-1, 1].
        """
        weights = self.generator.get_weights()
        self._use_averages()
        images = ops.convert_to_numpy(self.generator(noise, training=False))
        self.generator.set_weights(weights)
        return images

    def fit(self, *args, **kwargs):
        """Train as `keras.Model.fit` does; in the end the generator has the averages of its weights."""
        history = super().fit(*args, **kwargs)
        self._use_averages()
        return history

    def _use_averages(self):
        # As in exercise 3: the middle of the circle that the weights run in draws better than any point on it.
        if self.g_optimizer.built:
            self.g_optimizer.finalize_variable_values(self.generator.trainable_weights)


def make_wgan(seed, bound=BOUND):
    """Put a WGAN together, compiled and ready for `fit`; all that is random in it follows from the seed.

    Args:
        seed: an integer.
        bound: how the critic's slope is kept small, `"projection"` or `"penalty"`.
    """
    keras.utils.set_random_seed(seed)
    wgan = WGAN(build_generator(LATENT_DIM), build_critic(), LATENT_DIM, seed)
    ways = {
        # Six kernels bounded by 1 would leave next to nothing of an image at the critic's end; above 3 little changes.
        "projection": {"critic_loss": hinge_loss, "largest": 3.0},
        "penalty": {"critic_loss": critic_loss, "penalty_weight": 1.0},
    }
    wgan.compile(
        # No memory of the direction, beta_1 = 0: older gradients are of an opponent that is no longer there.
        critic_optimizer=keras.optimizers.Adam(2e-3, beta_1=0.0, beta_2=0.9),
        g_optimizer=keras.optimizers.Adam(4e-3, beta_1=0.0, beta_2=0.9, use_ema=True, ema_momentum=0.995),
        jit_compile=True,  # one program out of the whole step: a few seconds to compile, then a fifth faster
        **ways[bound],
    )
    return wgan


def main(argv=None):
    """Train on the data set, then write what was learned to a run folder, a `workshop.runs.Run`, and return it."""
    args = cli.parse(__doc__, epochs=2, argv=argv)

    # Data. Labels and test images are not looked at.
    dataset = data.load(args.dataset, like="mnist")
    x_train = prepare(dataset.train.images)
    x_train = x_train[: len(x_train) // BATCH_SIZE * BATCH_SIZE]

    # Models and losses.
    wgan = make_wgan(args.seed)
    wgan.generator.summary()
    wgan.critic.summary()

    # Training.
    run = Run("wgan", args, dataset.name)
    noise = keras.random.normal((100, LATENT_DIM), seed=args.seed)
    monitor = Monitor(run, noise=noise, reports=("critic_loss", "g_loss", "distance"))
    wgan.fit(
        data.batches(x_train, BATCH_SIZE),
        epochs=args.epochs,
        callbacks=[monitor, *run.callbacks()],
        shuffle=False,  # `batches` does so
        verbose=run.verbosity,
    )

    # Results.
    samples = images.to_bytes(wgan.generate(keras.random.normal((2000, LATENT_DIM), seed=args.seed + 1)))
    np.save(run.path("samples.npy"), samples)
    wgan.generator.save(run.path("generator.keras"))
    images.sheet(run.path("samples.png"), monitor.frames[-1])
    images.diagram(run.path("generator.png"), wgan.generator)
    images.diagram(run.path("critic.png"), wgan.critic)
    last = {name: values[-1] for name, values in monitor.history.items()}
    run.finish(
        critic_loss=last["critic_loss"],
        g_loss=last["g_loss"],
        distance=last["distance"],
        parameters=wgan.generator.count_params() + wgan.critic.count_params(),
    )
    return run


if __name__ == "__main__":
    cli.run(main)
