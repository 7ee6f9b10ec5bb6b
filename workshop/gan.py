"""The former name of `workshop.monitors`, for files that learners already have."""

from workshop.monitors import Monitor  # noqa: F401
