"""The images of the lesson on `mnist`; see make.py."""

from make import Run, copied

RUNS = {"mnist": Run([copied("answers"), copied("confusion")])}
