"""The former name of `workshop.images`, for files that learners already have."""

from workshop.images import (  # noqa: F401
    adversaries,
    answers,
    confusion,
    curves,
    diagram,
    film,
    kernels,
    label_distribution,
    sheet,
    softmax,
    to_bytes,
)
