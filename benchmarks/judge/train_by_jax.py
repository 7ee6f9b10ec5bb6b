"""Trains a GAN's right answers by Keras on JAX: a minute's training takes seconds on a GPU that TensorFlow lacks.

    python -m benchmarks.judge.train_by_jax DATA.npz FOLDER [NAME ...] [--seeds N] [--solution N]

DATA.npz holds `images` uint8 (n, h, w) of a data set's training part. FOLDER gets an archive for each run,
NAME-SEED.npz, with `images` uint8 (count, h, w), what its generator drew after training: as many steps, and batches as
large, as the exercise's `TRIAL` says. `python -m benchmarks.judge.calibrate DATASET --drawn FOLDER` judges them.

Networks, losses and optimizers are the answer's own. The step is that of `benchmarks.solutions.jax_step`, so only
answers whose step is a right one are trained here: the solution and wheat, with a number of seeds that is the same for
all. TensorFlow need not be installed, JAX has to be.
"""

import argparse
import sys
import time
import types
from pathlib import Path

import numpy as np

from benchmarks.solutions import jax_step, ours  # first: it chooses Keras's backend

import jax  # isort: skip
import jax.numpy as jnp  # isort: skip
import keras  # isort: skip

from tests.support.answers import collected, compose

TAKES = "five minutes on a GPU"
TOGETHER = 6  # seeds of one answer in one job: tracing takes longer than a training


def main(argv=None):
    parser = argparse.ArgumentParser("python -m benchmarks.judge.train_by_jax", description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="of wheat, or `solution`; all where none is named")
    parser.add_argument("--seeds", type=int, default=3, help="of each")
    parser.add_argument("--solution", type=int, default=3, help="how many the solution gets")
    parser.add_argument("--stopped", type=int, nargs="*", default=[], help="steps after which the solution draws, too")
    parser.add_argument("--part", default="0/1", help="`i/n`: every n-th answer, beginning with the i-th")
    options = parser.parse_args(argv)
    exercise = ours.compared("generator")
    plan = exercise.facts["TRIAL"]
    images = np.load(options.data)["images"]
    options.folder.mkdir(parents=True, exist_ok=True)
    texts = {"solution": ""} | {
        wheat.path.stem: wheat.path.read_text(encoding="utf-8") for wheat in collected("wheat", exercise.name)
    }
    place, parts = map(int, options.part.split("/"))
    jobs = []
    for name in options.names or texts:
        seeds, stopped = (options.solution, options.stopped) if name == "solution" else (options.seeds, [])
        jobs += [(name, range(first, min(first + TOGETHER, seeds)), stopped) for first in range(0, seeds, TOGETHER)]
    for name, seeds, stopped in jobs[place::parts]:
        started = time.time()
        try:
            train(exercise.name, plan, name, texts[name], images, seeds, stopped, options.folder)
        except Exception as error:  # an answer whose layers JAX has not, say: the others go on
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        print(f"{name} {list(seeds)}: {time.time() - started:.0f} s", flush=True)
    return 0


def train(exercise, plan, name, text, images, seeds, stopped, folder):
    """Train one answer with several seeds, and write down what each generator drew."""
    module = types.ModuleType(exercise)
    exec(compile(compose(exercise, text), f"{name}.py", "exec"), module.__dict__)
    run = None
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        gan = getattr(module, plan["make"])(seed)
        game = jax_step.Game(module, gan, seed)
        if run is None:
            prepared = jnp.asarray(module.prepare(images))
            batch, per_epoch = plan["batch"], len(images) // plan["batch"]

            run = steps_of(game, prepared)
        rng = np.random.default_rng([17, seed])
        count = per_epoch * batch
        epochs = -(-plan["steps"] // per_epoch)
        order = np.concatenate([rng.permutation(count).reshape(-1, batch) for _ in range(epochs)])[: plan["steps"]]
        state, done = game.state(), 0
        for until in sorted({*stopped, plan["steps"]}):
            state, losses = run(state, jnp.asarray(order[done:until]))
            done = until
            game.finish(state)
            drawn = draw(gan, plan["draws"], module.LATENT_DIM, seed)
            label = name if until == plan["steps"] else f"after_{until}_steps"
            np.savez_compressed(folder / f"{label}-{seed}.npz", images=drawn)
            print(f"  {label}-{seed}: losses {np.asarray(losses)[-50:].mean(axis=0)}", flush=True)


def steps_of(game, prepared):
    """A compiled function `(state, order) -> (state, losses)`: a step for each row of `order`, places of images."""

    def step(state, chosen):
        state, *losses = game.step(state, prepared[chosen])
        return state, jnp.stack(losses)

    return jax.jit(lambda state, order: jax.lax.scan(step, state, order))


def draw(gan, count, latent_dim, seed):
    """What a generator draws in inference mode: uint8 (count, h, w)."""
    noise = np.random.default_rng([23, seed]).normal(0, 1, (count, latent_dim)).astype("float32")
    values = np.concatenate([np.asarray(gan.generator(part, training=False)) for part in np.array_split(noise, 4)])
    return np.rint((np.clip(values[..., 0], -1, 1) + 1) * 127.5).astype("uint8")


if __name__ == "__main__":
    sys.exit(main())
