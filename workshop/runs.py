"""Run folders: everything that one run of an exercise leaves behind, in files that other tools read."""

import atexit
import json
import os
import platform
import sys
import time
from datetime import datetime
from pathlib import Path

from workshop import stopped

_OPEN = []  # runs that have not come to their end: what ends them is not told to them, but to the script


class RunError(Exception):
    """A run folder that cannot be used; the message says why and what to type next."""


def pages():
    """The module that writes pages, imported with the first page: the checker loads exercises without running them."""
    from workshop.pages import run

    return run


def end(error):
    """Let the pages of all unfinished runs say what ended them.

    Args:
        error: the exception; None where a program simply ended.

    Returns:
        Whether the same command goes on with one of these runs.
    """
    goes_on = any(run.can_go_on for run in _OPEN)
    for run in list(_OPEN):
        if isinstance(error, KeyboardInterrupt):
            run.end(pages().stopped("Ctrl-C ended it."))
        elif error is None:
            run.end(pages().stopped("The program ended before the run did."))
        else:
            run.end(pages().failed(f"{type(error).__name__}: {str(error)[:300]}"))
    return goes_on


atexit.register(end, None)


class Run:
    """A folder for the results of one run.

    `config.json` is written at once, and `index.html`, a page for a browser that renews itself while the run trains.
    `callbacks()` adds `metrics.csv` (one row an epoch) and `tensorboard/`; `finish()` adds `results.json`. Everything
    else is written by the exercise through `path()`.

    Attributes:
        folder: a `Path`.
        can_go_on: whether the same command goes on with this run, where it did not come to its end.
        goes_on: whether it goes on with what another call has left in the folder.
    """

    _complained, _shown = False, 0.0

    def __init__(self, exercise, args, dataset, script=None):
        """Make the folder, write `config.json` and the page, and say where the page is.

        Args:
            exercise: the exercise's name.
            args: what `workshop.cli.parse` returned.
            dataset: the name of the data that is used; without a network it need not be the one that was asked for.
            script: the path of the exercise's file, for a run that can go on where it was stopped: a run of the same
                file with the same options that has no results yet, is in no other program's hands, and lies in
                `args.out`, or below `runs/` where that is None. The exercise itself finds there what is done.

        Raises:
            RunError: the folder holds files already, or cannot be written.
        """
        import keras

        config = {
            "exercise": exercise,
            "dataset": dataset,
            **{name: value for name, value in vars(args).items() if name not in ("dataset", "out")},
            "python": platform.python_version(),
            "keras": keras.__version__,
            "backend": keras.config.backend(),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs",
            "started": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        if script:
            config |= {"script": stopped.checksum(script), "process": os.getpid()}
        found = stopped.find(exercise, args.out, config) if script else None
        self.can_go_on, self.goes_on = script is not None, found is not None
        self.folder = Path(found or args.out or Path("runs") / f"{exercise}-{datetime.now():%Y%m%d-%H%M%S-%f}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not found and any(self.folder.iterdir()):
                why = stopped.differences(self.folder, config) if script else ""
                raise RunError(
                    f"{self.folder} is not empty, and a run overwrites nothing.{why}\nName another with --out."
                )
        except OSError as error:
            raise RunError(
                f"The run folder {self.folder} cannot be made: {error}.\nName another with --out."
            ) from error
        self._write_json("config.json", config)
        self._training_started = self._training_ended = self._progress = self._counted = None
        self._began = time.perf_counter()
        if self.goes_on:
            print(f"Going on with {self.folder}, which was stopped.", flush=True)
        if self._show(pages().beginning()):
            print(f"Watch it in a browser: {(self.folder.resolve() / pages().NAME).as_uri()}", flush=True)
            _OPEN.append(self)

    def path(self, name):
        """The path of a file in the folder, as a string."""
        # Something was drawn: there is news.
        if self in _OPEN and self._training_ended is not None and time.perf_counter() - self._shown > pages().PERIOD:
            self._show(pages().drawing())
        return str(self.folder / name)

    def tell(self, done, total, unit):
        """Show on the page how far a run of many trainings or the like has come.

        Args:
            done, total: how many are done, and how many there are.
            unit: what is counted, such as "training".
        """
        progress = self._counted = self._counted or pages().Progress(epochs=total, unit=unit)
        progress.epoch, progress.seconds = min(done + 1, total), time.perf_counter() - self._began
        progress.note({})
        self._tell(progress, ended=done == total)

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
        """Callbacks for `fit`: metrics as CSV, TensorBoard's logs, the time that training took, and its page."""
        import keras

        from workshop.live import Live

        return [
            keras.callbacks.CSVLogger(self.path("metrics.csv")),
            keras.callbacks.TensorBoard(log_dir=self.path("tensorboard"), write_graph=False),
            keras.callbacks.LambdaCallback(on_train_begin=self._start_clock, on_train_end=self._stop_clock),
            Live(self._tell, pages().PERIOD),
        ]

    def finish(self, **results):
        """Write `results.json` with the given results and the seconds of `fit`; end the page; print the folder."""
        if self._training_ended is not None:
            results["training_seconds"] = round(self._training_ended - self._training_started, 1)
        self._write_json("results.json", results)
        self.end(pages().done())
        print(f"Results and images: {self.folder}")

    def end(self, state):
        """Let the page say how the run ended; after that it changes no more.

        Args:
            state: a `workshop.pages.run.State`.
        """
        if self in _OPEN:
            _OPEN.remove(self)
            self._show(state)

    def _tell(self, progress, ended):
        self._progress = progress
        if self in _OPEN:
            self._show(pages().drawing() if ended else pages().training(progress))

    def _show(self, state):
        """Write the page; returns whether that worked. An error in a page must not end a run."""
        try:
            pages().write(self.folder, state, self._progress)
        except Exception as error:
            if state.is_done or not self._complained:
                print(f"The page of this run could not be written: {type(error).__name__}: {error}", file=sys.stderr)
            self._complained = True
            return False
        self._shown = time.perf_counter()
        return True

    def _start_clock(self, logs=None):
        self._training_started = time.perf_counter()

    def _stop_clock(self, logs=None):
        self._training_ended = time.perf_counter()

    def _write_json(self, name, content):
        (self.folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
