"""What the rubric sees of labels: in formulas, in two networks, in a step and in what is asked for, of any classes."""

import numpy as np
import pytest

from checker.failures import Failure
from checker.learner.code import Learner
from checker.rubric.adversarial import asking, conditions, formulas
from tests.checker.test_rubric import ASKED, conditional

CLASSES, INTEGERS = ASKED.classes, ("uint8", "int64")
FORMULAS = """
import keras
from keras import ops


def one_hot(labels):
    return ops.one_hot(labels, 4)


def projection(features, labels, class_vectors, weight, bias):
    return ops.sum(features * ({vectors} + weight), axis=1, keepdims=True) + bias


def build_drawing():
    noise, labels = keras.Input((6,)), keras.Input((), dtype="int32")
    x = ops.concatenate([noise, keras.layers.Embedding(4, 3, embeddings_initializer="zeros")({told})], axis=1)
    return keras.Model([noise, labels], keras.layers.Reshape((2, 2, 3))(keras.layers.Dense(12)(x)))


def build_judging():
    image, labels = keras.Input((2, 2, 3)), keras.Input((), dtype="int32")
    features = keras.layers.Flatten()(image)
    vectors = keras.layers.Embedding(4, 12)(labels)
    return keras.Model([image, labels], {logit})


def ask(generator, digits, latent_dim, seed):
    noise = keras.random.normal((len(digits), latent_dim), seed={seed})
    labels = ops.convert_to_tensor({asked}, dtype="int32")
    return ops.convert_to_numpy(generator([noise, labels], training={training}))
"""
TOGETHER = "keras.layers.Dense(1)(features) + ops.sum(features * vectors, axis=1, keepdims=True)"
RIGHT = {
    "vectors": "ops.matmul(one_hot(labels), class_vectors)", "told": "labels", "logit": TOGETHER, "seed": "seed",
    "asked": "digits", "training": "False",
}  # fmt: skip


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def learner(tmp_path):
    made = []

    def make(text=None, **changes):
        path = tmp_path / "labels.py"
        path.write_text(text or FORMULAS.format(**RIGHT | changes) + conditional(), encoding="utf-8")
        made.append(Learner("labels", path, 1))
        return made[-1]

    yield make
    for each in made:
        each.close()


def noise(rng):
    return rng.normal(0, 1, (5, 6)).astype("float32")


def images(rng):
    return rng.uniform(-1, 1, (8, 2, 2, 3)).astype("float32")


def test_all_that_is_asked_of_labels_passes_for_any_number_of_classes_and_any_image(learner, rng):
    right = learner()
    formulas.expect_one_hot(right, "one_hot", CLASSES, rng)
    formulas.expect_projection(right, "projection", CLASSES, rng)
    formulas.expect_integer_types(right, "one_hot", "projection", CLASSES, INTEGERS, rng)
    conditions.expect_labels_drawn(right.build_drawing(), rng, noise(rng), CLASSES)
    conditions.expect_joint_effect(right.build_judging(), rng, images(rng), CLASSES)
    asked = asking.Asked(right, ASKED, "ask")
    asking.expect_images(asked, ASKED.image, ASKED.given(5)[0])
    asking.expect_digits(asked, ASKED.given(7)[0], INTEGERS)
    asking.expect_noise_of_asked(asked, ASKED.given(20)[0])


def test_labels_that_have_to_be_of_one_type_are_found(learner, rng):
    wrong = learner(vectors="ops.take(class_vectors, labels, axis=0)")
    formulas.expect_projection(wrong, "projection", CLASSES, rng)
    with pytest.raises(Failure) as failure:
        formulas.expect_integer_types(wrong, "one_hot", "projection", CLASSES, INTEGERS, rng)
    assert "labels as bytes" in failure.value.hint


