"""Configurations of models: Keras's layers and array operations pass, whatever runs other code or reads files does not."""

import importlib
import inspect

import pytest

from checker.learner.configurations import ALLOWED, foreign_class, uncompiled

# Of Keras's own: what takes functions of the learner's, reads files, or wraps models of other formats, and bases.
RUN_CODE = [
    "Lambda",
    "Map",
    "Scan",
    "AssociativeScan",
    "WhileLoop",
    "ForiLoop",
    "Cond",
    "Switch",
    "VectorizedMap",
    "JVP",
]
OTHER_FORMATS = ["TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"]
READ_FILES = ["StringLookup", "IntegerLookup", "TextVectorization"]
BASES = ["Layer", "Wrapper", "InputSpec", "Initializer", "Regularizer", "Constraint"]
LAYER = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}, "registered_name": None}


def model(*layers):
    return {"module": "keras", "class_name": "Sequential", "config": {"layers": list(layers)}}


@pytest.mark.slow
def test_the_lists_are_what_keras_exports_but_for_what_runs_code_or_reads_files():
    import keras
    from keras.src.ops.operation import Operation

    out = {*RUN_CODE, *OTHER_FORMATS, *READ_FILES, *BASES}
    for module, names in ALLOWED.items():
        if module.startswith("keras.src.ops") or module == "keras.src.activations.activations":
            there = vars(importlib.import_module(module))
            kind = {name for name, each in there.items() if inspect.isclass(each) and issubclass(each, Operation)}
            kind = {name for name in kind if there[name].__module__ == module}
        elif module in ("keras.layers", "keras.initializers", "keras.regularizers", "keras.constraints"):
            space = getattr(keras, module.partition(".")[2])
            kind = {name for name in dir(space) if inspect.isclass(getattr(space, name))}
        else:
            continue
        assert names == kind - out, module


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("keras", "layers.Lambda"),
        ("keras", "src.layers.core.lambda_layer.Lambda"),
        ("keras.layers", "Lambda"),
        ("keras.src.layers.core.lambda_layer", "Lambda"),
        ("keras.layers", "TFSMLayer"),
        ("keras.src.ops.core", "Map"),
        ("keras.saving", "load_model"),
        ("keras", "Model"),
        ("os", "system"),
        (None, "Dense"),
        ("builtins", "function"),
        ("keras.layers", ["Dense"]),
        ({}, "Dense"),
    ],
)
def test_pairs_of_module_and_name_that_are_not_listed_are_foreign_wherever_they_stand(module, name):
    bad = LAYER | {"module": module, "class_name": name}
    nested = model(LAYER)
    for config in (
        model(bad),
        model(nested | {"config": {"layers": [bad]}}),
        model(LAYER | {"build_config": {"input_shape": bad}}),
        model(LAYER | {"config": {"units": 3, "kernel_initializer": {"config": [bad], "class_name": "__tuple__"}}}),
    ):
        assert foreign_class(config)
    assert foreign_class(model(LAYER)) == ""


def test_how_a_model_is_compiled_is_left_out_of_nested_ones_too():
    bad = LAYER | {"class_name": "Lambda"}
    config = model(model(LAYER) | {"compile_config": {"loss": bad}}) | {"compile_config": {"optimizer": bad}}
    assert foreign_class(config)
    assert foreign_class(uncompiled(config)) == ""
    assert uncompiled(config) == model(model(LAYER))
