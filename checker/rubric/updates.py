"""Whether a step of training uses its optimizers: by plain gradient descent alone that is not seen in the weights."""

from checker.rubric.expect import expect, scalar
from checker.text import number

UNUSED = (
    "Have {} apply the gradients. Plain gradient descent could do without it; but Adam remembers earlier gradients, and"
    " only its apply() makes use of them."
)


def counted(optimizers):
    """How many updates each optimizer made so far, by its own count; `optimizers` are `checker.learner` `Remote`s."""
    return [scalar(each.get("iterations"), "how many updates an optimizer counts") for each in optimizers]


def expect_some(optimizer, found, moved, network):
    """Fail if a network moved while its optimizer, which goes by this name, counted no update in the step."""
    what = f"how many updates {optimizer} made in a step that moved the {network}"
    expect(found > 0 or not moved, what, "1 or more", number(found), UNUSED.format(optimizer))


def expect_one(optimizer, found):
    """Fail unless an optimizer, which goes by this name, counted one update in one step."""
    hint = (
        f"Pass all gradients to {optimizer} at once: each call of apply() counts as an update, by which Adam weighs"
        " what it remembers."
        if found
        else UNUSED.format(optimizer)
    )
    expect(found == 1, f"how many updates {optimizer} made in one step", "1", number(found), hint)
