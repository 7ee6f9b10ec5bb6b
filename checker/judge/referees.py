"""The referees: a process that holds the reference networks of a data set, and the real images beside them."""

from functools import cached_property

import numpy as np

from checker.errors import CheckerError
from checker.judge import originals, references
from checker.judge.card import Drawn
from checker.sandbox import launchers
from checker.sandbox.limits import Limits
from checker.sandbox.process import WorkerEnded

COUNT = 2000  # real images that are measured against; as many samples make a card that can be compared
LIMITS = Limits(cpu_seconds=60, wall_seconds=120, memory_gb=4)


class Referees:
    """The reference networks of a data set, in a process that never sees learner code, and the real images.

    Attributes:
        reference: the `checker.judge.references.Reference`.
        images: the training images, uint8 (n, height, width), or with channels behind.
        classes: how many the data set has.
    """

    def __init__(self, dataset, cancelled=None):
        """Load networks and images.

        Args:
            dataset: a `workshop.data.Dataset` whose name is among `references.judged()`.
            cancelled: a `threading.Event` that ends the request under way.

        Raises:
            CheckerError: there are no networks for this data set, or their file is damaged.
        """
        self.reference = references.load(dataset.name)
        self.images, self._held_out = dataset.train.images, dataset.test
        self.classes = len(dataset.classes)
        self._cancelled, self._process, self._models, self._real = cancelled, None, {}, {}

    def outputs(self, network, images, before=None):
        """The outputs of a network for images.

        Args:
            network: a name among the reference's, such as `"classifier"`.
            images: uint8 (n, height, width), or with channels behind.
            before: name of a layer whose input is wanted.

        Returns:
            float32 (n, d).
        """
        if self._process is None:
            self._process = launchers.launcher().start()
            if self._cancelled:
                self._process.cancelled = self._cancelled
        if network not in self._models:
            layers = [list(layer) for layer in self.reference.layers(network)]
            self._models[network] = self._ask("sequential", layers=layers, weights=self.reference.weights[network])
        inputs = references.as_input(images)
        return self._ask("forward", target=self._models[network], inputs=[inputs], training=False, before=before)

    @cached_property
    def originals(self):
        """The training images, ready to be searched."""
        return originals.Originals(self.images)

    def held_out(self, part, count=COUNT):
        """Held-out real images, uint8 (count, ...); parts 0, 1 and 2 have none in common."""
        return self._held_out.images[self._places(part, count)]

    def real(self, part, most=None):
        """The same as a `Drawn`, which remembers what was seen in it: part 0 is the measure, part 1 the zero.

        The images count as asked for: each by its own class.

        Args:
            part: 0, 1 or 2; 2,000 images, or a third of what there is.
            most: only so many of them.
        """
        if (part, most) not in self._real:
            places = self._places(part, min(COUNT, len(self._held_out.images) // 3))[:most]
            self._real[part, most] = Drawn(self._held_out.images[places], (self._held_out.labels[places],))
        return self._real[part, most]

    def _places(self, part, count):
        # Drawn from everywhere: the later half of MNIST's test images is by other writers than the first.
        order = np.random.default_rng(0).permutation(len(self._held_out.images))
        return order[part * count : (part + 1) * count]

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
