#!/bin/bash
# For a test of CodeGrade's, in the folder with what was handed in. Not tried there.
# The answer runs at level practice: with limits, but as the user who runs this.
export PYTHONPATH=/opt/code KERAS_HOME=/opt/keras TF_CPP_MIN_LOG_LEVEL=3
exec /opt/workshop/bin/python -P -m pytest -p checker.run.plugin --pyargs checker.checks.check_{{ exercise.name }} \
    --file "$PWD/{{ exercise.name }}.py" --junitxml=results.xml{{ options }}
