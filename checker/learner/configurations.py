"""Which classes a model's configuration may name."""

import re

from checker.text import readable

# What a configuration may name. Everything else in Keras's namespace stays out: layers that run code of their own, and
# the loaders of other formats.
MODULES = re.compile(
    r"keras|keras\.(layers|initializers|regularizers|constraints|activations|dtype_policies)"
    r"|keras\.src\.models\.(functional|sequential)|keras\.src\.ops\.(numpy|nn|math)"
)
FORBIDDEN = {"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "MapCallable", "function"}
PLAIN = {"__keras_tensor__", "__tuple__", "__slice__", "__ellipsis__"}  # Keras's tags for values, not for classes


def foreign_class(config):
    """The first class or function in a model's configuration that is not one of Keras's own layers; "" if none is.

    Args:
        config: what `keras.saving.serialize_keras_object` made of a model.
    """
    top = config.get("class_name")
    if top not in ("Sequential", "Functional") or not MODULES.fullmatch(config.get("module") or ""):
        return f"the class {top}"
    waiting = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = value.get("class_name")
            if name is not None and name not in PLAIN:
                module = value.get("module")
                if type(name) is not str or name in FORBIDDEN or not MODULES.fullmatch(str(module)):
                    if name == "__lambda__":
                        return "a lambda"
                    inside = f" {value.get('config')}" if name == "function" else ""
                    return readable(f"the {'function' if inside else 'class'} {inside or name}"[:120])
            for key, item in value.items():
                if key.endswith("activation") and isinstance(item, dict) and "class_name" not in item:
                    return "a lambda"  # which Keras writes as bytecode, without a name
                if key not in ("compile_config", "build_config"):
                    waiting.append(item)
        elif isinstance(value, list):
            waiting.extend(value)
    return ""
