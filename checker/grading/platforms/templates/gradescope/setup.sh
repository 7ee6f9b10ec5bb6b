#!/bin/bash
# Run once by Gradescope, as root, when the image is made. Made by `python -m checker package gradescope`.
set -euo pipefail
cd "$(dirname "$0")"
bash ./install.sh

{% include "close.sh" %}
rm -rf /opt/code
cp -r code /opt/code
chmod -R go-w,a+rX /opt/code
close /opt/code
chmod -R go-rwx "$PWD"
