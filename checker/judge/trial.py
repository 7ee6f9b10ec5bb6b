"""A learner's generator on trial: trained for a fixed number of steps, then judged by what it draws.

The learner's worker trains. What counts is drawn by a copy of the generator that a clean worker rebuilds from
configuration and weights, from noise that the checker draws after training.

What a trial does is a fact of the exercise, `TRIAL` in its check file, a dict of plain data:

    make      the function that makes what is trained: `make(seed)` returns a compiled model with a `generator`
    builds    the function that builds the generator, of which only the size of the noise is asked for
    sized     what `builds` is given after the size of the noise, a list, if anything
    inputs    what the generator is given, in order: `"noise"`, `"class"`, `"body"`, `"wings"`
    asks      for what of the data set each image is asked, `{input: number}`; classes are as frequent as one another
    feeds     what a step of training is given, in order: `"images"`, as `prepare` makes them, `"labels"`, or what these
              tell, `"bodies"` and `"wings"`
    steps, batch    how long it is trained for: batches, and images in each
    about     the function of the file that a failure of training points to
    seconds   what training takes the reference solution on the machine of docs/evidence/results.md
    draws     how many images are drawn after training
    measures  by which kinds of `checker.judge.kinds` they are judged: `"samples"`, `"conditional"`, `"unseen"`
    figures   which numbers of the report card are noted for the scoreboard; of a list, the last
    best      of the first so many images, the one that convinces the first of these kinds most is kept for the class
              page, as the image "best"; if anything
"""

import time
from itertools import zip_longest

import numpy as np

from checker.errors import CheckerError
from checker.failures import OutOfTime
from checker.judge import kinds
from checker.judge.card import Drawn, card
from checker.judge.referees import COUNT, Referees
from checker.judge.references import shape_of
from checker.rubric.expect import expect, expect_array
from checker.rubric.models import fit_arguments
from checker.sandbox.limits import Limits
from workshop.data import creatures
from workshop.images import to_bytes

MOST_BYTES = 60_000  # of the learner's file; the solution has 10,000, trained weights as text more than 100,000
MOST_NOISE = 4096  # numbers for an image
UNTRAINED = 200  # images drawn before training
PACE_SECONDS = 0.5  # what 2,000 images take the judge's classifier there, to see how much slower this machine is
MOST_TIMES = 10
AGAIN = 16  # images that are drawn twice
FEEDS = {  # by `(images, labels)`, for training
    "labels": lambda split: np.asarray(split[1]),
    "bodies": lambda split: creatures.parts(split, creatures.CLASSES).bodies,
    "wings": lambda split: creatures.parts(split, creatures.CLASSES).wings,
}
INPUTS = {  # of generators, in words
    "noise": f"noise, (None, latent_dim), of at most {MOST_NOISE:,} numbers",
    "class": "classes, integers (None,)",
    "body": "bodies, integers (None,)",
    "wings": "wings, floats (None, 1)",
}


