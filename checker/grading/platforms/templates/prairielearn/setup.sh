#!/bin/bash
# Run once, as root, when the image is made. Made by `python -m checker package prairielearn`.
set -euo pipefail
cd "$(dirname "$0")"
bash ./install.sh

{% include "place.sh" %}
