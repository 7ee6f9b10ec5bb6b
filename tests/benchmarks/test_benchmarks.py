"""The benchmarks beside the peers: that these are what their authors state, and that a stopped run goes on."""

import json
import re
import subprocess
import sys

import keras
import numpy as np
import pytest
from keras import layers

from benchmarks.__main__ import benchmarks
from benchmarks.common import digests, evidence, pages, resumed
from benchmarks.common.records import Records
from benchmarks.common.stated import stated
from benchmarks.solutions import beside_peers, networks, operations, page, quality
from checker import version
from checker.exercises import exercises


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for kind in quality.KINDS for name in networks.peers(kind)])
def test_a_step_of_a_peer_moves_both_networks_and_its_images_become_bytes(name):
    network = networks.load(name)
    conditional = hasattr(network, "make_conditional_gan")
    gan = networks.maker(network)(0)
    count = min(network.BATCH_SIZE, 32)  # a step of any batch goes through the same lines
    parts = (gan.generator, gan.discriminator)
    before = [[weight.numpy() for weight in part.trainable_weights] for part in parts]
    images = np.random.default_rng(0).integers(0, 256, (count, 28, 28), dtype="uint8")
    batch = keras.ops.convert_to_tensor(network.prepare(images))
    labels = keras.ops.arange(count, dtype="int32") % 10
    losses = gan.train_step((batch, labels) if conditional else batch)
    assert all(np.isfinite(float(loss)) for loss in losses.values())
    # A number that a critic adds to all its scores makes no difference to its loss: its last bias stays.
    still = [gan.discriminator.trainable_weights[-1].path] * (name in networks.peers("critic"))
    for part, old in zip(parts, before, strict=True):
        for new, was in zip(part.trainable_weights, old, strict=True):
            assert (np.abs(new.numpy() - was).max() > 0) == (new.path not in still), new.path
    drawn = network.to_bytes(network.prepare(images))
    np.testing.assert_array_equal(drawn, images)
    noise = keras.random.normal((3, network.LATENT_DIM), seed=0)
    drawn = gan.generator([noise, labels[:3]] if conditional else noise)
    assert network.to_bytes(keras.ops.convert_to_numpy(drawn)).shape == (3, 28, 28)


@pytest.mark.parametrize("name", networks.peers("conditional generator"))
def test_a_peer_that_is_told_classes_draws_and_judges_by_them(name):
    """The same noise with another label is another image; and no label only adds a number to all logits."""
    gan = networks.load(name).make_conditional_gan(0)
    noise = keras.random.normal((1, networks.load(name).LATENT_DIM), seed=0)
    one, other = (gan.generator([noise, keras.ops.full((1,), label, dtype="int32")]) for label in (3, 7))
    assert np.abs(keras.ops.convert_to_numpy(one - other)).max() > 0
    images = keras.random.uniform((2, 28, 28, 1), seed=1)
    three, seven = (
        keras.ops.convert_to_numpy(gan.discriminator([images, keras.ops.full((2,), label, dtype="int32")]))
        for label in (3, 7)
    )
    assert np.abs(three - seven).max() > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", networks.peers("conditional generator"))
def test_networks_that_are_told_classes_are_measured_by_what_they_were_asked_for(name, monkeypatch, real_digits):
    monkeypatch.setattr(quality, "LOOKS", (1,))
    monkeypatch.setattr(quality, "COUNT", 400)  # images that are drawn and judged
    record, arrays = quality.measure(name, 0)
    (look,) = record["looks"]
    assert look["steps"] >= 1
    assert 0 <= look["named_worst"] <= look["named"] < 0.5  # nothing is learned in a second
    assert arrays["pictures"].shape == (1, quality.KEPT, 28, 28)


