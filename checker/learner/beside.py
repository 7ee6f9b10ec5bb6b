"""Work that goes on beside the checks, on another core."""

import threading

from checker.errors import CheckerError
from checker.sandbox import launchers


class Beside:
    """A job that runs beside the checks, on another core; where workers cannot be forked, when its result is asked for.

    It begins with the same random numbers either way: a verdict must not hang on how many cores a machine has.

    Calling it returns what the job returned, or raises what it raised.

    Attributes:
        worked: the `checker.learner.code.Learner` that the job works with.
    """

    def __init__(self, learner, job):
        self._learner, self._job, self._thread = learner, job, None
        self._done, self._value, self._error = False, None, None
        self.worked = learner
        if learner.threads and not learner._local and launchers.launcher().forks:
            self.worked = learner.twin()
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def __call__(self):
        if self._thread:
            self._thread.join()
        if not self._done or isinstance(self._error, CheckerError):  # what broke beside the checks is tried alone
            self._run()
        self._learner.begin()  # beside the checks or not: what is asked next draws the same
        if self.worked.calls is not self._learner.calls:
            self._learner.calls += self.worked.calls
            self._learner.figures |= self.worked.figures
            self._learner.pictures |= self.worked.pictures
            # What it is asked from now on is asked by a check.
            self.worked.calls, self.worked.figures = self._learner.calls, self._learner.figures
            self.worked.pictures = self._learner.pictures
        if self._error:
            raise self._error
        return self._value

    def _run(self):
        self._value = self._error = None
        try:
            self.worked.reseed()
            self._value = self._job(self.worked)
        except Exception as error:  # a Failure, or a fault of the checker's: told when the result is asked for
            self._error = error
        self._done = True

    def close(self):
        """Stop the job, and end its workers."""
        if self.worked is not self._learner:
            self.worked.cancelled.set()
            self._thread.join()
            self.worked.close()
