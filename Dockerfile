# The class-room image: for learners, instructors, and Dask's workers. docs/guides/docker.md tells how to use it.
#
#   docker build -t mnist . && docker run mnist
#
# BASE may be any Debian with Python 3.11 to 3.13 as python3, with its module venv; a school without a network names one
# of its own registry.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE}

# Not pinned: Debian keeps one version of each in a release, and it is the one with the security fixes.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap graphviz libseccomp2 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 1000 --create-home learner \
    && mkdir -p /work /data /opt/keras \
    && chown learner:learner /work \
    && python3 -m venv /opt/workshop

ENV PATH=/opt/workshop/bin:$PATH \
    KERAS_HOME=/opt/keras \
    WORKSHOP_DATA=/data \
    PYTHONUNBUFFERED=1 \
    TF_CPP_MIN_LOG_LEVEL=2

# A package index of one's own; both stay unset where they are not given.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
# Not empty: TensorFlow with NVIDIA's libraries, which make the image several gigabytes larger.
ARG GPU=
# What is pinned comes before what is edited, so that a new lesson does not install TensorFlow anew.
COPY requirements.txt pyproject.toml /opt/source/
RUN python -m pip install --no-cache-dir --disable-pip-version-check --only-binary :all: -r /opt/source/requirements.txt \
    && if [ -n "${GPU}" ] && [ "$(uname -m)" = x86_64 ]; then \
        version="$(python -c 'from importlib.metadata import version; print(version("tensorflow-cpu"))')" \
        && python -m pip uninstall --yes tensorflow-cpu \
        && python -m pip install --no-cache-dir --disable-pip-version-check "tensorflow[and-cuda]==${version}"; \
    fi \
    && rm -rf /opt/workshop/lib/python3.*/site-packages/tensorflow/include \
    && find /opt/workshop -type d -name tests -prune -exec rm -rf {} +

# MNIST, where there is a network; else mount a folder with mnist.npz at /data. Without both, digits of glyphs are drawn.
COPY workshop /opt/source/workshop
RUN PYTHONPATH=/opt/source python -c "from workshop import data; data.load()" && rm -rf /root/.cache

COPY README.md LICENSE /opt/source/
COPY checker /opt/source/checker
COPY docs/lessons /opt/source/docs/lessons
COPY exercises /opt/source/exercises
RUN python -m pip install --no-cache-dir --disable-pip-version-check --no-deps /opt/source \
    && mv /opt/source/exercises /opt/exercises \
    && rm -rf /opt/source
COPY docker/entrypoint.py /opt/entrypoint.py

USER 1000
WORKDIR /work
EXPOSE 8888
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "/opt/entrypoint.py", "healthy"]
ENTRYPOINT ["tini", "--", "python", "/opt/entrypoint.py"]
# Without a command, the first exercise.
CMD []