def test_the_peers_have_as_many_parameters_as_their_authors_state():
    seed = networks.load("seed_dcgan").make_gan(0)
    assert (seed.generator.count_params(), seed.discriminator.count_params()) == (516_897, 855_305)
    assert networks.load("keras_convnet").make_classifier(0).count_params() == 34_826
    penalized = networks.load("keras_penalty").make_critic_gan(0)
    assert penalized.discriminator.count_params() == 4_305_409


def test_clipping_leaves_no_weight_of_the_critic_above_its_bound():
    network = networks.load("clipped")
    gan = network.make_critic_gan(0)
    gan.train_step(keras.random.uniform((4, 28, 28, 1), seed=0))
    largest = [float(abs(weight.numpy()).max()) for weight in gan.discriminator.trainable_weights]
    assert max(largest) == pytest.approx(network.CLIP)


def test_the_penalty_of_a_peer_counts_how_far_the_slope_is_from_1():
    """With a critic that is linear, both in closed form: the estimate, and ten times (|w| - 1) squared."""
    network = networks.load("keras_penalty")
    gan = network.make_critic_gan(0)
    gan.discriminator = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(1)])
    weights = gan.discriminator.trainable_weights[0].numpy()[:, 0]
    rng = np.random.default_rng(0)
    images, fakes = (rng.uniform(-1, 1, (5, 28, 28, 1)).astype("float32") for _ in range(2))
    estimate = np.mean((images - fakes).reshape(5, -1) @ weights)
    expected = 10 * (np.linalg.norm(weights) - 1) ** 2 - estimate
    mix = rng.uniform(size=(5, 1, 1, 1)).astype("float32")
    found = gan.critic_loss(*(keras.ops.convert_to_tensor(array) for array in (images, fakes, mix)))
    assert float(found) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("name", networks.names("classifier"))
def test_a_classifier_of_the_benchmark_learns_a_batch(name):
    network = networks.load(name)
    images = np.random.default_rng(0).integers(0, 256, (network.BATCH_SIZE, 28, 28), dtype="uint8")
    inputs, labels = network.prepare(images, np.arange(network.BATCH_SIZE) % 10)
    model = network.make_classifier(0)
    losses = [float(model.train_on_batch(inputs, labels, return_dict=True)["loss"]) for _ in range(12)]
    assert losses[-1] < losses[0]


def test_operations_are_those_that_one_counts_by_hand():
    model = keras.Sequential(
        [
            keras.Input((8, 8, 2)),
            layers.Conv2D(3, 4, strides=2, padding="same"),  # 4x4 places, 4x4 kernels of 2 channels, 3 of them
            layers.BatchNormalization(),
            layers.Conv2DTranspose(5, 2, strides=2, padding="same"),  # from 4x4 places, 2x2 of 5 for each of 3
            layers.Flatten(),
            layers.Dense(7),
        ]
    )
    convolution, transposed, dense = 2 * 16 * 16 * 2 * 3, 2 * 16 * 4 * 5 * 3, 2 * 8 * 8 * 5 * 7
    assert operations.forward(model) == convolution + transposed + dense
    assert operations.training(model) == 2 * convolution + 3 * transposed + 3 * dense
    assert operations.judging(model) == 2 * (convolution + transposed + dense)
    passes = {"train_discriminator": 2, "train_generator": 1, "judge": -1}
    counted = operations.step(model, model, passes, batch_size=10)
    assert counted == 10 * (3 * operations.training(model) + operations.forward(model))


def test_the_page_is_written_from_the_records_that_are_committed():
    """Whoever changes a record, or the page's words, writes it again: `python -m benchmarks beside_peers --page`."""
    assert page.text(Records(page.RESULTS)) == (pages.EVIDENCE / "benchmarks.md").read_text("utf-8")


