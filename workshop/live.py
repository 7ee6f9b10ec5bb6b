"""Reports to a run, once in a while, how far training is."""

import time

import keras

from workshop.pages.run import Progress


class Live(keras.callbacks.Callback):
    """Calls `tell(progress)`, a `workshop.pages.run.Progress`, before the first step, every `period` seconds, and at
    the end of each epoch; after the last step `tell` is called with `ended=True` as well.
    """

    def __init__(self, tell, period):
        super().__init__()
        self.tell, self.period = tell, period
        self.progress = Progress()
        self._began = self._told = 0.0

    def on_train_begin(self, logs=None):
        self._began = time.perf_counter()
        self.progress = Progress(self.params.get("epochs") or 1, self.params.get("steps"))
        self._tell()

    def on_epoch_begin(self, epoch, logs=None):
        self.progress.epoch, self.progress.step = epoch + 1, 0

    def on_train_batch_end(self, batch, logs=None):
        self.progress.step = batch + 1
        if time.perf_counter() - self._told >= self.period or not self.progress.curves:
            self.progress.seconds = time.perf_counter() - self._began
            self.progress.note(logs or {})
            self._tell()

    def on_epoch_end(self, epoch, logs=None):
        self.progress.steps = self.progress.steps or self.progress.step  # of a generator nobody knows before
        self.progress.note(logs or {})
        self._tell()

    def on_train_end(self, logs=None):
        self._tell(ended=True)

    def _tell(self, ended=False):
        self._told = time.perf_counter()
        self.progress.seconds = self._told - self._began
        self.tell(self.progress, ended)
