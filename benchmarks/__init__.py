"""What is measured of the project beside its tests; needs a checkout. `python -m benchmarks` lists it."""
