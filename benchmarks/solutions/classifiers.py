"""Seconds to 99.0 % of MNIST's test pictures: a classifier is trained, and looked at four times an epoch."""

import keras
import numpy as np

from benchmarks.common.machine import Clock
from benchmarks.solutions import networks

SEEDS = range(5)
AIM = 0.99
LOOKS_PER_EPOCH = 4


def tasks():
    """`[(network, seed), ...]`."""
    return [(name, seed) for name in networks.names("classifier") for seed in SEEDS]


class Looks(keras.callbacks.Callback):
    """Accuracy on the test pictures, with the weights that training would leave if it ended now; the clock is held."""

    def __init__(self, images, labels, every, end=None):
        super().__init__()
        self.images, self.labels, self.every, self.end = images, labels, every, end
        self.clock, self.points, self.step, self.stopped = Clock(), [], 0, False

    def on_train_begin(self, logs=None):
        self.clock.run()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.step % self.every:
            return
        seconds = self.clock.hold()
        point = {"seconds": round(seconds, 2), "wall": round(self.clock.wall, 2), "steps": self.step}
        self.points.append(point | {"accuracy": self.accuracy()})
        self.clock.run()
        if self.end and self.points[-1]["accuracy"] >= self.end:
            self.model.stop_training = True
            self.stopped = True

    def accuracy(self):
        weights = self.model.get_weights()
        if self.model.optimizer.use_ema:  # `fit` does so in the end
            self.model.optimizer.finalize_variable_values(self.model.trainable_variables)
        outputs = np.concatenate([self.model(part, training=False) for part in np.split(self.images, 20)])
        self.model.set_weights(weights)
        return round(float(np.mean(outputs.argmax(axis=1) == self.labels)), 4)


def measure(name, seed):
    """Train for as many epochs as the network's authors did; a peer with another seed than 0, until it is at the aim.

    Args:
        name: of a classifier, see `networks`.
        seed: of weights and order.

    Returns:
        `(record, None)`.
    """
    network = networks.load(name)
    dataset = networks.dataset()
    model = network.make_classifier(seed)
    kept = round(len(dataset.train.images) * (1 - network.HELD_BACK))
    images, labels = network.prepare(*dataset.train)
    images, labels = images[:kept], labels[:kept]
    every = -(-kept // network.BATCH_SIZE) // LOOKS_PER_EPOCH
    end = AIM if seed and not networks.is_ours(name) else None
    looks = Looks(network.prepare(*dataset.test)[0], dataset.test.labels, every, end)
    model.fit(images, labels, batch_size=network.BATCH_SIZE, epochs=network.EPOCHS, callbacks=[looks], verbose=0)
    reached = [point["seconds"] for point in looks.points if point["accuracy"] >= AIM]
    record = {
        "title": network.TITLE,
        "batch_size": network.BATCH_SIZE,
        "epochs": network.EPOCHS,
        "parameters": model.count_params(),
        "seconds_to_aim": reached[0] if reached else None,
        "complete": not looks.stopped,
        "looks": looks.points,
    }
    return record, None
