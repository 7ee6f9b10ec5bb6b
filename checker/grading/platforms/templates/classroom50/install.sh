#!/bin/bash
# What needs a network: the packages, and what confines the answer.
set -euo pipefail
cd "$(dirname "$0")"
"$1" -P -m pip install --quiet --disable-pip-version-check --only-binary :all: --constraint requirements.txt \
    {{ needed }}
root=
[ "$(id -u)" = 0 ] || root="sudo -n"
$root apt-get update
$root apt-get install -y --no-install-recommends bubblewrap libseccomp2
