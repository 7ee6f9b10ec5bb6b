"""Whether the critic's distance tells the quality of the images, where the loss of a plain GAN does not.

    python -m benchmarks distance                    measure what is missing, then write docs/evidence/distance.md
    python -m benchmarks distance --list             say what is measured, and what is not
    python -m benchmarks distance paper control-0    these forms only; or one run
    python -m benchmarks distance --page             only write the page

Three forms, five seeds each: what the paper on the gradient penalty trains; the solution with a critic, as it trains;
and as a control the plain GAN. At each look the raw generator, in its training mode, draws from the same noise, and the
judge's Fréchet distance says how good that is. Beside it stands what training reported since the look before, and the
same number once more, of a critic that was first trained further against this generator, which meanwhile holds still.
Each run is written when it ends: stop the program whenever you like, and the same command goes on.
"""

import argparse
import os
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from benchmarks.common import machine, pages
from benchmarks.common.digests import digest
from benchmarks.common.records import Records
from benchmarks.solutions import distance_page, networks, ours

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # before TensorFlow is imported

MEASURES = ["checker/judge", "solutions", "workshop/data"]
TAKES = "half an hour"
PAGE = "distance.md"
SEEDS = range(5)
LOOKS = 12
COUNT = 2000  # images of a look
SETTLING = 100  # updates of the critic at a look, against a generator that stays as it is
PAPER = {"critic_steps": 5, "penalty_weight": 10.0}  # Gulrajani et al. (2017), algorithm 1


def paper(seed):
    """The solution's networks, as in the paper: Wasserstein loss, a penalty, five updates of the critic, small rates.

    The rates are five times the paper's 1e-4, at which so few steps show next to nothing.
    """
    import keras

    form = critic(seed)
    rates = {f"{name}_optimizer": keras.optimizers.Adam(5e-4, beta_1=0.0, beta_2=0.9) for name in ("critic", "g")}
    form.gan.compile(critic_loss=form.module.critic_loss, jit_compile=True, **rates, **PAPER)
    form.every, form.updates = 30, PAPER["critic_steps"]
    return form


def critic(seed):
    """The solution with a critic, as it trains."""
    exercise = ours.compared("critic")
    module = ours.solution(exercise)
    gan = ours.maker(exercise, module)(seed)
    return SimpleNamespace(
        module=module,
        gan=gan,
        network=gan.critic,
        every=50,
        updates=1,
        reported=lambda logs: logs["distance"],
        number=lambda real, fake: real.mean() - fake.mean(),
    )


def control(seed):
    """The plain GAN. The discriminator's loss has its sign changed: low where images are good, as a distance is."""
    exercise = ours.compared("generator")
    module = ours.solution(exercise)
    gan = ours.maker(exercise, module)(seed)
    return SimpleNamespace(
        module=module,
        gan=gan,
        network=gan.discriminator,
        every=50,
        updates=1,
        reported=lambda logs: -logs["d_loss"],
        number=lambda real, fake: -module.discriminator_loss(real, fake),
    )


FORMS = {"paper": paper, "critic": critic, "control": control}
KINDS = {"paper": "critic", "critic": "critic", "control": "generator"}  # of the exercise, as `ours.compared` takes it


def optimizers(gan):
    """A model's own: they are attributes like others, of whatever names."""
    import keras

    return [each for each in vars(gan).values() if isinstance(each, keras.optimizers.Optimizer)]


class Untouched:
    """Whatever happens inside `with`: afterwards both networks, optimizers and random numbers are as they were."""

    def __init__(self, gan):
        self.variables = [*gan.variables, *(each for one in optimizers(gan) for each in one.variables)]

    def __enter__(self):
        self.values = [variable.numpy() for variable in self.variables]

    def __exit__(self, *_):
        for variable, value in zip(self.variables, self.values, strict=True):
            variable.assign(value)


