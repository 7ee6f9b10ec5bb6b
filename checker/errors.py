"""The ways in which a command of the checker can fail for a reason that is no answer's."""


class UsageError(Exception):
    """A command that cannot be carried out as typed; the message says what to type instead. Exit status 2."""


class CheckerError(Exception):
    """The checker, a rubric or the machine broke; never the learner's fault. Exit status 3."""


class MachineError(CheckerError):
    """The machine ran out of something, or does not let us do something; the message says what to change."""
