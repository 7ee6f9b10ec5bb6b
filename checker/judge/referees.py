"""The judge: the process that holds the reference networks, and what it measures of a heap of pictures."""

import time
from functools import cached_property

import numpy as np

from checker.errors import CheckerError
from checker.judge import measures, originals, references
from checker.judge.card import PRESENT, Card
from checker.sandbox import launchers
from checker.sandbox.limits import Limits
from checker.sandbox.process import WorkerEnded
from workshop.pictures import softmax

COUNT = 2000  # samples that a card is made of
COPIED = (0.2, 0.5)  # quantiles of the distance to the nearest training picture: a fifth copied is a copy
LOOKED_UP = 500  # samples whose nearest training picture is looked for
SURE = 0.9  # confidence from which on a picture counts as a clear digit
LIMITS = Limits(cpu_seconds=60, wall_seconds=120, memory_gb=4)


class Judge:
    """The reference networks of a data set, in a process that never sees learner code, and the real pictures."""

    def __init__(self, dataset, cancelled=None):
        """Load networks and pictures.

        Args:
            dataset: a `workshop.data.Dataset` whose name is among `networks.judged()`.
            cancelled: a `threading.Event` that ends the request under way.

        Raises:
            CheckerError: there are no networks for this data set, or their file is damaged.
        """
        self.reference = references.load(dataset.name)
        self.images, self.held_out = dataset.train.images, dataset.test.images
        self._cancelled, self._process, self._models = cancelled, None, {}

    def outputs(self, network, images, before=None):
        """What a network makes of pictures.

        Args:
            network: `"classifier"` or one of `networks.LEVELS`.
            images: uint8 (n, 28, 28).
            before: name of a layer whose input is wanted.

        Returns:
            float32 (n, d).
        """
        if self._process is None:
            self._process = launchers.launcher().start()
            if self._cancelled:
                self._process.cancelled = self._cancelled
        if network not in self._models:
            level = references.LEVELS.index(network) if network in references.LEVELS else None
            layers = references.CLASSIFIER if level is None else references.DISCRIMINATOR
            weights = self.reference.classifier if level is None else self.reference.levels[level]
            self._models[network] = self._ask("sequential", layers=[list(layer) for layer in layers], weights=weights)
        inputs = references.as_input(images)
        return self._ask("forward", target=self._models[network], inputs=[inputs], training=False, before=before)

    def features(self, images):
        """float32 (n, 64) of pictures, uint8 (n, 28, 28)."""
        return self.outputs("classifier", images, before=references.FEATURES)

    @cached_property
    def originals(self):
        """The training pictures, ready to be searched."""
        return originals.Originals(self.images)

    @cached_property
    def real(self):
        """What held-out real pictures look like to the networks: a dict; half of them is the measure, half the zero."""
        count = min(COUNT, len(self.held_out) // 3)
        measure, zero = self.some_held_out(0, count), self.some_held_out(1, count)
        features, of_zero = self.features(measure), self.features(zero)
        confidence = softmax(self.outputs("classifier", zero)).max(axis=1)
        _, distances = self.originals.nearest(zero[:LOOKED_UP])
        return {
            "features": features,
            "frechet": measures.frechet_distance(of_zero, features),
            "coverage": measures.coverage(of_zero, features)[0],
            "clear": float(np.mean(confidence > SURE)),
            "distances": distances,
            "pieces": self.originals.nearest_piece(zero[:LOOKED_UP:4]),
        }

    def some_held_out(self, part, count=COUNT):
        """Held-out real pictures, uint8 (count, 28, 28); parts 0, 1 and 2 have none in common.

        Drawn from everywhere: the later half of MNIST's test pictures is by other writers than the first.
        """
        order = np.random.default_rng(0).permutation(len(self.held_out))
        return self.held_out[order[part * count : (part + 1) * count]]

    def card(self, images):
        """Measure pictures.

        Args:
            images: uint8 (n, 28, 28), of a generator; 2,000 for numbers that can be compared.

        Returns:
            A `Card`.
        """
        started = time.perf_counter()
        scores = np.stack(
            [
                self.outputs(level, images)[:, 0] - threshold
                for level, threshold in zip(references.LEVELS, self.reference.thresholds, strict=True)
            ],
            axis=1,
        )
        fooled = scores > 0
        levels = np.cumprod(fooled, axis=1).sum(axis=1)
        probabilities = softmax(self.outputs("classifier", images))
        labels, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
        features = self.features(images)
        looked_up = np.linspace(0, len(images) - 1, min(LOOKED_UP, len(images))).astype(int)
        nearest, distances = self.originals.nearest(images[looked_up])
        pieces = self.originals.nearest_piece(images[looked_up[::4]])
        covered, density = measures.coverage(features, self.real["features"])
        counts = np.bincount(labels, minlength=10)
        return Card(
            dataset=self.reference.dataset,
            count=len(images),
            fooled=[float(share) for share in fooled.mean(axis=0)],
            clear=float(np.mean(confidence > SURE)),
            clear_real=self.real["clear"],
            digits=int(np.sum(counts >= PRESENT * len(images))),
            label_divergence=measures.label_divergence(labels),
            frechet=measures.frechet_distance(features, self.real["features"]),
            frechet_real=self.real["frechet"],
            coverage=covered,
            coverage_real=self.real["coverage"],
            density=density,
            copy_ratio=float(np.min(np.quantile(distances, COPIED) / np.quantile(self.real["distances"], COPIED))),
            piece_ratio=float(np.median(pieces) / np.median(self.real["pieces"])),
            spread=_apart(images) / _apart(self.some_held_out(0)),
            counts=[int(count) for count in counts],
            seconds=round(time.perf_counter() - started, 2),
            order=np.lexsort((-scores[:, -1], -levels)),
            looked_up=looked_up,
            nearest=nearest,
            levels=levels,
        )

    def close(self):
        if self._process:
            self._process.close()

    def _ask(self, op, **fields):
        try:
            reply = self._process.request(op, LIMITS, **fields)
        except WorkerEnded as ended:
            raise CheckerError(f"The judge's process {ended.reason}.") from None
        if "value" not in reply:
            raise CheckerError(f"The judge's networks do not work: {reply.get('raised') or reply.get('refused')}")
        return reply["value"]


def _apart(images):
    """The median distance of a picture to the next one in the heap."""
    following = np.roll(images, 1, axis=0).astype("float32")
    return float(np.median(np.sqrt(((images - following) ** 2).mean(axis=(1, 2))))) / 255
