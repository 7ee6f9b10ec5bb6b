"""What networks do is seen in their graph: how they end, where they bend, how they grow; for any size and any layers."""

import numpy as np
import pytest

from checker.failures import Failure
from checker.learner.code import Learner
from checker.rubric.adversarial import growth
from checker.rubric.classifiers import outputs
from checker.rubric.classifiers.task import Task
from checker.rubric.graphs import seen_at_work
from checker.rubric.heads import Head
from checker.rubric.models import expect_fresh

TASK = Task((8, 8, 3), 4)
ANSWER = """
import keras
from keras import layers, ops


def functional(shape, network):
    inputs = keras.Input(shape)
    return keras.Model(inputs, network(inputs))


def build_scores(end):
    def network(x):
        x = layers.Flatten()(x)
        hidden = layers.Dense(16, activation="tanh")(x)
        one, two = layers.Dense(4)(hidden), layers.Dense(4, kernel_initializer="zeros")(x)
        inner = keras.Sequential([keras.Input((4,)), layers.Activation("hard_sigmoid")])
        return {
            "plain": lambda: one,
            "added": lambda: one + two,
            "log_softmax": lambda: ops.log_softmax(one + two),
            "concatenated": lambda: ops.concatenate([one[:, :2], two[:, 2:]], axis=-1) - ops.max(one),
            "normalized": lambda: layers.LayerNormalization()(one),
            "wrapped": lambda: layers.SpectralNormalization(layers.Dense(4))(hidden),
            "one is free": lambda: one + ops.relu(two),
            "softmax": lambda: ops.softmax(one),
            "nested": lambda: inner(one),
            "half of them": lambda: ops.concatenate([ops.relu(one[:, :2]), two[:, 2:]], axis=-1),
            "far out": lambda: ops.clip(one, -20, 20),
            "before normalization": lambda: layers.BatchNormalization()(ops.sigmoid(one)),
            "rows taken apart": lambda: ops.reshape(layers.Dense(2)(ops.reshape(hidden, (-1, 8))), (-1, 4)),
            "wrapped and bent": lambda: layers.SpectralNormalization(layers.Dense(4, activation="elu"))(hidden),
        }[end]()
    return functional((8, 8, 3), network)


def build_beside(goes_on):
    def network(x):
        hidden = layers.Dense(4, name="hidden")(layers.Dropout(0.5)(layers.concatenate([layers.Dense(2)(x), x])))
        return layers.Dense(2)(layers.concatenate([hidden, x]) if goes_on else hidden)
    return functional((3,), network)


def build_bent(where):
    def network(x):
        x = layers.Flatten()(x)
        if where == "pixels":
            x = layers.ReLU()(x)
        x = layers.Dense(16)(x)
        if where == "hidden":
            x = ops.relu(layers.BatchNormalization(gamma_initializer="zeros")(x)) + x
        x = layers.Dense(4)(x)
        return layers.LeakyReLU()(x) if where == "scores" else x
    return functional((8, 8, 3), network)


def build_generator(how):
    def network(z):
        small = layers.ReLU()(layers.BatchNormalization()(layers.Reshape((5, 5, 8))(layers.Dense(200)(z))))
        large = {
            "transposed": lambda: layers.Conv2DTranspose(3, 4, strides=2, padding="same")(small),
            "sub-pixels": lambda: ops.nn.depth_to_space(layers.Conv2D(12, 3, padding="same")(small), 2),
            "resized": lambda: layers.Conv2D(3, 3, padding="same")(ops.image.resize(small, (10, 10))),
            "added to a small image": lambda: layers.UpSampling2D(interpolation="bilinear")(layers.Conv2D(3, 3, padding="same")(small))
            + layers.Conv2D(3, 3)(ops.pad(layers.UpSampling2D()(small), ((0, 0), (1, 1), (1, 1), (0, 0)), mode="reflect")),
            "mirrored": lambda: layers.Conv2D(3, 3, padding="same")(
                ops.pad(small, ((0, 0), (2, 3), (2, 3), (0, 0)), mode="reflect")
            ),
            "picked": lambda: ops.image.resize(layers.Conv2D(12, 3, padding="same")(small), (10, 10))[..., :3],
            "padded": lambda: layers.Conv2D(3, 3, padding="same")(ops.pad(small, ((0, 0), (2, 3), (2, 3), (0, 0)))),
            "tiled": lambda: layers.Conv2D(3, 3, padding="same")(ops.tile(small, (1, 2, 2, 1))),
            "dense": lambda: layers.Reshape((10, 10, 3))(layers.Dense(300)(layers.Flatten()(small))),
            "blocks": lambda: layers.UpSampling2D()(layers.Conv2D(3, 3, padding="same")(small)),
        }[how]()
        return ops.tanh(large)
    return functional((6,), network)


SHARED = layers.Dense(4)


def build_shared():
    return keras.Sequential([keras.Input((3,)), layers.Dense(5), SHARED])


def build_seeded():
    return keras.Sequential([keras.Input((3,)), layers.Dense(5, kernel_initializer=keras.initializers.HeNormal(seed=1))])

"""
CHANNELS_FIRST = """
import keras
from keras import layers, ops

keras.config.set_image_data_format("channels_first")


def build_model():
    inputs = keras.Input((3, 8, 6))
    return keras.Model(inputs, layers.Dense(4)(layers.Flatten()(ops.image.resize(inputs, (4, 2)))))
"""
RIGHT_ENDS = "plain", "added", "log_softmax", "concatenated", "normalized", "wrapped", "one is free"
WRONG_ENDS = {
    "softmax": "Softmax: from 0 to 1",
    "nested": "hard_sigmoid: from 0 to 1",
    "half of them": "Relu",
    "far out": "Clip: from -20 to 20",
    "before normalization": "Sigmoid",
    "wrapped and bent": "elu: from -1 to",
}


