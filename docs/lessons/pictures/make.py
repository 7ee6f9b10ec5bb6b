"""Makes the pictures of the lessons and of the README: runs of the solutions, and runs that something was done to.

    python docs/pictures/make.py                 all of them, about 15 minutes on two cores; a run that is there is kept
    python docs/pictures/make.py collapse grey   these runs, and what is drawn from them

The failed runs are real: one change to the solution, then the same training. Runs are kept in build/pictures/; delete
one to have it run again. `report.png` is not made here: it is a photograph of a terminal.
"""

import argparse
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
from PIL import Image

from workshop import data
from workshop.images import sheet as draw_sheet

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RUNS = ROOT / "build" / "pictures"
SHOWN = 50  # pictures on a sheet


def no_change(exercise):
    """The solution as it is."""


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


# name: exercise, what is done to it, how many pictures it trains on (None: all), epochs (None: the solution's own)
RECIPES = {
    "mnist": ("mnist", no_change, None, None),
    "cnn": ("cnn", no_change, None, None),
    "dcgan": ("dcgan", no_change, None, None),
    "d-wins": ("dcgan", wrong_sign, 18_000, 1),
    "grey": ("dcgan", zero_to_one, None, 1),
    "checkerboard": ("dcgan", kernels_of_three, 1_800, 1),
    "collapse": ("dcgan", many_generator_steps, 4_500, 1),
}


def run(name):
    """Do one of the `RECIPES`, unless it was done; returns its run folder."""
    exercise_name, change, count, epochs = RECIPES[name]
    folder = RUNS / name
    if (folder / "results.json").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    spec = importlib.util.spec_from_file_location(exercise_name, ROOT / "solutions" / f"{exercise_name}.py")
    exercise = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(exercise)
    change(exercise)
    arguments = ["--out", str(folder), "--seed", "0"]
    if epochs:
        arguments += ["--epochs", str(epochs)]
    if count:
        arguments += ["--dataset", str(few(count))]
    exercise.main(arguments)
    return folder


def few(count):
    """The first pictures of MNIST, as a data set's file."""
    path = RUNS / f"mnist-{count}.npz"
    if not path.exists():
        RUNS.mkdir(parents=True, exist_ok=True)
        (x_train, y_train), (x_test, y_test) = data.load("mnist")
        np.savez(path, x_train=x_train[:count], y_train=y_train[:count], x_test=x_test, y_test=y_test)
    return path


def sheet(name, images):
    """Write fifty of the samples (n, 28, 28) of a run."""
    draw_sheet(HERE / f"{name}.png", images[:SHOWN, ..., np.newaxis] / 127.5 - 1)


def copy(folder, name, to, colours=64):
    """Copy a picture of a run; few colours, so that it stays small."""
    image = Image.open(folder / name).convert("RGB")
    image.quantize(colours, dither=Image.Dither.NONE).save(HERE / to, optimize=True)


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


def main(argv=None):
    """Make the pictures that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"a run: {', '.join(RECIPES)}")
    names = parser.parse_args(argv).names or list(RECIPES)
    if unknown := [name for name in names if name not in RECIPES]:
        parser.error(f"There is no run {unknown[0]}; there are {', '.join(RECIPES)}.")
    for name in names:
        folder = run(name)
        if name == "mnist":
            for picture in ("answers", "confusion"):
                copy(folder, f"{picture}.png", f"{picture}.png")
        elif name == "cnn":
            copy(folder, "kernels.png", "kernels.png")
        else:
            sheet("samples" if name == "dcgan" else name, np.load(folder / "samples.npy"))
        if name == "dcgan":
            copy(folder, "curves.png", "adversaries.png")
            if not (folder / "card.png").exists():
                subprocess.run([sys.executable, "-m", "checker", "card", str(folder)], cwd=ROOT, check=True)
            copy(folder, "card.png", "card.png", colours=128)
            growing(folder)
        elif name == "d-wins":
            copy(folder, "curves.png", "d-wins-curves.png")


if __name__ == "__main__":
    sys.exit(main())