class Trial:
    """The result of training a learner's model.

    Attributes:
        plan: what was done, see above.
        drawn: a `checker.judge.card.Drawn`, what its generator drew after training.
        card: the report card of that, see `checker.judge.card.card`.
        untrained: the same of 200 images drawn before training, but by the first measure only, such as `fooled`.
        seconds: what training took.
        steps: how many there were.
    """

    def __init__(self, learner, rng, dataset, plan):
        """Train and judge.

        Args:
            learner: a `checker.learner.code.Learner`.
            rng: `numpy.random.Generator`; of the seed, and of the noise.
            dataset: a `workshop.data.Dataset` that there are reference networks for.
            plan: what to do, see above.

        Raises:
            Failure: something in it went wrong on the learner's account; `OutOfTime`, if training took longer than ten
                times what the reference solution takes.
            CheckerError: this machine has become so slow meanwhile that the reference solution would have, too.
        """
        size = len(learner.source)
        hint = "An answer is text: a network must learn from training, not from the file."
        expect(size <= MOST_BYTES, "the size of the file", f"at most {MOST_BYTES:,} bytes", f"{size:,} bytes", hint)
        self.plan, self.steps = plan, plan["steps"]
        self.hold(learner, rng, dataset)

    def hold(self, learner, rng, dataset):
        """Train and judge, and set the attributes. Tests replace it by something quicker."""
        referees = Referees(dataset, learner.cancelled)
        try:
            self._train(learner, rng, dataset.train, referees)
        finally:
            referees.close()
        learner.figures.update({name: _figure(self.card[name]) for name in self.plan["figures"]})

    def _train(self, learner, rng, data, referees):
        plan, images = self.plan, data.images
        referees.outputs("classifier", images[:100])  # the first call loads what later ones have
        pace = self._pace(learner, referees, images)
        made = learner.call(plan["make"], int(rng.integers(2**31)), returns="reference")
        drawn = self._draw(self._generator(learner, made), rng, UNTRAINED, referees)
        self.untrained = card(drawn, referees, kinds.KINDS[plan["measures"][0]].MEASURES[:1])
        batch = plan["batch"]
        count = min(len(images) // batch, self.steps) * batch
        given = images[:count], data.labels[:count]
        prepared = learner.call("prepare", given[0], returns="reference")
        fed, named = fit_arguments([prepared if name == "images" else FEEDS[name](given) for name in plan["feeds"]])
        usual = plan["seconds"] * pace
        limit = MOST_TIMES * usual
        started = time.perf_counter()
        try:
            made.call(
                "fit", *fed, **named, batch_size=batch,
                epochs=max(self.steps * batch // count, 1), verbose=0, about=plan["about"],
                limits=Limits(cpu_seconds=4 * limit, wall_seconds=limit, memory_gb=6, fair_gb=2),
            )  # fmt: skip
        except OutOfTime as failure:
            if plan["seconds"] * self._pace(learner, referees, images) > limit:
                raise CheckerError(f"This machine has become so slow that training takes {limit:.0f} s.") from None
            failure.what = f"{self.steps:,} steps of training"
            failure.expected = f"about {usual:.0f} s, which the reference solution takes on this machine"
            raise
        self.seconds = time.perf_counter() - started
        self.drawn = self._draw(self._generator(learner, made), rng, plan["draws"], referees)
        self.card = kinds.judge(self.drawn, referees, plan["measures"])
        if count := plan.get("best"):
            first = Drawn(self.drawn.images[:count], tuple(each[:count] for each in self.drawn.asked))
            learner.pictures["best"] = first.images[kinds.KINDS[plan["measures"][0]].order(first, referees)[0]]

    @staticmethod
    def _pace(learner, referees, images):
        """How many times as long as there this machine takes, at least 1, while the learner's code stands still."""
        with learner.stopped():
            started = time.perf_counter()
            referees.outputs("classifier", images[:COUNT])
            return max(1.0, (time.perf_counter() - started) / PACE_SECONDS)

    def _generator(self, learner, made):
        """The generator that the learner made; it must be one of those that other checks have examined."""
        make, builds = self.plan["make"], self.plan["builds"]
        generator, what = made.model("generator", make), f"the generator of {make}()"
        self._expect_inputs(generator, what)
        latent_dim = generator.facts["inputs"][0]["shape"][1]
        sizes = latent_dim, *self.plan.get("sized", ())
        same = _architecture(generator) == _architecture(learner.call(builds, *sizes))
        hint = f"Leave {make}() as it is: it trains what {builds}() builds."
        called = f"{builds}({', '.join(map(str, sizes))})"
        expect(same, f"the layers of {what}", f"those of {called}", "other ones", hint)
        return generator

    def _expect_inputs(self, generator, what):
        inputs = [(each["shape"] or (), each["dtype"]) for each in generator.facts["inputs"]]
        needed = self.plan["inputs"]
        fits = [_takes(kind, *each) for kind, each in zip(needed, inputs, strict=False)]
        expect(
            all(fits) and len(inputs) == len(needed),
            f"the input{'s' * (len(needed) > 1)} of {what}",
            ", and ".join(INPUTS[kind] for kind in needed),
            " and ".join(str(shape) if "float" in dtype else f"{dtype} {shape}" for shape, dtype in inputs),
        )

    def _draw(self, generator, rng, count, referees):
        """Images of a `checker.learner.models.Model`, from noise drawn now: a `Drawn`."""
        asks = [self.plan.get("asks", {}).get(kind) for kind in self.plan["inputs"]]
        inputs = draw_inputs(generator.facts["inputs"], rng, count, referees.classes, asks)
        what = f"the images of the generator of {self.plan['make']}()"
        images = expect_array(generator(*inputs), what, shape=(count, *shape_of(referees.images)))
        expect(np.isfinite(images).all(), what, "finite numbers", "NaN or infinity", "Do the losses stay finite?")
        again = expect_array(generator(*(each[:AGAIN] for each in inputs)), what, shape=images[:AGAIN].shape)
        same = np.allclose(again, images[:AGAIN], atol=1e-4)
        expect(
            same,
            f"{what}, for the same noise once more",
            "the same",
            "other ones",
            "The noise must be the only randomness.",
        )
        return Drawn(to_bytes(images), tuple(inputs[1:]))


def draw_inputs(inputs, rng, count, classes, asks=()):
    """Noise, and what is asked for, or as many of each class as of any other: what a generator draws from.

    Args:
        inputs: the `facts["inputs"]` of a model: shape and dtype of each.
        rng: `numpy.random.Generator`.
        count: how many images are to be drawn.
        classes: how many there are.
        asks: for each input the number that is asked for in all images, None where there is none.

    Returns:
        A list with an array for each input: float32 noise (count, latent_dim); int32 classes (count,) or (count, 1);
        the number asked for, as the input takes it.
    """
    drawn = []
    for each, asked in zip_longest(inputs, asks):
        if asked is not None:
            dtype = "int32" if "int" in each["dtype"] else "float32"
            drawn.append(np.full((count, *each["shape"][1:]), asked, dtype))
        elif "int" in each["dtype"]:
            chosen = rng.permutation(np.arange(count) % classes).astype("int32")
            drawn.append(chosen.reshape(count, *each["shape"][1:]))
        else:
            drawn.append(rng.normal(0, 1, (count, each["shape"][1])).astype("float32"))
    return drawn


def _takes(kind, shape, dtype):
    """Whether an input of a shape and dtype is one for `"noise"`, for a `"class"` or a `"body"`, or for `"wings"`."""
    if kind in ("class", "body"):
        return "int" in dtype and tuple(shape[1:]) in ((), (1,))
    if kind == "wings":
        return "float" in dtype and tuple(shape[1:]) == (1,)
    return "float" in dtype and len(shape) == 2 and shape[1] is not None and 1 <= shape[1] <= MOST_NOISE


def _architecture(model):
    """The parts of a model's layers that do not change when it trains."""
    return [(layer["type"], layer["settings"].get("strides"), layer["weights"]) for layer in model.layers]


def _figure(value):
    """A number of a card for the class page; of a list, the last: that of the hardest level."""
    return float(value[-1] if isinstance(value, list) else value)
