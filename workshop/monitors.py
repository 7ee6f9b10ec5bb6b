"""Watches two networks that train against each other, for what a loss alone does not show."""

import keras
import numpy as np

from workshop import images


class Monitor(keras.callbacks.Callback):
    """Looks at a GAN every few steps: losses, the discriminator's accuracy, and what the generator draws.

    The model has `generate(*noise)`, which returns images in [-1, 1], and a `discriminator`, which returns logits; its
    steps report `d_loss` and `g_loss`. At the end of an epoch, its means join Keras's logs, as `d_loss`, `g_loss`,
    `real_accuracy` and `fake_accuracy`, and the images go to `epochs/`. At the end of training, `curves.png` and
    `training.gif` are written. Give it before the callbacks of `Run`, so that these see what it adds.

    Attributes:
        history: lists of equal length: `step`, `d_loss` and `g_loss` (means since the look before), `real_accuracy` and
            `fake_accuracy` (shares, 0 to 1).
        frames: what `generate` returned, before the first step and at each look.
    """

    def __init__(
        self,
        run,
        noise,
        images=None,
        every=80,
        reports=("d_loss", "g_loss"),
        discriminator="discriminator",
        columns=10,
    ):
        """Choose what to look at.

        Args:
            run: the `workshop.runs.Run` to write to.
            noise: what `generate` draws from, the same for each look: float32 (n, latent_dim), or a list of arrays
                (n, ...) where it takes several, as of `workshop.images.each_class`; n images make a sheet.
            images: float32 (m, h, w, c) in [-1, 1], real images that training does not see, or a list of them and of
                what else the discriminator takes; it then takes the arrays of `noise` after the first with what is
                drawn. None where no accuracy is watched, for a network that does not return logits.
            every: steps between two looks.
            reports: the names of what a step reports and is watched.
            discriminator: the model's attribute that is the discriminator.
            columns: images in a row of a sheet.
        """
        super().__init__()
        self.run, self.images, self.every = run, images, every
        self.noise = list(noise) if isinstance(noise, (list, tuple)) else [noise]
        self.reports, self.discriminator, self.columns = reports, discriminator, columns
        accuracies = () if images is None else ("real_accuracy", "fake_accuracy")
        self.history = {name: [] for name in ("step", *reports, *accuracies)}
        self.frames = []
        self._step, self._reported, self._epoch_start = 0, [], 0

    def on_train_begin(self, logs=None):
        self.frames.append(self._draw())

    def on_train_batch_end(self, batch, logs=None):
        self._step += 1
        self._reported.append([logs[name] for name in self.reports])
        if len(self._reported) == self.every:
            self._look()

    def on_epoch_end(self, epoch, logs=None):
        if self._reported:  # steps since the last look: the epochs need not be a multiple of `every` long
            self._look()
        of_epoch = slice(self._epoch_start, None)
        logs |= {name: float(np.mean(values[of_epoch])) for name, values in self.history.items() if name != "step"}
        self._epoch_start = len(self.history["step"])
        folder = self.run.folder / "epochs"
        folder.mkdir(exist_ok=True)
        images.sheet(folder / f"epoch-{epoch + 1:03}.png", self.frames[-1], self.columns)

    def on_train_end(self, logs=None):
        images.adversaries(self.run.path("curves.png"), self.history)
        images.film(self.run.path("training.gif"), self.frames, self.columns)

    def _look(self):
        fakes = self._draw()
        seen = {"step": self._step}
        seen |= zip(self.reports, map(float, np.mean(self._reported, axis=0)), strict=True)
        self._reported = []
        if self.images is not None:
            seen |= self._accuracies(fakes)
        self.frames.append(fakes)
        for name, value in seen.items():
            self.history[name].append(value)

    def _accuracies(self, fakes):
        # As it sees them in training, each kind normalized by itself. The running averages of the normalization belong
        # to a mixture of both that never comes: with them, the accuracies would jump between 0 and 1.
        network = getattr(self.model, self.discriminator)
        weights = network.get_weights()
        conditions = self.noise[1:]
        real_logits, fake_logits = (
            keras.ops.convert_to_numpy(network(_inputs(given), training=True))
            for given in (self.images, [fakes, *conditions] if conditions else fakes)
        )
        network.set_weights(weights)
        return {
            "real_accuracy": float(np.mean(real_logits > 0)),
            "fake_accuracy": float(np.mean(fake_logits < 0)),
        }

    def _draw(self):
        return self.model.generate(*self.noise)


def _inputs(given):
    """The inputs for a model: Keras does not accept arrays and tensors mixed in one list."""
    return [keras.ops.convert_to_tensor(one) for one in given] if isinstance(given, (list, tuple)) else given
