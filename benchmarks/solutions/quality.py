"""Time to quality: a generative network is trained for so many seconds, and our judge looks at it now and then."""

import keras
import numpy as np

from benchmarks.common.machine import Clock
from benchmarks.solutions import networks
from checker.judge import kinds
from checker.judge.card import Drawn
from checker.judge.referees import COUNT, Referees
from workshop import data

OUR_SECONDS, OUR_SEEDS, PEERS_SECONDS = 120, 3, 600
LOOKS = (*range(5, 60, 5), *range(60, 120, 10), 120, 150, 180, *range(240, 601, 60))  # seconds
KEPT = 20  # pictures of each look that are kept to be shown
KEYS = ("clear", "label_divergence", "frechet", "coverage", "fooled", "digits", "copy_ratio")
KEYS_OF_CLASSES = ("named", "named_worst", "variety")  # where classes are asked for
KINDS = ("generator", "conditional generator", "critic")  # of networks


def tasks():
    """`[(network, seed), ...]`."""
    found = []
    for kind in KINDS:
        for name in networks.names(kind):
            found += [(name, seed) for seed in range(OUR_SEEDS if networks.is_ours(name) else 1)]
    return found


class Looks(keras.callbacks.Callback):
    """Draws pictures when the time for it has come, while the clock is held, and ends training after the last look."""

    def __init__(self, network, seed, seconds, classes=0):
        super().__init__()
        self.network, self.clock = network, Clock()
        self.due = [look for look in LOOKS if look <= seconds]
        noise = np.random.default_rng(seed).normal(size=(COUNT, network.LATENT_DIM)).astype("float32")
        self.asked = ((np.arange(COUNT) % classes).astype("int32"),) if classes else ()
        self.inputs = [noise, *self.asked]
        self.points, self.pictures, self.step = [], [], 0

    def on_train_begin(self, logs=None):
        self.clock.run()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.clock.now() < self.due[0]:
            return
        seconds = self.clock.hold()
        self.points.append({"seconds": round(seconds, 2), "wall": round(self.clock.wall, 2), "steps": self.step})
        self.pictures.append(self.draw())
        while self.due and self.due[0] <= seconds:
            self.due.pop(0)
        if self.due:
            self.clock.run()
        else:
            self.model.stop_training = True

    def draw(self):
        """uint8 (2000, height, width), as the network's users would draw them: ours with its averaged weights."""
        parts = zip(*(np.split(array, 4) for array in self.inputs), strict=True)
        if hasattr(self.model, "generate"):
            drawn = [self.model.generate(*part) for part in parts]
        else:
            given = [list(part) if self.asked else part[0] for part in parts]
            drawn = [keras.ops.convert_to_numpy(self.model.generator(part, training=False)) for part in given]
        return self.network.to_bytes(np.concatenate(drawn))


def measure(name, seed):
    """Train and judge.

    Args:
        name: of a generative network, see `networks`.
        seed: of weights, noise and order.

    Returns:
        `(record, arrays)`: plain data, and `{"pictures": uint8 (looks, 20, height, width)}`. What TensorFlow takes to
        trace and compile counts; what drawing takes does not.
    """
    dataset = networks.dataset()
    network = networks.load(name)
    count = len(dataset.train.images) // network.BATCH_SIZE * network.BATCH_SIZE  # another size would be compiled for
    trained_on = images = network.prepare(dataset.train.images[:count])
    classes = len(dataset.classes) if hasattr(network, "make_conditional_gan") else 0
    if classes:
        trained_on = images, dataset.train.labels[:count]
    gan = networks.maker(network)(seed)
    looks = Looks(network, seed, OUR_SECONDS if networks.is_ours(name) else PEERS_SECONDS, classes)
    gan.fit(data.batches(trained_on, network.BATCH_SIZE), epochs=10**6, callbacks=[looks], shuffle=False, verbose=0)
    referees = Referees(dataset)
    try:
        for point, pictures in zip(looks.points, looks.pictures, strict=True):
            card = kinds.judge(Drawn(pictures, looks.asked), referees)
            point |= {key: card[key] for key in (*KEYS, *KEYS_OF_CLASSES) if key in card}
    finally:
        referees.close()
    opponent = getattr(gan, "critic", None) or gan.discriminator
    record = {
        "title": network.TITLE,
        "batch_size": network.BATCH_SIZE,
        "parameters": [gan.generator.count_params(), opponent.count_params()],
        "looks": looks.points,
    }
    return record, {"pictures": np.stack([pictures[:KEPT] for pictures in looks.pictures])}
