"""Judges what a learner's code does, from outside the learner's process. `python -m checker --help` tells how."""
