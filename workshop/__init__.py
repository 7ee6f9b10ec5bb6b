"""What an exercise may import: data, images, run folders and a command line. No teaching is hidden in here."""

import os
import sys

from workshop import startup

# On a GPU, TensorFlow takes all of the memory at its first operation, so that a second notebook or the checker gets
# none. With this it takes what it needs. It must be set before that first operation; without a GPU it does nothing.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
# Nor its notes: on compiling, on the end of the data. Warnings and errors of Keras and Python are others.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# A `keras.json` of an old course may name a backend that is not there, with which not even `import keras` ends well.
if "keras" not in sys.modules:
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
startup.watch()
