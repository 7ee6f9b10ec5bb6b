"""Measures whom the judge takes for winged horses: the solution's by steps and strength, wrong answers', composites.

    python -m benchmarks.judge.unseen              an hour and a half on two cores; resumable
    python -m benchmarks.judge.unseen solution     names, or kinds (right, broken, trick), with all their seeds
    python -m benchmarks.judge.unseen --write      the page from what was measured, without measuring

Trained are the solution of the exercise whose images are of a class that no data set has, with as many seeds as
CALIBRATION in its check file says, and those of tests/answers/NAME whose header says `# calibrates:`. What they draw is
kept in build/judge/calibration/, what was measured in benchmarks/judge/unseen_records/, in git: delete a file to have
it made anew. `halos.json` has what is taken of all halos. Beside these lies what an onlooker saw, `eye.json`, who was
shown all kinds mixed.
"""

import argparse
import itertools
import json
import sys
import types
from pathlib import Path

import numpy as np

from benchmarks.common import pages
from benchmarks.judge import composites
from benchmarks.judge.calibrate import IMAGES, runs
from benchmarks.judge.model_card import reached
from benchmarks.judge.train_unseen import DATASET
from checker.exercises import exercises
from checker.judge import kinds, references, winged_horses
from checker.judge.card import Drawn
from checker.judge.referees import Referees
from checker.judge.unseen import COUNT, SURE, likeness
from workshop import data
from workshop.data import creatures
from workshop.images import to_bytes

TAKES = "an hour and a half"
PAGE = "winged-horses.md"
MEASURES = [
    "benchmarks/judge/composites.py", "checker/judge", "checker/judge/weights/index.json", "solutions", "workshop/data",
]  # fmt: skip
RECORDS = Path(__file__).with_name("unseen_records")
HALOS = RECORDS / "halos.json"
SOLUTION = "solution"  # what `runs` calls it
STEPS = (700, 1400, 2800)  # the last is that of the trial
WINGS = (0, 1, 1.5, 2)
SURER = 0.95  # what else the network could be asked for: measured beside `SURE`
MANY = 0.05  # of a kind of composite: more are too many
COLUMNS = {
    "taken": ("taken (%)", 100, 0), "surely": ("surely (%)", 100, 0), "covered": ("covered (%)", 100, 0),
    "distinct": ("distinct", 1, 2),    "new": ("new", 1, 2), "new_pieces": ("new pieces", 1, 2),
}  # fmt: skip


