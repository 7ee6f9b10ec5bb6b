"""What is measured of the project beside its tests; needs a checkout. `python -m benchmarks` lists it."""

import workshop  # noqa: F401 (so that Keras starts quietly in each of them)
