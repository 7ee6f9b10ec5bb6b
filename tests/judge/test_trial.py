"""The judge tells honest generators from tricks, whatever single number the trick does well in."""

import json
import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.judge import calibrate
from benchmarks.judge.model_card import reached
from checker.errors import CheckerError
from checker.exercises import by_name
from checker.failures import Failure
from checker.judge import bands, measures, references, trial
from checker.judge.originals import Originals
from checker.judge.referees import Judge
from checker.run import session
from tests.support.answers import outcomes
from workshop import data

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def judge(mnist):
    judge = Judge(mnist)
    yield judge
    judge.close()


@pytest.fixture(scope="module")
def tricks(judge, mnist):
    return calibrate.tricks(mnist, judge)


def test_held_out_digits_reach_all_bands_and_fool_each_level_as_often_as_stated(judge):
    card = judge.card(judge.some_held_out(2))
    assert reached(card.numbers()) == ("hard", [])
    assert np.allclose(card.fooled, 1 - references.REAL_SHARE, atol=0.02)
    assert 0.9 < card.copy_ratio < 1.1
    assert card.digits == 10
    assert card.frechet < 3 * card.frechet_real
    assert card.seconds < 60


@pytest.mark.parametrize(
    "name",
    [
        "training_pictures", "training_pictures_moved", "training_pictures_blurred", "one_picture",
        "one_picture_per_class", "class_means", "one_class", "three_classes", "stored_100", "stored_100_under_noise",
        "stored_600_blended", "half_copied_half_linear", "third_copied", "uniform_noise", "black",
        "blurred_held_out_digits", "normal_distribution", "spliced", "pasted_and_moved", "strokes", "noise_made_to_please", "grey_made_to_please",
    ],
)  # fmt: skip
def test_a_trick_reaches_no_band(name, tricks, judge):
    card = judge.card(tricks[name](np.random.default_rng(5)))
    band, missing = reached(card.numbers())
    assert band == "none"
    assert missing[0].hint


def test_a_card_is_the_same_for_the_same_pictures(judge):
    pictures = judge.images[:400]
    one, other = (judge.card(pictures).numbers() | {"seconds": 0} for _ in range(2))
    assert one == other


def test_the_files_of_networks_are_small_verified_and_free_of_pickle(tmp_path, monkeypatch):
    files = list(references.WEIGHTS.glob("*.npz"))
    assert {path.stem for path in files} == set(references.judged())
    assert sum(path.stat().st_size for path in files) <= 4 * 2**20
    for path in files:
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype in (np.float16, np.float32) for name in arrays.files)
    copy = tmp_path / "weights"
    shutil.copytree(references.WEIGHTS, copy)
    monkeypatch.setattr(references, "WEIGHTS", copy)
    name = references.judged()[0]
    content = bytearray((copy / f"{name}.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / f"{name}.npz").write_bytes(content)
    with pytest.raises(CheckerError, match="is damaged"):
        references.load(name)
    (copy / f"{name}.npz").unlink()
    with pytest.raises(CheckerError, match="is missing"):
        references.load(name)
    with pytest.raises(CheckerError, match="no reference networks for fashion_mnist"):
        references.load("fashion_mnist")


def test_an_originals_search_finds_copies_that_were_moved_dimmed_or_disturbed():
    images = RNG.integers(0, 2, (300, 7, 7)).repeat(4, axis=1).repeat(4, axis=2).astype("uint8") * 255
    images[:, :4] = images[:, -4:] = images[:, :, :4] = images[:, :, -4:] = 0
    originals = Originals(images)
    chosen = RNG.integers(0, 300, 40)
    for change in (
        lambda x: x,
        lambda x: np.roll(x, (2, -1), axis=(1, 2)),
        lambda x: (x * 0.8).astype("uint8"),
        lambda x: np.clip(x + RNG.normal(0, 20, x.shape), 0, 255).astype("uint8"),
    ):
        found, distances = originals.nearest(change(images[chosen]))
        assert np.array_equal(found, chosen)
        assert distances.max() < 0.2
    other = RNG.integers(0, 2, (40, 7, 7)).repeat(4, axis=1).repeat(4, axis=2).astype("uint8") * 255
    assert originals.nearest(other)[1].min() > 0.2


def test_distances_between_heaps_have_their_closed_forms():
    one = RNG.normal(0, 1, (20_000, 3))
    assert measures.frechet_distance(one, one) == pytest.approx(0, abs=1e-9)
    # Normal distributions: squared distance of the means, plus that of the deviations along each axis.
    assert measures.frechet_distance(one * (1, 2, 3) + (1, 0, 0), one) == pytest.approx(1 + 0 + 1 + 4, rel=0.05)
    assert measures.frechet_distance(np.full((5, 3), np.nan), one) == np.inf
    few = one[:500]
    assert measures.coverage(few, few)[0] == 1
    assert measures.coverage(few + 100, few) == (0, 0)
    assert measures.coverage(np.repeat(few[:1], 500, axis=0), few)[0] < 0.1
    assert measures.label_divergence(np.arange(1000) % 10) == pytest.approx(0)
    assert measures.label_divergence(np.zeros(50, dtype=int)) == pytest.approx(np.log(10))


def test_digits_before_the_first_step_are_no_honest_generator():
    untrained = SimpleNamespace(fooled=[0.9, 0.8, 0.6])
    with pytest.raises(Failure, match="before the first step"):
        bands.expect_band(SimpleNamespace(untrained=untrained, card=None, steps=1), "easy")


def test_a_file_that_could_hold_weights_is_not_trained(answer, mnist, monkeypatch):
    monkeypatch.setattr(trial, "STEPS", 1)
    stored = f"STORED = {'x' * 70_000!r}\n"
    outcome = session.run([by_name("dcgan")], file=answer("dcgan", stored), seed=1)
    failure = outcome.results.find("dcgan", "fools_easy").failure
    assert failure.what == "the size of the file"


def test_another_generator_than_the_one_that_was_checked_is_told(answer, mnist, monkeypatch):
    monkeypatch.setattr(trial, "STEPS", 1)
    other = """
_build_generator = build_generator


def make_dcgan(seed):
    generator = keras.Sequential([*_build_generator(LATENT_DIM).layers, keras.layers.Rescaling(1.0)])
    generator.build((None, LATENT_DIM))
    dcgan = DCGAN(generator, build_discriminator(), LATENT_DIM, seed)
    dcgan.compile(d_optimizer=keras.optimizers.Adam(1e-3), g_optimizer=keras.optimizers.Adam(1e-3))
    return dcgan
"""
    outcome = session.run([by_name("dcgan")], file=answer("dcgan", other), seed=1)
    failure = outcome.results.find("dcgan", "fools_easy").failure
    assert failure.what == "the layers of the generator of make_dcgan()"


def test_a_short_training_falls_short_and_says_of_what(answer, mnist, monkeypatch):
    monkeypatch.setattr(trial, "STEPS", 40)
    outcome = session.run([by_name("dcgan")], file=answer("dcgan"), seed=1)
    found = outcomes(outcome)
    assert (found["learns"], found["fools_easy"], found["fools_medium"]) == ("pass", "fail", "wait")
    failure = outcome.results.find("dcgan", "fools_easy").failure
    assert "after 40 steps of training on mnist" in failure.what
    assert failure.hint


def test_training_that_takes_too_long_is_an_error_and_not_the_learners_fault(answer, mnist, monkeypatch):
    monkeypatch.setattr(trial, "REFERENCE_SECONDS", 0.05)
    outcome = session.run([by_name("dcgan")], file=answer("dcgan"), seed=1)
    found = outcomes(outcome)
    assert (found["learns"], found["fools_easy"], found["fools_hard"]) == ("pass", "error", "wait")
    assert "ten times what the reference solution takes" in outcome.results.find("dcgan", "fools_easy").message


@pytest.fixture
def run_folder(tmp_path, mnist):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"dataset": "mnist"}), encoding="utf-8")
    np.save(folder / "samples.npy", mnist.test.images[:300])
    return folder


