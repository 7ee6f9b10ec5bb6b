"""The benchmarks beside the peers: that these are what their authors state, and that a stopped run goes on."""

import json
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
PEERS = ("seed_dcgan", "keras_gan", "keras_guide", "tensorflow_tutorial")


@pytest.fixture
def networks(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import networks

    return networks


@pytest.fixture
def operations(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import operations

    return operations


@pytest.mark.parametrize("name", PEERS)
def test_a_step_of_a_peer_moves_both_networks_and_its_pictures_become_bytes(networks, name):
    network = networks.load(name)
    gan = network.make_gan(0)
    parts = (gan.generator, gan.discriminator)
    before = [[weight.numpy() for weight in part.trainable_weights] for part in parts]
    images = np.random.default_rng(0).integers(0, 256, (network.BATCH_SIZE, 28, 28), dtype="uint8")
    losses = gan.train_step(keras.ops.convert_to_tensor(network.prepare(images)))
    assert all(np.isfinite(float(loss)) for loss in losses.values())
    for part, old in zip(parts, before, strict=True):
        assert all(np.abs(new.numpy() - was).max() > 0 for new, was in zip(part.trainable_weights, old, strict=True))
    drawn = network.to_bytes(network.prepare(images))
    np.testing.assert_array_equal(drawn, images)
    noise = keras.random.normal((3, network.LATENT_DIM), seed=0)
    assert network.to_bytes(keras.ops.convert_to_numpy(gan.generator(noise))).shape == (3, 28, 28)


def test_the_peers_have_as_many_parameters_as_their_authors_state(networks):
    seed = networks.load("seed_dcgan").make_gan(0)
    assert (seed.generator.count_params(), seed.discriminator.count_params()) == (516_897, 855_305)
    assert networks.load("keras_convnet").make_classifier(0).count_params() == 34_826


@pytest.mark.parametrize("name", ["our_cnn", "keras_convnet", "seed_cnn"])
def test_a_classifier_of_the_benchmark_learns_a_batch(networks, name):
    network = networks.load(name)
    images = np.random.default_rng(0).integers(0, 256, (network.BATCH_SIZE, 28, 28), dtype="uint8")
    inputs, labels = network.prepare(images, np.arange(network.BATCH_SIZE) % 10)
    model = network.make_classifier(0)
    losses = [float(model.train_on_batch(inputs, labels, return_dict=True)["loss"]) for _ in range(12)]
    assert losses[-1] < losses[0]


def test_operations_are_those_that_one_counts_by_hand(operations):
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


def test_the_page_is_written_from_the_records_that_are_committed(root):
    """Whoever changes a record, or the page's words, writes the page again: `beside_peers.py --page`."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import page, records; "
        "sys.stdout.buffer.write(page.text(records.Records()).encode())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(BENCHMARKS)], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").replace("\r\n", "\n") == (root / "docs/evidence/benchmarks.md").read_text(
        "utf-8"
    )


def test_a_measurement_is_made_once_and_again_when_its_code_has_changed(tmp_path):
    def run(*arguments):
        command = [sys.executable, BENCHMARKS / "beside_peers.py", "--results", tmp_path, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = run("feedback/import-0")
    assert done.returncode == 0, done.stderr
    assert "feedback/import-0: not measured yet" in done.stdout
    path = tmp_path / "feedback" / "import-0.json"
    record = json.loads(path.read_text("utf-8"))
    assert len(record["seconds"]) == 3
    assert min(record["seconds"]) > 0.1
    assert "| `import keras` | 3 |" in (tmp_path / "benchmarks.md").read_text("utf-8")
    (tmp_path / "feedback" / "demo-0.draft").write_text("{")  # of a run that was killed
    assert "feedback/demo-0: not measured yet" in run("--list", "feedback").stdout
    assert "feedback/import-0: measured" in run("--list", "feedback").stdout
    path.write_text(json.dumps(record | {"code": "of last year"}), encoding="utf-8")
    assert "feedback/import-0: its code has changed" in run("--list", "feedback").stdout
    assert "**Of code that has changed since:** feedback/import-0." in (
        run("--page") and (tmp_path / "benchmarks.md").read_text("utf-8")
    )
    wrong = run("speed")
    assert wrong.returncode == 2
    assert "There is no speed" in wrong.stderr