@pytest.mark.parametrize(
    ("told", "words"),
    [("0 * labels", "all labels"), ("labels // 2", "the labels 0 and 1"), ("ops.flip(labels)", "in another order")],
)
def test_a_generator_that_mistakes_labels_is_found(told, words, learner, rng):
    with pytest.raises(Failure) as failure:
        conditions.expect_labels_drawn(learner(told=told).build_drawing(), rng, noise(rng), CLASSES)
    assert words in failure.value.what


@pytest.mark.parametrize(
    ("logit", "words"),
    [
        ("keras.layers.Dense(1)(ops.concatenate([features, vectors], axis=1))", "only adds a number"),
        (
            "keras.layers.Dense(1)(features) + 0 * ops.sum(vectors, axis=1, keepdims=True)",
            "does the label reach the logit",
        ),
        ("ops.sum(vectors * vectors, axis=1, keepdims=True) + 0 * features[:, :1]", "Does the image reach"),
        (TOGETHER.replace("features * vectors", "features * ops.flip(vectors, axis=0)"), "label of its own row"),
    ],
)
def test_image_and_label_that_do_not_work_together_are_found(logit, words, learner, rng):
    with pytest.raises(Failure) as failure:
        conditions.expect_joint_effect(learner(logit=logit).build_judging(), rng, images(rng), CLASSES)
    assert words in failure.value.hint


NEW = "keras.random.randint(ops.shape(labels), {}, seed=self.seed_generator)"


@pytest.mark.parametrize("labels", ["labels", "ops.flip(labels)", "new", NEW.format("0, 4")])
def test_fakes_may_be_of_the_batchs_labels_or_of_new_ones(labels, learner):
    text = conditional().replace("images, labels = data", f"images, labels = data\n        own = {labels}")
    text = text.replace("        own = new\n", "").replace("[noise, labels]", "[noise, own]")
    text = text.replace("[fakes, labels]", "[fakes, own]")
    if labels == "new":
        text = text.replace("[noise, own]", "[noise, new]").replace("[fakes, own]", "[fakes, new]")
    conditions.expect_labels_of_fakes(learner(text), ASKED)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ("ops.full_like(labels, 3)", "all classes alike"),
        (NEW.format("0, 3"), "it never draws its upper end"),
        (NEW.format("0, 5"), "There are 4 classes"),
        (NEW.format("1, 5"), "There are 4 classes"),
    ],
)
def test_fakes_of_too_few_classes_or_too_many_are_found(labels, words, learner):
    text = conditional().replace("images, labels = data", f"images, labels = data\n        own = {labels}")
    text = text.replace("[noise, labels]", "[noise, own]").replace("[fakes, labels]", "[fakes, own]")
    with pytest.raises(Failure) as failure:
        conditions.expect_labels_of_fakes(learner(text), ASKED)
    assert words in failure.value.hint


@pytest.mark.parametrize(("seed", "words"), [("None", "then a run can be repeated"), ("0", "the seed that Asked got")])
def test_new_labels_that_do_not_follow_from_the_seed_are_found(seed, words, learner):
    own = f"keras.random.randint(ops.shape(labels), 0, 4, seed={seed})"
    text = conditional().replace("images, labels = data", f"images, labels = data\n        own = {own}")
    text = text.replace("[noise, labels]", "[noise, own]").replace("[fakes, labels]", "[fakes, own]")
    with pytest.raises(Failure) as failure:
        conditions.expect_labels_of_fakes(learner(text), ASKED)
    assert words in failure.value.hint


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"asked": "sorted(digits)"}, "the digits, just as they were asked for"),
        ({"training": "True"}, "outside of training"),
        ({"seed": "0"}, "seed must decide everything random"),
        ({"seed": "None"}, "seed must decide everything random"),
    ],
)
def test_what_is_asked_wrongly_is_found(changes, words, learner, rng):
    asked = asking.Asked(learner(**changes), ASKED, "ask")
    digits = rng.permutation(ASKED.given(20)[0])

    def ask_all():
        asking.expect_digits(asked, digits, INTEGERS)
        asking.expect_noise_of_asked(asked, digits)

    with pytest.raises(Failure) as failure:
        ask_all()
    assert words in failure.value.hint
