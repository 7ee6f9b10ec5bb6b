#!/bin/bash
# Run by PrairieLearn, as root, for each submission. Made by `python -m checker package prairielearn`.
mkdir -p /grade/results
chmod -R go-rwx /grade
cd / || exit 1
export PYTHONPATH=/opt/code KERAS_HOME=/opt/keras TF_CPP_MIN_LOG_LEVEL=3
exec /opt/workshop/bin/python -P -m checker.grading.platforms.run prairielearn {{ exercise.name }}{{ options }}