def test_the_card_of_a_run_is_printed_and_written_beside_its_samples(run_folder, run_python):
    done = run_python("-m", "checker", "card", run_folder)
    assert done.returncode == 0, done.stderr
    for piece in ("fools level hard", "Fréchet distance", "copy ratio", "card.png"):
        assert piece in done.stdout
    numbers = json.loads((run_folder / "card.json").read_text("utf-8"))
    assert numbers["digits"] == 10
    assert numbers["repeatable"] is None
    assert (run_folder / "card.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("spoil", "piece"),
    [
        (lambda folder: shutil.rmtree(folder), "There is no folder"),
        (lambda folder: (folder / "samples.npy").unlink(), "There is no samples.npy"),
        (lambda folder: (folder / "samples.npy").write_bytes(b"nothing"), "cannot be read"),
        (lambda folder: np.save(folder / "samples.npy", np.zeros((300, 28, 28))), "expected uint8 (n, 28, 28)"),
        (lambda folder: np.save(folder / "samples.npy", np.zeros((3, 28, 28), "uint8")), "at least 200"),
        (lambda folder: (folder / "config.json").write_text('{"dataset": "few.npz"}'), "There is no file few.npz"),
        (lambda folder: (folder / "config.json").write_text("{"), "cannot be read"),
    ],
)
def test_a_folder_without_a_run_ends_in_one_message(spoil, piece, run_folder, run_python):
    spoil(run_folder)
    done = run_python("-m", "checker", "card", run_folder)
    assert done.returncode == 2, done.stdout
    assert piece in done.stderr
    assert "Traceback" not in done.stderr


def test_other_data_is_not_judged(run_folder, run_python, tmp_path, mnist):
    few = {"x_train": mnist.train.images[:500], "y_train": mnist.train.labels[:500]}
    np.savez(tmp_path / "few.npz", x_test=few["x_train"], y_test=few["y_train"], **few)
    (run_folder / "config.json").write_text(json.dumps({"dataset": str(tmp_path / "few.npz")}), encoding="utf-8")
    done = run_python("-m", "checker", "card", run_folder)
    assert done.returncode == 2
    assert "there is no judge for it" in done.stderr


def test_glyphs_have_a_judge_of_their_own():
    glyphs = data.load("glyphs")
    judge = Judge(glyphs)
    try:
        card = judge.card(judge.some_held_out(2))
        assert reached(card.numbers())[0] == "hard"
        assert reached(judge.card(glyphs.train.images[:2000]).numbers())[0] == "none"
    finally:
        judge.close()