class Looks:
    """Looks at a form while it trains; as a callback of `fit`, by `callback()`.

    Args:
        form: as the functions of `FORMS` make it.
        seed: of the noise.
        held_out: float32 (n, 28, 28, 1), real images that nothing is trained on.
        batches: a `tf.data.Dataset` of training images in batches, for the critic's further updates.

    Attributes:
        points: a dict for each look: `steps`, `reported`, the mean since the look before, and `settled`.
        drawn: float32 (2000, 28, 28, 1) for each look.
    """

    def __init__(self, form, seed, held_out, batches):
        import tensorflow as tf

        self.form, self.gan, self.batches = form, form.gan, iter(batches.repeat())
        self.size = form.module.BATCH_SIZE
        self.rng = np.random.default_rng(seed)
        self.noise = self.new_noise(-(-COUNT // self.size))
        self.real = [held_out[start : start + self.size] for start in range(0, COUNT - self.size + 1, self.size)]
        self.score = tf.function(lambda images: form.network(images, training=True), autograph=False)
        self.draw = tf.function(lambda noise: form.gan.generator(noise, training=True), autograph=False)
        settle = lambda images: form.gan.train_step(images) and None  # noqa: E731
        self.settle = tf.function(settle, jit_compile=True, autograph=False)
        self.points, self.drawn, self.since = [], [], []

    def new_noise(self, batches):
        return self.rng.normal(size=(batches, self.size, self.form.module.LATENT_DIM)).astype("float32")

    def images(self, noise):
        return [self.draw(part).numpy() for part in noise]

    def step(self, logs):
        """Take note of what a step reported; where it is time, look."""
        self.since.append(float(self.form.reported(logs)))
        if len(self.since) < self.form.every:
            return
        with Untouched(self.gan):
            self.drawn.append(np.concatenate(self.images(self.noise))[:COUNT])
            settled = self.settled()
        steps = self.form.every * (len(self.points) + 1)
        self.points.append({"steps": steps, "reported": float(np.mean(self.since)), "settled": settled})
        self.since = []
        self.gan.stop_training = len(self.points) == LOOKS

    def settled(self):
        """The number that a critic gives which is trained further against this generator, on images new to it."""
        # By the solution's own step, so that nothing is told twice; only, what would move the generator does nothing.
        optimizer, self.gan.g_optimizer = self.gan.g_optimizer, SimpleNamespace(apply=lambda *_: None)
        for _ in range(SETTLING // self.form.updates):
            self.settle(next(self.batches))
        self.gan.g_optimizer = optimizer
        fakes = self.images(self.new_noise(len(self.real)))
        numbers = [
            float(self.form.number(*(self.score(images).numpy() for images in pair)))
            for pair in zip(self.real, fakes, strict=True)
        ]
        return float(np.mean(numbers))

    def callback(self):
        import keras

        return keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: self.step(logs))


def measure(name, seed, dataset, referees):
    """Train a form, and look.

    Args:
        name: of `FORMS`.
        seed: of weights, noise and order.
        dataset: a `workshop.data.Dataset`.
        referees: a `checker.judge.referees.Referees` of it.

    Returns:
        Plain data, for a record.
    """
    import keras

    from benchmarks.solutions.peers.gan import from_signed
    from checker.judge import samples
    from checker.judge.card import Drawn
    from workshop import data

    keras.utils.clear_session()
    form = FORMS[name](seed)
    order = np.random.default_rng(0).permutation(len(dataset.test.images))[:COUNT]
    held_out, images = (form.module.prepare(part) for part in (dataset.test.images[order], dataset.train.images))
    looks = Looks(form, seed, held_out, data.batches(images, form.module.BATCH_SIZE))
    batches = data.batches(images, form.module.BATCH_SIZE)
    form.gan.fit(batches, epochs=10**6, callbacks=[looks.callback()], shuffle=False, verbose=0)
    for point, drawn in zip(looks.points, looks.drawn, strict=True):
        point["frechet"] = samples.nearness(Drawn(from_signed(drawn)), referees)["frechet"]
    return {"batch_size": form.module.BATCH_SIZE, "looks": looks.points}


def network(name):
    """The name of a form's network, as `networks` has it."""
    return networks.ours(KINDS[name])


def fingerprint(name):
    """A digest of a form: of the solution that it trains, and of how it is trained and looked at here."""
    exercise = ours.compared(KINDS[name])
    parts = [*networks.OUR_PARTS, f"make_{exercise.name}", "critic_loss"]
    return f"{digest(exercise.solution, parts)}-{digest(Path(__file__), [FORMS[name].__name__, 'measure'])}"


def reason(records, name, seed):
    """Why a run is to be made, or None."""
    record = records.read(name, network(name), seed)
    if record is None:
        return "not measured yet"
    return None if record["code"] == fingerprint(name) else "its code has changed"


def main(arguments=None):
    """Measure what is to be measured, and write the page; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"a form ({', '.join(FORMS)}), or one run, FORM-SEED")
    parser.add_argument("--list", action="store_true", help="only say what is measured, and what is not")
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument(
        "--results", type=Path, default=distance_page.RESULTS, metavar="FOLDER", help="records elsewhere"
    )
    args = parser.parse_args(arguments)
    known = [(name, seed) for seed in SEEDS for name in FORMS]  # seed by seed: whoever stops early has some of each
    wrong = set(args.names) - set(FORMS) - {f"{name}-{seed}" for name, seed in known}
    if wrong:
        parser.error(f"There is no {', '.join(sorted(wrong))}.\nForms are {', '.join(FORMS)}; --list names all runs.")
    records = Records(args.results)
    due = []
    for name, seed in known:
        if not args.names or name in args.names or f"{name}-{seed}" in args.names:
            why = reason(records, name, seed)
            due += [(name, seed)] if why else []
            if args.list:
                print(f"{name}-{seed}: {why or 'measured'}")
    if not (args.list or args.page):
        run(records, due)
    if not args.list:
        distance_page.write(records)
    return 0


def run(records, due):
    """Make runs, one after the other, and write each down."""
    if not due:
        return
    machine.pin()  # before TensorFlow is imported
    from checker.judge.referees import Referees

    dataset = networks.dataset()
    referees = Referees(dataset)
    try:
        for name, seed in due:
            started, cpu = time.time(), time.process_time()
            result = measure(name, seed, dataset, referees)
            head = {
                "part": name,
                "network": network(name),
                "seed": seed,
                "code": fingerprint(name),
                "version": pages.made_with("distance"),
                "day": date.today().isoformat(),
                "took": round(time.time() - started),
                "computed": round(time.process_time() - cpu),
                "machine": machine.description(),
            }
            records.write(name, network(name), seed, head | result)
            print(f"{name}-{seed}: {head['took']} s, {head['computed']} of computing", flush=True)
    finally:
        referees.close()
