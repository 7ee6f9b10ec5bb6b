"""Calls that a learner's function must refuse, for what they ask for cannot be had."""

from checker.failures import Failure, Unwritten
from checker.text import describe


def expect_refused(call, what, hint):
    """Fail unless a call of the learner's code raises a ValueError."""
    try:
        got = call()
    except Unwritten:
        raise
    except Failure as failure:
        if failure.expected == Failure.RAISED and failure.got.startswith("ValueError"):
            return
        if failure.expected == Failure.RAISED:
            failure.expected, failure.hint = "a ValueError", hint
        raise
    raise Failure(what, "a ValueError", f"no exception, but {describe(got)}", hint)
