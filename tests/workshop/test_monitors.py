"""A monitor sees what a model draws and reports, whatever its networks take and are called."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest
from PIL import Image

from workshop.images import each_class
from workshop.monitors import Monitor


class Pair(keras.Model):
    """A generator that is not trained, drawing from noise and two conditions, and who judges it."""

    def __init__(self, judge, reported):
        super().__init__()
        self.judge, self.reported = judge, reported
        self.scale = self.add_weight(shape=())

    def generate(self, noise, kind, *others):
        assert all(len(other) == len(noise) for other in (kind, *others))
        return np.tile(np.asarray(noise)[:, :1, None, None], (1, 16, 20, 3)) * np.asarray(kind)[:, None, None, None]

    def train_step(self, images):
        return {name: keras.ops.mean(images) + self.scale for name in self.reported}


@pytest.fixture
def judge():
    """Takes an image for real where its mean lies above the one condition that comes with it."""
    image, kind = keras.Input((16, 20, 3)), keras.Input((), dtype="int32")
    mean = keras.layers.GlobalAveragePooling2D()(image)
    mean = keras.layers.Dense(1, kernel_initializer="ones")(mean)
    bias = keras.layers.Embedding(3, 1, embeddings_initializer="zeros")(kind)
    return keras.Model([image, kind], mean + bias)


def watch(tmp_path, model, **arguments):
    run = SimpleNamespace(folder=tmp_path, path=lambda name: str(tmp_path / name))
    monitor = Monitor(run, every=2, **arguments)
    model.compile()
    model.fit(np.ones((8, 16, 20, 3), "float32"), batch_size=2, epochs=2, verbose=0, callbacks=[monitor])
    return monitor


def test_generators_and_discriminators_may_take_several_inputs(tmp_path, judge):
    noise = each_class(np.full((3, 4), -0.5), [1, 2])
    real = [np.ones((5, 16, 20, 3), "float32"), np.zeros(5, "int64")]
    model = Pair(judge, ("d_loss", "g_loss"))
    monitor = watch(tmp_path, model, noise=noise, images=real, discriminator="judge", columns=2)
    assert list(monitor.history) == ["step", "d_loss", "g_loss", "real_accuracy", "fake_accuracy"]
    assert monitor.history["step"] == [2, 4, 6, 8]
    assert monitor.history["real_accuracy"] == [1.0] * 4  # their means are above zero
    assert monitor.history["fake_accuracy"] == [1.0] * 4  # and those below zero are found out
    assert [len(frame) for frame in monitor.frames] == [6] * 5
    assert Image.open(tmp_path / "epochs" / "epoch-002.png").mode == "RGB"
    assert (tmp_path / "curves.png").stat().st_size > 1000
    with Image.open(tmp_path / "training.gif") as film:
        assert film.size == (2 * (2 * 22 + 2), 2 * (3 * 18 + 2))


def test_what_is_watched_can_be_named_and_the_accuracy_left_out(tmp_path):
    noise = [np.ones((6, 4), "float32"), np.ones(6), np.ones(6)]
    model = Pair(None, ("critic_loss", "g_loss", "distance"))
    monitor = watch(tmp_path, model, noise=noise, reports=("critic_loss", "g_loss", "distance"))
    assert list(monitor.history) == ["step", "critic_loss", "g_loss", "distance"]
    assert all(len(values) == 4 for values in monitor.history.values())
    assert (tmp_path / "curves.png").exists()
