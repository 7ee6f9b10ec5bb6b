"""Watching two networks that train against each other: what a loss alone does not tell."""

import keras
import numpy as np

from workshop import images


class Monitor(keras.callbacks.Callback):
    """Looks at a GAN every few steps: losses, the discriminator's accuracy, and what the generator draws.

    The model has `generate(noise)`, which returns pictures in [-1, 1], and a `discriminator`, which returns logits; its
    steps report `d_loss` and `g_loss`. At the end of an epoch, its means join Keras's logs, as `d_loss`, `g_loss`,
    `real_accuracy` and `fake_accuracy`, and the pictures go to `epochs/`. At the end of training, `curves.png` and
    `training.gif` are written. Give it before the callbacks of `Run`, so that these see what it adds.

    Attributes:
        history: lists of equal length: `step`, `d_loss` and `g_loss` (means since the look before), `real_accuracy` and
            `fake_accuracy` (shares, 0 to 1).
    """

    def __init__(self, run, noise, images, every=80):
        """Choose what to look at.

        Args:
            run: the `workshop.runs.Run` to write to.
            noise: float32 (n, latent_dim), the same for each look; n pictures make a sheet.
            images: float32 (m, 28, 28, 1) in [-1, 1], real pictures that training does not see.
            every: steps between two looks.
        """
        super().__init__()
        self.run, self.noise, self.images, self.every = run, noise, images, every
        self.history = {"step": [], "d_loss": [], "g_loss": [], "real_accuracy": [], "fake_accuracy": []}
        self.frames = []
        self._step, self._losses, self._epoch_start = 0, [], 0

    def on_train_begin(self, logs=None):
        self.frames.append(self._draw())

    def on_train_batch_end(self, batch, logs=None):
        self._step += 1
        self._losses.append((logs["d_loss"], logs["g_loss"]))
        if len(self._losses) == self.every:
            self._look()

    def on_epoch_end(self, epoch, logs=None):
        if self._losses:  # steps since the last look: the epochs need not be a multiple of `every` long
            self._look()
        of_epoch = slice(self._epoch_start, None)
        logs |= {name: float(np.mean(values[of_epoch])) for name, values in self.history.items() if name != "step"}
        self._epoch_start = len(self.history["step"])
        folder = self.run.folder / "epochs"
        folder.mkdir(exist_ok=True)
        images.sheet(folder / f"epoch-{epoch + 1:03}.png", self.frames[-1])

    def on_train_end(self, logs=None):
        images.adversaries(self.run.path("curves.png"), self.history)
        images.film(self.run.path("training.gif"), self.frames)

    def _look(self):
        fakes = self._draw()
        d_loss, g_loss = np.mean(self._losses, axis=0)
        self._losses = []
        # As it sees them in training, each kind normalized by itself. The running averages of the normalization belong
        # to a mixture of both that never comes: with them, the accuracies would jump between 0 and 1.
        weights = self.model.discriminator.get_weights()
        real_logits, fake_logits = (
            keras.ops.convert_to_numpy(self.model.discriminator(images, training=True))
            for images in (self.images, fakes)
        )
        self.model.discriminator.set_weights(weights)
        self.frames.append(fakes)
        seen = {
            "step": self._step,
            "d_loss": float(d_loss),
            "g_loss": float(g_loss),
            "real_accuracy": float(np.mean(real_logits > 0)),
            "fake_accuracy": float(np.mean(fake_logits < 0)),
        }
        for name, value in seen.items():
            self.history[name].append(value)

    def _draw(self):
        return self.model.generate(self.noise)
