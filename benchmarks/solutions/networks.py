"""The networks that are compared, by name, and digests of what they are made of.

Names: `our_EXERCISE`, `our_EXERCISE_x2` for one that is twice as wide; of a peer, that of its file.
"""

import importlib
from pathlib import Path

from benchmarks.common.digests import digest
from benchmarks.common.stated import stated
from benchmarks.solutions import ours as solutions
from workshop import data

PEERS = Path(__file__).with_name("peers")
MAKERS = {
    "generator": "make_gan",
    "conditional generator": "make_conditional_gan",
    "critic": "make_critic_gan",
    "classifier": "make_classifier",
}
# What a network is, in a peer's file and in a solution.
PARTS = (
    *("prepare", "to_bytes", *MAKERS.values()),
    *("BATCH_SIZE", "LATENT_DIM", "PASSES", "EPOCHS", "HELD_BACK"),
)
OUR_PARTS = ("prepare", "build_model", "compile_model", "BATCH_SIZE", "LATENT_DIM")


def ours(kind):
    """The name of ours, of a kind: one of `MAKERS`."""
    return f"our_{solutions.compared(kind).name}"


def wider():
    """The names of our generators that are wider than the solution's."""
    return [f"{ours('generator')}_x{width}" for width in solutions.WIDTHS]


def is_ours(name):
    return name.startswith("our_")


def peers(kind):
    """The names of the peers of a kind, in the order of their batches' sizes."""
    found = {path.stem: stated(path) for path in sorted(PEERS.glob("*.py"))}
    names = [name for name, what in found.items() if MAKERS[kind] in what.functions]
    return sorted(names, key=lambda name: found[name].constants["BATCH_SIZE"])


def names(kind):
    """The names of all networks of a kind, ours first; none where no exercise is compared with these peers."""
    return [ours(kind), *peers(kind)] if solutions.compares(kind) else []


def facts(name):
    """The constants of a peer's file, by name."""
    return stated(PEERS / f"{name}.py").constants


def load(name):
    """A module of `peers`, or what `ours` makes with the same names in it."""
    if name == ours("classifier"):
        return solutions.classifier()
    if name in names("conditional generator")[:1]:
        return solutions.conditional_generator()
    if name in names("critic")[:1]:
        return solutions.critic()
    if is_ours(name):
        _, _, width = name.removeprefix(ours("generator")).partition("_x")
        return solutions.generator(int(width or 1))
    return importlib.import_module(f"benchmarks.solutions.peers.{name}")


def maker(network):
    """The function of a generative network, as `load` gives it, that makes it for a seed."""
    return next(getattr(network, name) for name in MAKERS.values() if hasattr(network, name))


def dataset():
    """What all of them are trained on, a `workshop.data.Dataset`; ends the program where it would be something else."""
    loaded = data.load("mnist")
    if loaded.name != "mnist":
        raise SystemExit("MNIST is not here, and nothing else can be compared.\nSet WORKSHOP_DATA to its folder.")
    return loaded


def fingerprint(name):
    """A digest of what a network is made of, so that a record tells whether it is of the code that is here now.

    What is no network, such as the demo, has none: an empty string.
    """
    for kind in MAKERS:
        if name in names(kind)[:1] or (kind == "generator" and name in wider()):
            exercise = solutions.compared(kind)
            return digest(exercise.solution, [*OUR_PARTS, f"make_{exercise.name}"])
    path = PEERS / f"{name}.py"
    if not path.exists():
        return ""
    taken = facts(name).get("NETWORKS_OF")
    builders = digest(solutions.compared(taken).solution, ["build_generator", "build_discriminator"]) if taken else ""
    return digest(path, PARTS) + builders
