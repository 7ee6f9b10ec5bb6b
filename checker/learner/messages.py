"""What a learner reads of an exception: the part that says something, and what to look at."""

import re

from checker.text import cut

MESSAGE_SHOWN = 500  # characters of an exception's message


def brief(message):
    """The part of an exception's message that a person reads; Keras adds colours, configurations and whole arrays."""
    message = re.sub(r"\x1b\[[0-9;]*m", "", message).split("\n\nArguments received")[0]
    if "Exception encountered: " in message:
        message = message.rpartition("Exception encountered: ")[2]
    return cut(message, MESSAGE_SHOWN)


def exception_hint(kind, message):
    """What to look at, for exceptions that say little to a beginner."""
    if "positional argument" in message or "unexpected keyword argument" in message:
        return "Keep the parameters as the skeleton has them."
    return {
        "SystemExit": "Let the function return: no exit or quit.",
        "SyntaxError": "Python cannot read this line, or the one above it: look for a missing bracket, quote or colon.",
        "IndentationError": "Python goes by the spaces at the beginning of a line: line it up with its neighbours.",
        "TabError": "Tabs and spaces are mixed: use four spaces.",
        "NameError": "Is the name spelled as where it was defined, and defined before it is used?",
        "ModuleNotFoundError": "Is the module's name spelled right? The exercise needs only what the skeleton imports.",
        "UnboundLocalError": "The variable gets its value only on another path through the function.",
        "RecursionError": "The function calls itself without end.",
        "MemoryError": "Look at the shapes: is an array much too large?",
    }.get(kind, "")
