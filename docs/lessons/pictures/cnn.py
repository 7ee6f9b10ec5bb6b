"""The images of the lesson on `cnn`; see make.py."""

from make import Run, copied

RUNS = {"cnn": Run([copied("kernels")])}
