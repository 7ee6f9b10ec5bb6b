"""What ends a check on the learner's account: failures, in the fields of the one message that a learner reads."""


class Failure(Exception):
    """A check that did not pass, told in the fields of one message.

    Args:
        what: the thing that was looked at, such as "the sum of the ten scores".
        expected, got: short texts.
        hint: what to look at next; never the answer's code.
        called: the call that it is about; where None, the last call that the check made.
        where: `(line, function)` of the learner's file; where None, the beginning of the function called last.
        printed: what the learner's code printed meanwhile.
    """

    outcome = "fail"
    RAISED = "no exception"  # what was expected where the learner's code raised one

    def __init__(self, what, expected="", got="", hint="", called=None, where=None, printed=""):
        super().__init__(what)
        self.what, self.expected, self.got, self.hint = what, expected, got, hint
        self.called, self.where, self.printed = called, where, printed

    @property
    def identity(self):
        """What two failures have in common that tell the same: an exception is one, whichever check met it."""
        if self.expected == self.RAISED:
            return self.got, self.where
        return self.what, self.expected, self.got, self.hint, self.called, self.where


class LoadFailure(Failure):
    """The learner's file could not be loaded at all, so that every check meets the same."""


class OutOfTime(Failure):
    """The learner's code took longer than it may."""


class Tampering(Failure):
    """The learner's code did what no honest mistake does, such as to answer in the checker's place."""


class Unwritten(Failure):
    """The learner has not written this function yet: the message of the skeleton, unchanged."""

    outcome = "todo"
