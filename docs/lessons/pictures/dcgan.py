"""The images of the lesson on `dcgan`: of its solution, and of mistakes that were made on purpose; see make.py."""

import subprocess
import sys

import keras
import numpy as np
from make import HERE, ROOT, Run, copied, sheet
from PIL import Image


def wrong_sign(exercise):
    """The generator is paid for being found out."""
    right = exercise.generator_loss
    exercise.generator_loss = lambda fake_logits: -right(fake_logits)


def zero_to_one(exercise):
    """Real pictures in [0, 1], as for a classifier; tanh still goes from -1 to 1."""
    exercise.prepare = lambda images: images[..., np.newaxis].astype("float32") / 255


def kernels_of_three(exercise):
    """Transposed convolutions whose kernels the stride does not divide; seen early, and without the running average."""
    build = exercise.build_generator

    def build_generator(latent_dim):
        def odd(layer):
            config = layer.get_config()
            if "kernel_size" in config:
                config["kernel_size"] = 3
            return type(layer).from_config(config)

        return keras.models.clone_model(build(latent_dim), clone_function=odd)

    exercise.build_generator = build_generator
    without_average(exercise)


def without_average(exercise):
    """The weights as training left them."""
    make = exercise.make_dcgan

    def make_dcgan(seed):
        dcgan = make(seed)
        dcgan.compile(
            d_optimizer=keras.optimizers.Adam(2e-3, beta_1=0.5, beta_2=0.99),
            g_optimizer=keras.optimizers.Adam(4e-3, beta_1=0.5, beta_2=0.99),
            jit_compile=True,
        )
        dcgan._use_averages = lambda: None
        return dcgan

    exercise.make_dcgan = make_dcgan


def many_generator_steps(exercise):
    """The generator takes 25 steps for each of the discriminator's, and so finds what pays best at the moment."""

    class Greedy(exercise.DCGAN):
        def train_step(self, images):
            import tensorflow as tf

            logs = super().train_step(images)
            for _ in range(24):
                noise = keras.random.normal((keras.ops.shape(images)[0], self.latent_dim), seed=self.seed_generator)
                with tf.GradientTape() as tape:
                    fakes = self.generator(noise, training=True)
                    loss = exercise.generator_loss(self.discriminator(fakes, training=True))
                gradients = tape.gradient(loss, self.generator.trainable_weights)
                self.g_optimizer.apply(gradients, self.generator.trainable_weights)
            return logs

    exercise.DCGAN = Greedy
    without_average(exercise)


def card(folder):
    """The report card of a run, which has to be judged first."""
    if not (folder / "card.png").exists():
        subprocess.run([sys.executable, "-m", "checker", "card", str(folder)], cwd=ROOT, check=True)
    copied("card", colours=128)(folder)


def growing(folder):
    """The film of a run, half of its rows and every other frame: a film that a lesson can carry."""
    with Image.open(folder / "training.gif") as film:
        frames = []
        for index in range(film.n_frames):
            film.seek(index)
            frames.append(film.convert("L"))
    half = [frame.crop((0, 0, frame.width, (frame.height + 4) // 2)) for frame in (*frames[:8], *frames[8::2])]
    frames = [
        frame.resize((frame.width // 2, frame.height // 2), Image.Resampling.NEAREST).quantize(16) for frame in half
    ]
    durations = [400] * (len(frames) - 1) + [3000]
    frames[0].save(HERE / "growing.gif", save_all=True, append_images=frames[1:], duration=durations, loop=0)


RUNS = {
    "dcgan": Run([sheet("samples"), copied("curves", to="adversaries"), card, growing]),
    "d-wins": Run([sheet("d-wins"), copied("curves", to="d-wins-curves")], wrong_sign, count=18_000, epochs=1),
    "grey": Run([sheet("grey")], zero_to_one, epochs=1),
    "checkerboard": Run([sheet("checkerboard")], kernels_of_three, count=1_800, epochs=1),
    "collapse": Run([sheet("collapse")], many_generator_steps, count=4_500, epochs=1),
}