@pytest.fixture(scope="module")
def learn(tmp_path_factory):
    learners = []

    def learn(text):
        path = tmp_path_factory.mktemp("networks") / "answer.py"
        path.write_text(text, encoding="utf-8")
        learners.append(Learner("answer", path, seed=1))
        return learners[-1]

    yield learn
    for each in learners:
        each.close()


@pytest.fixture(scope="module")
def learner(learn):
    return learn(ANSWER)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize("end", RIGHT_ENDS)
def test_scores_that_are_lines_in_the_last_weights_are_logits(learner, rng, end):
    outputs.expect_logits(learner.build_scores(end), TASK, rng)


@pytest.mark.parametrize("end", WRONG_ENDS)
def test_what_bends_or_bounds_scores_is_found_and_named(learner, rng, end):
    with pytest.raises(Failure) as failure:
        outputs.expect_logits(learner.build_scores(end), TASK, rng)
    assert failure.value.got.startswith(WRONG_ENDS[end])


def test_a_network_that_makes_other_rows_of_what_it_gets_is_a_failure(learner, rng):
    with pytest.raises(Failure, match="the output of build_scores"):
        outputs.expect_logits(learner.build_scores("rows taken apart"), TASK, rng)


@pytest.mark.parametrize("where", ["hidden", "pixels", "scores", "nowhere"])
def test_a_nonlinearity_counts_where_it_bends_between_kernels(learner, rng, where):
    model = learner.build_bent(where)
    if where == "hidden":
        outputs.expect_nonlinear(model, TASK, rng)
    else:
        with pytest.raises(Failure):
            outputs.expect_nonlinear(model, TASK, rng)


@pytest.mark.parametrize("how", ["transposed", "sub-pixels", "resized", "added to a small image"])
def test_growth_that_takes_places_apart_is_right_in_every_form(learner, rng, how):
    growth.expect_growth(learner.build_generator(how), (5, 5), rng, rng.normal(0, 1, (2, 6)).astype("float32"))


@pytest.mark.parametrize("how", ["padded", "mirrored", "tiled", "dense", "blocks", "picked"])
def test_growth_by_a_border_by_copies_by_blending_or_by_a_dense_layer_is_found(learner, rng, how):
    with pytest.raises(Failure):
        growth.expect_growth(learner.build_generator(how), (5, 5), rng, rng.normal(0, 1, (2, 6)).astype("float32"))


def test_a_model_around_a_layer_of_another_is_found_and_the_first_ones_weights_are_put_back(learner):
    model = learner.build_shared()
    with pytest.raises(Failure, match="weights"):
        expect_fresh(learner, model)
    now = model.live.read("build_shared", "model").weights
    assert all(np.array_equal(mine, its) for mine, its in zip(model.weights, now, strict=True))
    expect_fresh(learner, learner.build_seeded())


def test_an_operation_keeps_the_layout_of_images_that_the_learners_file_had_set(learn, rng):
    model = learn(CHANNELS_FIRST).build_model()
    assert model(rng.random((2, 3, 8, 6), dtype="float32")).shape == (2, 4)


def test_what_is_given_for_a_node_stands_in_the_place_of_what_it_computes_and_all_else_goes_on(learner, rng):
    """The input goes on beside it, or does not; it is repeated as often as is wanted."""
    image, given = rng.random((1, 3), dtype="float32"), rng.random((5, 4), dtype="float32")
    for goes_on in (False, True):
        model = learner.build_beside(goes_on)
        nodes = model.watch(image)["nodes"]
        hidden = next(index for index, node in enumerate(nodes) if node["name"] == "hidden")
        found = model.watch(image, given=[(hidden, given)])
        kernel, _ = model.weights[-2:]
        inputs = [given, np.repeat(image, 5, axis=0)] if goes_on else [given]
        assert np.allclose(found["output"], np.concatenate(inputs, axis=1) @ kernel, atol=1e-5)
        assert [node["kind"] for node in found["nodes"]] == [node["kind"] for node in nodes]


def test_the_end_and_the_nodes_of_a_graph_are_told(learner, rng):
    model = learner.build_scores("added")
    images = rng.random((16, *TASK.image), dtype="float32")
    assert len(Head(model, rng, images).sources) == 2
    graph = seen_at_work(model, rng, images)
    assert [node["kind"] for node in graph] == ["Input", "Flatten", "Dense", "tanh", "Dense", "Dense", "Add"]
    assert graph.bending() == ["tanh"]
