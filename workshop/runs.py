"""Run folders: everything that one run of an exercise leaves behind, in files that other tools read."""

import json
import os
import platform
import sys
import time
from datetime import datetime
from pathlib import Path


class RunError(Exception):
    """A run folder that cannot be used; the message says why and what to type next."""


class Run:
    """A folder for the results of one run.

    `config.json` is written at once; `callbacks()` adds `metrics.csv` (one row an epoch) and `tensorboard/`;
    `finish()` adds `results.json`. Everything else is written by the exercise through `path()`.
    """

    def __init__(self, exercise, args, dataset):
        """Make the folder and write `config.json`.

        Args:
            exercise: the exercise's name.
            args: what `workshop.cli.parse` returned.
            dataset: the name of the data that is used; without a network it need not be the one that was asked for.

        Raises:
            RunError: the folder holds files already, or cannot be written.
        """
        self.folder = Path(args.out or Path("runs") / f"{exercise}-{datetime.now():%Y%m%d-%H%M%S-%f}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if any(self.folder.iterdir()):
                raise RunError(f"{self.folder} is not empty, and a run overwrites nothing.\nName another with --out.")
        except OSError as error:
            raise RunError(
                f"The run folder {self.folder} cannot be made: {error}.\nName another with --out."
            ) from error
        import keras

        self._write_json(
            "config.json",
            {
                "exercise": exercise,
                "dataset": dataset,
                "epochs": args.epochs,
                "seed": args.seed,
                "python": platform.python_version(),
                "keras": keras.__version__,
                "backend": keras.config.backend(),
                "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs",
                "started": datetime.now().astimezone().isoformat(timespec="seconds"),
            },
        )
        self._training_started = self._training_ended = None

    def path(self, name):
        """The path of a file in the folder, as a string."""
        return str(self.folder / name)

    def show(self, *names):
        """Show images of the folder, by their files' names, in a notebook."""
        from IPython.display import Image, display

        for name in names:
            display(Image(filename=self.path(name)))

    @property
    def verbosity(self):
        """Keras's `verbose`: a progress bar in a terminal, a line an epoch where the output goes to a file."""
        return 1 if sys.stdout.isatty() or "ipykernel" in sys.modules else 2

    def callbacks(self):
        """Callbacks for `fit`: metrics as CSV, TensorBoard's logs, and the time that training took."""
        import keras

        return [
            keras.callbacks.CSVLogger(self.path("metrics.csv")),
            keras.callbacks.TensorBoard(log_dir=self.path("tensorboard"), write_graph=False),
            keras.callbacks.LambdaCallback(on_train_begin=self._start_clock, on_train_end=self._stop_clock),
        ]

    def finish(self, **results):
        """Write `results.json`: the results given, with the seconds that `fit` took, and say where the folder is."""
        if self._training_ended is not None:
            results["training_seconds"] = round(self._training_ended - self._training_started, 1)
        self._write_json("results.json", results)
        print(f"Results and pictures: {self.folder}")

    def _start_clock(self, logs=None):
        self._training_started = time.perf_counter()

    def _stop_clock(self, logs=None):
        self._training_ended = time.perf_counter()

    def _write_json(self, name, content):
        (self.folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