def main(argv=None):
    parser = argparse.ArgumentParser("python -m benchmarks.judge.unseen", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--write", action="store_true", help="write the page from what was measured")
    options = parser.parse_args(argv)
    if not options.write:
        measure(options.names)
    (pages.EVIDENCE / PAGE).write_text(page(), encoding="utf-8")
    return 0


def on_trial():
    """The exercise whose images are of a class that no data set has."""
    return next(each for each in exercises() if "unseen" in each.facts.get("TRIAL", {}).get("measures", ()))


def measure(names=()):
    """Train, draw and judge all, or what is named by its name or its kind, and is not there yet."""
    dataset, exercise = data.load(DATASET), on_trial()

    def wanted(kind, name):
        return not names or kind in names or name in names

    referees = Referees(dataset)
    try:
        for name, make in tricks(dataset).items():
            rng = np.random.default_rng([17, len(name)])
            if wanted("trick", name):
                record("trick", name, 0, lambda make=make, rng=rng: {"": make(rng)}, referees)
        if wanted("trick", HALOS.stem) and not HALOS.exists():
            HALOS.write_text(json.dumps(halos(dataset, referees)) + "\n", encoding="utf-8")
        for kind, name, text, seed, _ in runs(exercise):
            given = exercise, text, name, seed, dataset, heaps(exercise, kind, name)
            if kind != "short" and wanted(kind, name):
                record(kind, name, seed, lambda given=given: trained(*given), referees)
    finally:
        referees.close()


def record(kind, name, seed, make, referees):
    """Write down the cards of heaps of images, `make()` -> `{heap: images}`, unless it was done."""
    path = RECORDS / f"{name}-{seed}.json"
    if not path.exists():
        cards = {heap: card(Drawn(images), referees) for heap, images in make().items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "name": name,
            "kind": kind,
            "seed": seed,
            "version": pages.made_with("unseen"),
            "network": references.facts(DATASET)["sha256"],
            "cards": cards,
        }
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        print(name, seed, {heap: round(card["taken"], 3) for heap, card in cards.items()}, flush=True)


def card(drawn, referees):
    """What the judge measures of a heap of images, and how many it takes `surely`: with a probability above `SURER`."""
    surely = float(np.mean(likeness(drawn, referees) > SURER))
    return kinds.judge(drawn, referees, ["unseen"]) | {"surely": surely}


def halos(dataset, referees):
    """What is taken of horses with a halo, of each that can be made: `{"what": how many of each, "taken": shares}`.

    Each is the difference that wings make in training images, of all kinds or of one, moved, of other sizes, flipped or
    not, once or more often, and added to 200 horses of the test set.
    """
    horses = composites.Known(*dataset.test).horses[:200]
    layers = composites.Known(*dataset.train).differences
    ways = {"kinds": range(len(layers)), "across": (-4, 0, 4), "up": (-1, 2, 5), "zoom": (0.8, 1, 1.25),
            "flipped": (False, True), "times": (1, 2, 3)}  # fmt: skip
    taken = []
    for kind, across, up, zoom, flipped, times in itertools.product(*ways.values()):
        layer = composites.transformed(layers[kind][np.newaxis], across, -up, zoom)[0]
        made = composites.as_bytes(horses + times * (layer[:, ::-1] if flipped else layer))
        taken.append(float(np.mean(likeness(Drawn(made), referees) > SURE)))
    return {"what": {name: len(values) for name, values in ways.items()}, "taken": taken}


def tricks(dataset):
    """Heaps of images that no network drew, by name: a function of a generator of random numbers each."""
    known, (images, labels) = composites.Known(*dataset.test), dataset.train
    shown = composites.Known(images, labels)

    def haloed(times, kinds, higher=0):
        """The mean difference of training images on horses: of all kinds (0), as learners compute it, or of one."""
        horses = known.horses[np.arange(COUNT) % len(known.horses)]
        raised = np.pad(shown.differences[kinds], ((0, 0), (0, higher), (0, 0), (0, 0)))[:, higher:]
        return composites.as_bytes(horses + times * raised)

    def repeated(rng, number, noise):
        few = winged_horses.draw(number, 31)[np.arange(COUNT) % number]
        return composites.as_bytes(few + rng.normal(0, noise, few.shape))

    families = (*composites.TRAINED, *composites.HELD_OUT, *composites.ARGUABLE, *composites.CUT_OUT)
    bird = np.full(COUNT, creatures.KINDS.index("bird"))
    return {
        "true": lambda rng: winged_horses.draw(COUNT, 31),
        "horses": lambda rng: known.horses,
        "winged_others": lambda rng: known.winged[:COUNT],
        "copies_of_horses": lambda rng: shown.horses[:COUNT],
        "copies_of_winged_others": lambda rng: shown.winged[:COUNT],
        **{f"halo_times_{times}": lambda rng, times=times: haloed(times, np.zeros(COUNT, int)) for times in (1, 2, 3)},
        **{
            f"halo_of_the_{creatures.KINDS[body]}s_times_2": lambda rng, body=body: haloed(2, np.full(COUNT, body))
            for body in range(1, len(creatures.KINDS))
        },
        # Among those that are taken most often: see `halos`.
        "halo_of_the_birds_times_2_higher": lambda rng: haloed(2, bird, higher=5),
        "one_repeated_under_noise": lambda rng: repeated(rng, 1, 10),
        "ten_repeated_under_noise": lambda rng: repeated(rng, 10, 20),
        "fifty_repeated_under_noise": lambda rng: repeated(rng, 50, 10),
        **{make.__name__: lambda rng, make=make: make(known, rng, COUNT) for make in families},
        "masked_on_training_images": lambda rng: composites.masked(shown, rng, COUNT),
        "cut_out_on_training_images": lambda rng: composites.cut_out(shown, rng, COUNT),
    }


def heaps(exercise, kind, name):
    """After how many steps, and in which strengths an answer is asked: `{steps: strengths}`.

    A right answer that is not the solution is asked as the checker asks it, and no more: judging takes as long as a
    quarter of the training.
    """
    if kind == "right" and name != SOLUTION:
        return {exercise.facts["TRIAL"]["steps"]: (exercise.facts["TRIAL"]["asks"]["wings"],)}
    return dict.fromkeys(STEPS, WINGS)


def trained(exercise, text, name, seed, dataset, asked):
    """What an answer's generator draws when it is asked for winged horses: by `{steps: strengths}`."""
    path = IMAGES / DATASET / f"{name}-{seed}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **draw(exercise, text, seed, dataset, asked))
    with np.load(path) as arrays:
        return {heap: arrays[heap] for heap in arrays.files}


def draw(exercise, text, seed, dataset, strengths):
    """Train an answer, and draw with the averaged weights of its generator now and then: `{"STEPS/WINGS": images}`."""
    import keras

    module, plan, found = types.ModuleType(exercise.name), exercise.facts["TRIAL"], {}
    exec(compile(text, f"{exercise.name}.py", "exec"), module.__dict__)
    images, labels = dataset.train
    made = getattr(module, plan["make"])(seed)

    class Drawing(keras.callbacks.Callback):
        step = 0

        def on_train_batch_end(self, batch, logs=None):
            self.step += 1
            rng = np.random.default_rng([5, seed, self.step])
            for wings in strengths.get(self.step, ()):
                noise = rng.normal(size=(COUNT, made.generator.inputs[0].shape[1])).astype("float32")
                asked = np.full(COUNT, plan["asks"]["body"], "int32"), np.full((COUNT, 1), wings, "float32")
                parts = [
                    made.generate(*each) for each in zip(*(np.split(all, 4) for all in (noise, *asked)), strict=True)
                ]
                found[f"{self.step}/{wings:g}"] = to_bytes(np.concatenate(parts))

    shown = data.creatures.parts((images, labels), data.creatures.CLASSES)
    known = module.prepare(images), shown.bodies, shown.wings
    batches, epochs = data.batches(known, plan["batch"]), STEPS[-1] * plan["batch"] // len(images)
    made.fit(batches, epochs=epochs, callbacks=[Drawing()], shuffle=False, verbose=0)
    return found


def page():
    """The page as Markdown, from the records."""
    records = [json.loads(path.read_text("utf-8")) for path in sorted(RECORDS.glob("*-*.json"))]
    eye = json.loads((RECORDS / "eye.json").read_text("utf-8"))
    facts = references.facts(DATASET)
    fresh = all(each["network"] == facts["sha256"] for each in records)
    of = {kind: [each for each in records if each["kind"] == kind] for kind in ("right", "broken", "trick")}
    solution = [each for each in of["right"] if each["name"] == SOLUTION]
    taken = facts["taken"]
    rates = {
        group: ", ".join(f"{make.__name__.replace('_', ' ')} {100 * taken[make.__name__]:.1f}" for make in makes)
        for group, makes in (
            ("trained", composites.TRAINED),
            ("held", composites.HELD_OUT),
            ("arguable", composites.ARGUABLE),
        )
    }
    rest = {name: share for name, share in taken.items() if not hasattr(composites, name)}
    parts = [
        pages.head("Whom the judge takes for a winged horse", "unseen", (each["version"] for each in records)),
        "" if fresh else "**The network has changed since some of this was measured.**\n\n",
        INTRODUCTION.format(sure=f"{SURE:.0%}"),
        RATES.format(**rates, rest=", ".join(f"{name} {100 * share:.1f}" for name, share in rest.items())),
        "## The solution\n\nAsked for (horse, wings) in this strength, after so many steps; the least and the most of"
        f" {len(solution)} trainings.\n\n",
        _table(solution, "steps, strength"),
        _answers([each for each in of["right"] if each["name"] != SOLUTION]),
        "\n## Wrong answers\n\nAfter the last step, by strength.\n\n",
        *(
            f"### {each['name'].replace('_', ' ')}\n\n{_table([each], 'steps, strength', STEPS[-1])}\n"
            for each in of["broken"]
        ),
        "## Images that no network drew\n\n",
        _tricks(of["trick"]),
        _eye(eye),
        LIMITS.format(**_limits(of["trick"], solution)),
    ]
    return "".join(parts)


def _line(title, cards):
    cells = []
    for measure, (_, times, digits) in COLUMNS.items():
        values = sorted(
            f"{times * card[measure]:.{digits}f}"
            for card in (min(cards, key=lambda c: c[measure]), max(cards, key=lambda c: c[measure]))
        )
        cells.append(" to ".join(dict.fromkeys(sorted(values, key=float))))
    bands = sorted({reached(card)[0] for card in cards}, key=["none", "easy", "medium", "hard"].index)
    return f"| {title} | {' | '.join(cells)} | {', '.join(bands)} |\n"


def _head(first):
    titles = [title for title, *_ in COLUMNS.values()]
    return f"| {first} | {' | '.join(titles)} | band |\n" + "|---" * (len(titles) + 2) + "|\n"


def _table(records, first, steps=0):
    if not records:
        return ""
    heaps = [heap for heap in records[0]["cards"] if int(heap.partition("/")[0]) >= steps]
    return _head(first) + "".join(
        _line(heap.replace("/", ", "), [each["cards"][heap] for each in records]) for heap in heaps
    )


def _answers(records):
    """A section with a row for each training of an answer that was asked once, those first of which most is taken."""
    if not records:
        return ""
    rows = [(f"{each['name'].replace('_', ' ')}, seed {each['seed']}", *each["cards"].values()) for each in records]
    return (
        OTHERS
        + _head("answer")
        + "".join(_line(title, [card]) for title, card in sorted(rows, key=lambda row: -row[1]["taken"]))
    )


def _tricks(records):
    return _head("") + "".join(_line(each["name"].replace("_", " "), [each["cards"][""]]) for each in records)


def _limits(tricks, solution):
    """What `LIMITS` tells in numbers."""
    cards = {each["name"]: each["cards"][""] for each in tricks}
    composed = [each.__name__ for each in (*composites.TRAINED, *composites.HELD_OUT, *composites.ARGUABLE)]
    found = json.loads(HALOS.read_text("utf-8"))
    taken = np.reshape(found["taken"], list(found["what"].values()))
    often = taken > MANY
    counts = dict(zip(("all kinds", *creatures.KINDS[1:]), often.reshape(len(often), -1).sum(axis=1), strict=True))
    asked = f"{STEPS[-1]}/{on_trial().facts['TRIAL']['asks']['wings']:g}"
    surely = [each["cards"][asked]["surely"] for each in solution]

    def above(measure):
        shares = {name: cards[name][measure] for name in composed if cards[name][measure] > MANY}
        return ", ".join(f"*{name.replace('_', ' ')}* ({share:.1%})" for name, share in shares.items()) or "none"

    return {
        "many": f"{MANY:.0%}", "sure": f"{SURE:.0%}", "surer": f"{SURER:.0%}",
        "cut_out": f"{cards['cut_out']['taken']:.0%}",
        "above": above("taken"), "surely_above": above("surely"), "true": f"{cards['true']['surely']:.0%}",
        "halos": taken.size, "often": int(often.sum()), "most": f"{taken.max():.1%}",
        "whose": ", ".join(f"{kind} {count}" for kind, count in counts.items() if count),
        "strength": asked.partition("/")[2], "solution": f"{min(surely):.0%} to {max(surely):.0%}",
    }  # fmt: skip


def _eye(eye):
    lines = [
        f"| {name} | {of['images']} | {of['eye']} | {of['taken']} | {of['both']} |\n"
        for name, of in eye["kinds"].items()
    ]
    head = "| | images | named | taken | both |\n|---|---|---|---|---|\n"
    return f"\n## Beside an eye\n\n{eye['how']}\n\n{head}{''.join(lines)}\n{eye['told']}\n"


INTRODUCTION = """\
## What it is

No data set has a horse with wings; the judge alone can draw one (`checker/judge/winged_horses.py`). Its network for
`creatures` is a classifier of the twelve kinds, winged horses among them, and of one kind more: what is put together
from known images. `python -m benchmarks.judge.train_unseen` trains it from true ones, from known images, from
composites of nine families (`benchmarks/judge/composites.py`: halos, spots, blends, maxima, minima, ovals and
rectangles pasted, two horses, wings astray; flipped or not, at many places and sizes, blurred and under noise), from
what generators draw in their first steps, and from what two grown generators of the judge's own draw, which were shown
winged horses, so that softness alone tells nothing. An image is **taken** for a winged horse if the network gives that
more than {sure}. Beside that stand, each in relation to true ones: *covered*, the share of true ones that an image is
near to; *distinct*, how far an image is from the next; *new* and *new pieces*, how far it is, or a piece of it, from
the nearest training image (`checker/judge/unseen.py`). What a band asks stands in `bands.py`.

"""
RATES = """\
## What it learned

Percent that are taken for winged horses; composites are made from test images, none of which it was trained on.

- Families that it was **trained** against: {trained}.
- Families that it has **never seen**: {held}.
- **Arguable**: {arguable}. There the pixels of a creature with wings are put where wings mostly are; where the
  directions fit by chance, an onlooker names it a winged horse, too.
- Others: {rest}.

"""
OTHERS = """
## Other right answers

Answers of tests/answers whose networks or whose training differ from the solution's, asked as the checker asks: after
the last step, in a strength of 1.5. Their headers say which bands they reach, where it is not all.

"""
LIMITS = """\

## What it can't see

- **A wing well cut out.** Who cuts a wing along its feathers and pastes it to a shoulder, in the horse's direction, has
  made a winged horse, and no network has a part in it. *Cut out* does so with the wings of other kinds, whatever
  their direction. The network takes {cut_out} of these, which is what the hard band asks for. From training images
  they pass as well: their pieces count as new enough. Against it stands only the rule that images come from the
  generator that was trained before the judge's eyes.
- **Each composite.** The first guess was that less than {many} of each kind would be taken. More is taken of
  {above}. Of {halos} kinds of halos (200 horses each), {often} are taken more often than that, at most {most}: by the
  body that the mean difference is of, {whose}. Where creatures of one body vary little, that has nearly the shape of a
  wing. If the network had to be sure to {surer} and not to {sure}, more than {many} would be taken of {surely_above},
  and {true} of true ones would still be taken; the solution, after its last step and in a strength of {strength}, would
  come to {solution}. We ask for {sure}, for then the network counts as many as the onlooker does: see above.
- **How good a winged horse is.** It tells what is one from what is none; the eye tells a clear one from a soft one. The
  batch and the best image are graded by people.
- **Other families of composites.** Those that it has never seen are eight, and ours.
- **When it is good enough.** Trainings of the solution differ, and the bands of one that was stopped half way overlap
  with those of one that was not.
- **How low the solution can fall.** Four trainings by the checker's own trial came to 55, 60, 61 and 70 % (seeds 3, 5,
  1016164991 and 2). One of them had come to 30 % before, with an earlier network of the judge. Nine trainings do not
  tell how seldom one falls below 40 %.
- **One training** of the network, and one onlooker, a vision model that knew what was sought. No class has been asked.
"""


if __name__ == "__main__":
    sys.exit(main())
