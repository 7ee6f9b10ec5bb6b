"""The workshop's own solutions, with the names that `peers` have."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"
CNN_EPOCHS, CNN_HELD_BACK, CNN_BATCH_SIZE = 5, 0.05, 128  # what `main` of the exercise says


def solution(name):
    """A solution's module."""
    spec = importlib.util.spec_from_file_location(name, SOLUTIONS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dcgan(width=1):
    """The DCGAN; with `width`, every inner layer of both networks has so many times as many channels."""
    from workshop import pictures

    module = solution("dcgan")
    if width > 1:
        module.build_generator = widened(module.build_generator, width)
        module.build_discriminator = widened(module.build_discriminator, width)
    return SimpleNamespace(
        TITLE="ours" if width == 1 else f"ours, {width} times as wide",
        BATCH_SIZE=module.BATCH_SIZE,
        LATENT_DIM=module.LATENT_DIM,
        # One noise for both halves of a step: the generator's pass serves both.
        PASSES={"train_discriminator": 2, "train_generator": 1},
        prepare=module.prepare,
        to_bytes=pictures.to_bytes,
        make_gan=module.make_dcgan,
    )


def widened(build, width):
    """A function that builds what another one builds, with wider layers; the last one keeps its one channel."""
    import keras

    def wider(layer):
        config = layer.get_config()
        for key in ("units", "filters"):
            if config.get(key, 1) > 1:
                config[key] *= width
        if "target_shape" in config:
            *places, channels = config["target_shape"]
            config["target_shape"] = (*places, channels * width)
        return type(layer).from_config(config)

    return lambda *arguments: keras.models.clone_model(build(*arguments), clone_function=wider)


def cnn():
    module = solution("cnn")

    def make_classifier(seed):
        import keras

        keras.utils.set_random_seed(seed)
        model = module.build_model()
        module.compile_model(model)
        return model

    return SimpleNamespace(
        TITLE="ours",
        BATCH_SIZE=CNN_BATCH_SIZE,
        EPOCHS=CNN_EPOCHS,
        HELD_BACK=CNN_HELD_BACK,
        prepare=module.prepare,
        make_classifier=make_classifier,
    )
