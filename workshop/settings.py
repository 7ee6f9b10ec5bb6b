"""Keras's settings on this machine, if they do not suit the exercises: an old `keras.json`."""

import json
import os
import sys
from pathlib import Path

USUAL = {"backend": "tensorflow", "floatx": "float32", "image_data_format": "channels_last"}


class SettingsError(Exception):
    """A setting with which no exercise works; the message names the file, the setting, and what to type."""


def unusual():
    """The settings in Keras's file that do not suit, and what to type, in a line; "" if all suit."""
    path = _path()
    try:
        said = json.loads(path.read_text("utf-8"))
        found = {name: said[name] for name, usual in USUAL.items() if name in said and said[name] != usual}
    except (OSError, ValueError, TypeError):  # there is none, or none that Keras reads, either
        return ""
    if "backend" in found and os.environ.get("KERAS_BACKEND") == USUAL["backend"]:
        del found["backend"]
    if not found:
        return ""
    wrong = ", ".join(
        f"{name} {json.dumps(value)} instead of {json.dumps(USUAL[name])}" for name, value in found.items()
    )
    away = "ren" if os.name == "nt" else "mv"
    target = f"{path.name}.old" if os.name == "nt" else f"{path}.old"
    return (
        f"{path} sets {wrong}, and the exercises do not work with that. Rename it, and Keras writes a new one:"
        f" {away} {_quoted(path)} {_quoted(target)}"
    )


def expect_usual():
    """Do nothing if Keras, which was imported, has the settings that the exercises are written for.

    Code may set them as it likes; what counts is what the file brought.

    Raises:
        SettingsError: it has others, from its file.
    """
    keras = sys.modules.get("keras")
    told = unusual() if keras else ""
    if told and any(getattr(keras.config, name)() != usual for name, usual in USUAL.items()):
        raise SettingsError(told)


def _path():
    """Where Keras looks: `$KERAS_HOME`, else `.keras` in the home, else in /tmp where the home cannot be written."""
    if "KERAS_HOME" in os.environ:
        return Path(os.environ["KERAS_HOME"], "keras.json")
    home = os.path.expanduser("~")
    return Path(home if os.access(home, os.W_OK) else "/tmp", ".keras", "keras.json")


def _quoted(path):
    text = str(path)
    return text if text.replace("/", "").replace(".", "").replace("-", "").replace("_", "").isalnum() else f'"{text}"'
