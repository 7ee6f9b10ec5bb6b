"""The rubric: one file an exercise, `check_NAME.py`, which states its place in the course with `ORDER`."""
