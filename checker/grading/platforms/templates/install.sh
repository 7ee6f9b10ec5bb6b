#!/bin/bash
# What needs a network: Python {{ python }} by uv, the packages, and the data set.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive UV_PYTHON_INSTALL_DIR=/opt/python
apt-get update
apt-get install -y --no-install-recommends libseccomp2 python3-venv
python3 -m venv /opt/uv
/opt/uv/bin/pip install uv
/opt/uv/bin/uv venv --python {{ python }} /opt/workshop
/opt/uv/bin/uv pip install --python /opt/workshop/bin/python --only-binary :all: --constraint requirements.txt \
    {{ needed }}
/opt/uv/bin/uv cache clean
mkdir -p /opt/keras
PYTHONPATH=code KERAS_HOME=/opt/keras /opt/workshop/bin/python -P -c "from workshop import data; data.load()"
