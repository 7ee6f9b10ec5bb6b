"""Seeds to call learners' functions with: what follows from a seed is the same again, and another is another."""

# Alike by its last digits, and even if the first is, to whoever makes something of a seed before using it. No larger:
# who multiplies seeds to have several comes to no number that NumPy refuses.
FURTHER = 10_000

ZERO = "0 is a seed like any other: `if seed` and `seed or ...` take it for none."
AS_IT_IS = "Use the seed as it is: each seed, however large, is another choice."


def another(seed):
    """A seed that is another one."""
    return seed + FURTHER
