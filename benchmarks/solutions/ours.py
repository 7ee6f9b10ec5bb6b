"""The workshop's own solutions, with the names that `peers` have.

Which exercise is compared with which kind of peers is told by its check file: `COMPARED = "generator"`.
"""

import importlib.util
from types import SimpleNamespace

from checker.exercises import exercises

WIDTHS = (2, 4)  # times as many channels as the solution has: what a larger GAN costs
# One noise for both halves of a step: the generator's pass serves both.
PASSES = {"train_discriminator": 2, "train_generator": 1}
EPOCHS, HELD_BACK, CLASSIFIER_BATCH_SIZE = 5, 0.05, 128  # what `main` of the classifier's solution says


def compared(kind):
    """The exercise that is compared with peers of a kind, one of `networks.MAKERS`."""
    (exercise,) = (each for each in exercises() if each.facts.get("COMPARED") == kind)
    return exercise


def compares(kind):
    """Whether an exercise is compared with peers of a kind."""
    return any(each.facts.get("COMPARED") == kind for each in exercises())


def solution(exercise):
    """A solution's module."""
    spec = importlib.util.spec_from_file_location(exercise.name, exercise.solution)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def maker(exercise, module):
    """The solution's function `make_NAME(seed)`."""
    return getattr(module, f"make_{exercise.name}")


def generator(width=1):
    """The GAN; with `width`, every inner layer of both networks has so many times as many channels."""
    from benchmarks.solutions.peers.gan import from_signed

    exercise = compared("generator")
    module = solution(exercise)
    if width > 1:
        module.build_generator = widened(module.build_generator, width)
        module.build_discriminator = widened(module.build_discriminator, width)
    return SimpleNamespace(
        TITLE="ours" if width == 1 else f"ours, {width} times as wide",
        BATCH_SIZE=module.BATCH_SIZE,
        LATENT_DIM=module.LATENT_DIM,
        PASSES=PASSES,
        prepare=module.prepare,
        to_bytes=from_signed,
        make_gan=maker(exercise, module),
    )


def conditional_generator():
    """The GAN that is told classes."""
    return generative("conditional generator", "make_conditional_gan")


def critic():
    """The GAN with a critic in the place of a discriminator."""
    return generative("critic", "make_critic_gan")


def generative(kind, making):
    """A generative solution of a kind; `making` is what peers of this kind call the function that makes it."""
    from benchmarks.solutions.peers.gan import from_signed

    exercise = compared(kind)
    module = solution(exercise)
    return SimpleNamespace(
        TITLE="ours",
        BATCH_SIZE=module.BATCH_SIZE,
        LATENT_DIM=module.LATENT_DIM,
        prepare=module.prepare,
        to_bytes=from_signed,
        **{making: maker(exercise, module)},
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


def classifier():
    """The classifier."""
    module = solution(compared("classifier"))

    def make_classifier(seed):
        import keras

        keras.utils.set_random_seed(seed)
        model = module.build_model()
        module.compile_model(model)
        return model

    return SimpleNamespace(
        TITLE="ours",
        BATCH_SIZE=CLASSIFIER_BATCH_SIZE,
        EPOCHS=EPOCHS,
        HELD_BACK=HELD_BACK,
        prepare=module.prepare,
        make_classifier=make_classifier,
    )
