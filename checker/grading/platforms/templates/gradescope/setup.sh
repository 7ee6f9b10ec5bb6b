#!/bin/bash
# Run once by Gradescope, as root, when the image is made. Made by `python -m checker package gradescope`.
set -euo pipefail
cd "$(dirname "$0")"
bash ./install.sh

{% include "place.sh" %}
chmod -R go-rwx "$PWD"