def test_a_network_is_known_by_what_it_is_made_of_wherever_that_stands(tmp_path):
    names = ["make_model", "prepare"]
    one = """import keras
from keras import layers
from workshop import pictures

SIZE = 3


def build(pictures):
    return layers.Dense(SIZE)(pictures)


def make_model(seed):
    return build(keras.Input((seed,)))


def main():
    pictures.sheet(make_model(1))
"""
    path, other = tmp_path / "one.py", tmp_path / "elsewhere" / "other.py"
    other.parent.mkdir()
    path.write_text(one, encoding="utf-8")
    digest = digests.digest(path, names)
    for old, new, same in (
        ("from workshop import pictures", "from workshop import images", True),
        ("pictures.sheet(make_model(1))", "pass", True),
        ("SIZE = 3", "SIZE = 3  # of what comes out", True),
        ("def build(pictures):", 'def build(pictures):\n    """Build."""', True),
        ("def main():", "def prepared():\n    pass\n\n\ndef main():", True),
        ("SIZE = 3", "SIZE = 4", False),
        ("layers.Dense", "layers.Embedding", False),
        ("from keras import layers", "from other import layers", False),
        ("def main():", "def prepare():\n    pass\n\n\ndef main():", False),
    ):
        assert old in one
        other.write_text(one.replace(old, new), encoding="utf-8")
        assert (digests.digest(other, names) == digest) == same, new


def test_what_a_network_takes_from_another_file_of_the_checkout_counts(tmp_path):
    path = tmp_path / "peer.py"
    found = set()
    for used in ("to_signed", "from_signed"):
        path.write_text(f"from benchmarks.solutions.peers.gan import {used} as prepare\n", encoding="utf-8")
        found.add(digests.digest(path, ["prepare"]))
    original = digests.digest(networks.PEERS / "gan.py", ["to_signed"])
    assert len(found) == 2
    assert original in found


def test_a_page_says_from_which_sources_it_was_made_and_whether_they_have_changed_since():
    now = version.sources()
    assert f"Made with version `{now}` of the sources.\n" in pages.head("Title", "name")
    assert "`a`, `b` of the sources. **The sources have" in pages.head("Title", "name", ["b", "a", "b"])
    assert "of the sources, in part before versions were noted. **The" in pages.head("Title", "name", ["a", None])
    assert "Made before versions were noted. **The sources have" in pages.head("Title", "name", [None])


def test_each_page_of_evidence_that_is_not_of_these_sources_says_so():
    for name in evidence.writers().values():
        text = (pages.EVIDENCE / name).read_text("utf-8")
        assert pages.marked(text) == text, f"{name}: type python -m benchmarks evidence --mark"


def test_a_page_is_marked_when_its_sources_change_and_no_longer_once_it_is_made_again(monkeypatch):
    page = pages.head("Title", "name") + "A number: 3.\n"
    assert pages.marked(page) == page
    monkeypatch.setattr(version, "sources", lambda: "0123456789abcdef")
    changed = pages.marked(page)
    assert pages.CHANGED in changed
    assert changed.replace(pages.CHANGED, "") == page
    assert pages.marked(changed) == changed
    monkeypatch.undo()
    assert pages.marked(changed) == page
    assert pages.marked("# A page that somebody wrote\n") is None


def test_a_page_whose_benchmark_states_what_it_measures_hangs_on_that_alone(monkeypatch):
    stating = [name for name, path in benchmarks().items() if stated(path).constants.get("MEASURES")]
    assert "unseen" in stating
    for name in stating:
        page = pages.head("Title", name) + "A number: 3.\n"
        with monkeypatch.context() as patched:
            patched.setattr(version, "sources", lambda: "0123456789abcdef")
            assert pages.marked(page) == page
        assert pages.CHANGED in pages.marked(page.replace(pages.made_with(name), "0123456789abcdef"))


def test_a_digest_of_files_changes_with_code_and_with_files_and_not_with_words(tmp_path):
    (tmp_path / "room").mkdir()
    code, table = tmp_path / "room" / "code.py", tmp_path / "table.json"
    code.write_text('"""Words."""\nONE = 1  # words\n')
    table.write_text("{}")

    def found():
        return digests.of_files(["room", "table.json"], tmp_path)

    first = found()
    code.write_text('"""Other words."""\n\n# words\nONE = 1\n')
    assert found() == first
    code.write_text('"""Words."""\nONE = 2\n')
    assert found() != first
    code.write_text("ONE = 1\n")
    assert found() == first
    table.write_text("[]")
    assert found() != first
    table.write_text("{}")
    (tmp_path / "room" / "more.py").write_text("")
    assert found() != first


