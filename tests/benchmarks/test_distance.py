"""Whether a critic's distance tells the quality: that looking changes nothing, and that the page says what came out."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from benchmarks.common import pages, ranks
from benchmarks.common.records import Records
from benchmarks.solutions import distance, distance_page, ours


def test_rank_correlations_are_those_that_one_counts_by_hand():
    # 1 - 6 * (sum of squared differences of ranks) / (n (n^2 - 1)); here the differences are 1, 1, 0, 2, 2.
    assert ranks.spearman([10, 20, 30, 40, 50], [2, 1, 3, 5.5, 4.5]) == pytest.approx(1 - 6 * 4 / 120)
    assert ranks.spearman([1, 2, 3], [9, 4, 1]) == -1
    assert ranks.spearman([1, 1, 1], [1, 2, 3]) == 0
    # Of equal values each has the mean of their ranks: Pearson's correlation of 0, 1.5, 1.5, 3 with 0, 2, 1, 3.
    assert ranks.spearman([1, 2, 2, 4], [1, 3, 2, 4]) == pytest.approx(4.5 / np.sqrt(4.5 * 5))


def test_a_partial_correlation_leaves_nothing_where_both_only_follow_the_third():
    time = np.arange(8)
    assert ranks.partial(time**2, np.sqrt(time), time) == 0
    one, other = [0, 1, 2, 4, 3, 5, 7, 6], [1, 0, 2, 4, 3, 6, 7, 5]
    direct, by_one, by_other = ranks.spearman(one, other), ranks.spearman(one, time), ranks.spearman(other, time)
    expected = (direct - by_one * by_other) / np.sqrt((1 - by_one**2) * (1 - by_other**2))
    assert ranks.partial(one, other, time) == pytest.approx(expected)


def test_what_chance_reaches_is_what_tables_of_critical_values_say():
    for count, known in ((5, 1.0), (6, 0.886), (7, 0.786), (8, 0.738), (10, 0.648), (12, 0.587)):
        assert ranks.least(count) == pytest.approx(known, abs=0.006)


def test_a_mean_has_the_interval_of_students_t():
    low, mean, high = ranks.mean_interval([1, 2, 3, 4, 5])
    assert (low, mean, high) == pytest.approx((3 - 2.776 * np.sqrt(0.5), 3, 3 + 2.776 * np.sqrt(0.5)))


@pytest.fixture
def eagerly():
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.mark.slow
@pytest.mark.parametrize("name", distance.FORMS)
def test_a_look_trains_the_critic_alone_and_leaves_no_trace_in_the_training(name, eagerly, monkeypatch):
    form = distance.FORMS[name](0)
    form.every, form.module.BATCH_SIZE = 2, 4
    monkeypatch.setattr(distance, "COUNT", 10)
    monkeypatch.setattr(distance, "SETTLING", form.updates)
    images = np.random.default_rng(0).uniform(-1, 1, (12, 28, 28, 1)).astype("float32")
    looks = distance.Looks(form, 0, images, tf.data.Dataset.from_tensor_slices(images).batch(4))
    logs = [form.gan.train_step(tf.constant(images[:4])) for _ in range(2)]
    variables = [*form.gan.variables, *(each for one in distance.optimizers(form.gan) for each in one.variables)]
    before = [variable.numpy() for variable in variables]
    looks.step(logs[0])
    assert looks.points == []
    looks.step(logs[1])
    for variable, value in zip(variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value, err_msg=variable.path)
    (point,) = looks.points
    assert point["steps"] == 2
    assert point["reported"] == pytest.approx(np.mean([float(form.reported(each)) for each in logs]))
    assert looks.drawn[0].shape == (10, 28, 28, 1)
    generator, critic = (
        [weight.numpy() for weight in part.trainable_weights] for part in (form.gan.generator, form.network)
    )
    looks.settled()
    for weight, value in zip(form.gan.generator.trainable_weights, generator, strict=True):
        np.testing.assert_array_equal(weight.numpy(), value)
    assert any(
        np.any(weight.numpy() != value) for weight, value in zip(form.network.trainable_weights, critic, strict=True)
    )


def test_the_number_of_a_look_is_the_distance_of_a_critic_and_the_loss_of_a_discriminator_turned_round():
    real, fake = np.array([[1.0], [3.0]]), np.array([[-2.0], [0.0]])
    for name in ("paper", "critic"):
        assert distance.FORMS[name](0).number(real, fake) == 3
    softplus = np.log1p(np.exp([-1.0, -3.0])).mean() + np.log1p(np.exp([-2.0, 0.0])).mean()
    assert float(distance.control(0).number(real, fake)) == pytest.approx(-softplus)


def test_the_form_of_the_paper_is_trained_as_the_paper_says():
    gan = distance.paper(0).gan
    assert (gan.critic_steps, gan.penalty_weight, gan.largest) == (5, 10.0, None)
    assert float(gan.critic_optimizer.learning_rate) == pytest.approx(5e-4)
    assert float(gan.critic_loss(keras.ops.ones((2, 1)), keras.ops.zeros((2, 1)))) == -1


def records(folder, number, noise=0.3):
    """Records of all forms; `number(form, rng, frechet)` gives both numbers of the looks."""
    made = Records(folder)
    for form in distance.FORMS:
        for seed in range(5):
            rng = np.random.default_rng([seed, len(form)])
            frechet = 100 * np.exp(-np.arange(12) / 5 + noise * rng.normal(size=12))
            values = number(form, rng, frechet)
            looks = [
                {"steps": 50 * index + 50, "reported": float(value), "settled": float(value), "frechet": float(each)}
                for index, (value, each) in enumerate(zip(values, frechet, strict=True))
            ]
            machine = dict.fromkeys(
                ("processor", "system", "cores", "gpu", "python", "tensorflow", "keras", "numpy"), "x"
            )
            head = {"part": form, "network": "n", "seed": seed, "code": "c", "version": None, "day": "d"}
            made.write(form, "n", seed, head | {"machine": machine, "looks": looks})
    return made


@pytest.mark.slow
def test_the_page_says_yes_where_a_critic_follows_each_change_and_a_discriminator_only_the_clock(tmp_path):
    clock = np.arange(12, 0, -1)
    made = records(tmp_path, lambda form, rng, frechet: clock if form == "control" else frechet / 10)
    text = distance_page.text(made)
    assert "**Yes:**" in text
    assert "| as in the paper, as reported | +1.00 (+1.00 to +1.00) | 5 of 5 |" in text
    assert distance_page.answer(distance_page.verdict(made, "control", "reported")) != "**yes**"
    both = distance_page.text(records(tmp_path / "both", lambda form, rng, frechet: frechet / 10))
    assert "**No headline:**" in both


def test_between_runs_the_number_is_compared_at_the_same_step(tmp_path):
    """Here the number falls in each run while the images get worse, but the run with the lower one has the better."""
    made = Records(tmp_path)
    for seed in range(5):
        looks = [{"steps": k, "reported": 10 * seed - k, "frechet": 10 * seed + k} for k in range(1, 13)]
        made.write("paper", "n", seed, {"part": "paper", "seed": seed, "looks": looks})
    assert distance_page.between(made, "paper", "reported") == 1
    assert distance_page.correlations(distance_page.runs(made, "paper")[0], "reported")["level"] == -1


def test_series_whose_changes_only_become_smaller_know_nothing_without_the_clock():
    looks = [{"steps": 50 * k, "reported": 9 * 0.7**k, "frechet": 300 * 0.8**k} for k in range(1, 13)]
    found = distance_page.correlations({"looks": looks}, "reported")
    assert found == {"level": 1, "later": 1, "changes": 1, "beyond": 0}


@pytest.mark.slow
def test_the_page_says_no_where_the_number_only_falls_and_shows_the_run_that_would_have_made_a_headline(tmp_path):
    made = records(tmp_path, lambda form, rng, frechet: np.arange(12, 0, -1) + 2 * rng.normal(size=12))
    assert "**No:**" in distance_page.text(made)
    assert "No more than the clock does" in distance_page.text(
        records(tmp_path / "clock", lambda form, rng, frechet: np.arange(12, 0, -1), noise=0.01)
    )
    best = distance_page.headline(made)
    levels = [distance_page.correlations(one, best["number"])["level"] for one in distance_page.runs(made, "paper")]
    assert best["level"] == distance_page.signed(max(levels))
    others = distance_page.headline(made)["others"].split(", ")
    assert sorted([best["level"], *others]) == sorted(distance_page.signed(level) for level in levels)
    distance_page.write(made)
    assert {path.name for path in (tmp_path / "pictures").iterdir()} == {"distance-curves.png", "distance-headline.png"}
    for path in tmp_path.glob("paper/*-[1234].json"):
        path.unlink()
    assert "too few runs" not in distance_page.text(made)
    assert "Not measured yet" in distance_page.text(made)


@pytest.mark.slow
def test_the_page_is_written_from_the_records_that_are_committed():
    """Whoever changes a record, or the page's words, writes it again: `python -m benchmarks distance --page`."""
    text = distance_page.text(Records(distance_page.RESULTS))
    assert text == (pages.EVIDENCE / "distance.md").read_text("utf-8")


def test_a_run_is_made_again_when_its_solution_has_changed(tmp_path, capsys):
    made = Records(tmp_path)
    for name, code in (("paper", distance.fingerprint("paper")), ("control", "of last year")):
        made.write(name, distance.network(name), 0, {"code": code})
    assert distance.main(["--list", "--results", str(tmp_path)]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert "paper-0: measured" in listed
    assert "control-0: its code has changed" in listed
    assert "critic-4: not measured yet" in listed
    with pytest.raises(SystemExit):
        distance.main(["speed", "--results", str(tmp_path)])
    assert "There is no speed" in capsys.readouterr().err
    assert json.loads(made.path("control", distance.network("control"), 0).read_text("utf-8"))["code"] == "of last year"
    assert ours.compares("critic")
