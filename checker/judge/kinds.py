"""The kinds of judgement: each is a module of this package that measures what was drawn, and reports it to people.

Such a module has `MEASURES`, functions `(drawn, referees) -> {name: number}`; and `rows(numbers)`, a card's numbers for
people. One that looks at image after image has `order(drawn, referees)`, which convinces it most, and
`levels(drawn, referees)`, how many levels each one fools. What a band asks of each kind stands in
`checker.judge.bands`. Several kinds can judge the same images: those of classes that were asked for are samples, too.
"""

from checker.judge import card, conditional, references, samples, unseen

KINDS = {"samples": samples, "conditional": conditional, "unseen": unseen}


def judged(name):
    """Names of the data sets whose images a kind judges: one that has an unseen class is judged by that alone."""
    return tuple(each for each in references.judged() if (each in unseen.UNSEEN) == (KINDS[name] is unseen))


def suited(drawn, dataset):
    """The names of the kinds that a `checker.judge.card.Drawn` can be judged by, beside a data set of this name."""
    if dataset in unseen.UNSEEN:
        return ("unseen",)
    return ("samples", "conditional") if drawn.asked else ("samples",)


def judge(drawn, referees, names=None):
    """The report card of what was drawn, a dict: see `checker.judge.card.card`.

    Args:
        drawn: a `checker.judge.card.Drawn`.
        referees: a `checker.judge.referees.Referees`.
        names: of kinds; by default all that suit.
    """
    chosen = suited(drawn, referees.reference.dataset) if names is None else names
    return card.card(drawn, referees, [measure for name in chosen for measure in KINDS[name].MEASURES])


def rows(numbers, names):
    """A card's numbers for people, kind after kind: `[(name, of the samples, of real images, what it tells), ...]`."""
    return [row for name in names for row in KINDS[name].rows(numbers)]