def test_each_benchmark_is_listed_with_what_it_is_and_a_wrong_name_is_told(run_python, root):
    done = run_python("-m", "benchmarks", cwd=root)
    assert done.returncode == 0, done.stderr
    for name, path in benchmarks().items():
        assert stated(path).title
        assert f"  {name} " in done.stdout
    done = run_python("-m", "benchmarks", "speed", cwd=root)
    assert done.returncode == 2
    assert "There is no benchmark called 'speed'" in done.stderr


def test_no_file_name_of_a_benchmark_is_there_twice(root):
    paths = [path for path in (root / "benchmarks").glob("*/*.py") if "main" in stated(path).functions]
    assert len(paths) == len(benchmarks())


def test_the_benchmarks_find_exercises_by_their_facts(root):
    """Names of exercises stand in no code of theirs; peers and records are called as they are."""
    for room in ("checker", "common", "image", "solutions"):
        for path in (root / "benchmarks" / room).glob("*.py"):
            code = path.read_text("utf-8")
            for name in (exercise.name for exercise in exercises()):
                others = code.replace(f'data.load("{name}")', "").replace(f'loaded.name != "{name}"', "")
                assert not re.search(rf"(?<![a-zA-Z]){name}(?![a-zA-Z])", others), f"{path}: {name}"


@pytest.mark.slow
def test_a_measurement_is_made_once_and_again_when_its_code_has_changed(tmp_path, root, capsys):
    def told(*arguments):
        """What the command says in this process, where it need not import Keras again."""
        assert beside_peers.main(["--results", str(tmp_path), *arguments]) == 0
        return capsys.readouterr().out

    command = [sys.executable, "-m", "benchmarks", "beside_peers", "--results", tmp_path, "feedback/import-0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    assert "feedback/import-0: not measured yet" in done.stdout
    path = tmp_path / "feedback" / "import-0.json"
    record = json.loads(path.read_text("utf-8"))
    assert len(record["seconds"]) == 3
    assert min(record["seconds"]) > 0.1
    assert "| `import keras` | 3 |" in (tmp_path / "benchmarks.md").read_text("utf-8")
    (tmp_path / "feedback" / "demo-0.draft").write_text("{")  # of a run that was killed
    assert "feedback/demo-0: not measured yet" in told("--list", "feedback")
    assert "feedback/import-0: measured" in told("--list", "feedback")
    assert record["version"] == version.sources()
    path.write_text(json.dumps(record | {"code": "of last year"}), encoding="utf-8")
    assert "feedback/import-0: its code has changed" in told("--list", "feedback")
    assert "**Of code that has changed since:** feedback/import-0." in (
        told("--page") and (tmp_path / "benchmarks.md").read_text("utf-8")
    )
    with pytest.raises(SystemExit) as wrong:
        told("speed")
    assert wrong.value.code == 2
    assert "There is no speed" in capsys.readouterr().err


def test_a_run_in_pieces_does_nothing_twice_and_says_what_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "KEPT", tmp_path)
    first = resumed.Resumed("marks")
    assert first.get(["a", 1], lambda: {"score": 3}) == {"score": 3}
    later = resumed.Resumed("marks", minutes=-1)
    assert later.get(["a", 1], lambda: {"score": 4}) == {"score": 3}
    assert later.get(["b", 1], lambda: {"score": 4}) is None
    assert later.left == 1
    monkeypatch.setattr(version, "version", lambda: "another")
    assert resumed.Resumed("marks").get(["a", 1], lambda: {"score": 4}) == {"score": 4}
