"""One file to send to a friend: the page, with the network in it."""

import json
import re

import numpy as np
import pytest

from tests.play.conftest import SEVEN, a_run, draw, read
from workshop.__main__ import main

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("play")]

FEW = 2_000_000


@pytest.fixture
def saved(tmp_path, capsys):
    """The page of a run, and what was said of it."""

    def save(what, *folders, name="page"):
        path = tmp_path / "sent" / f"{name}.html"
        capsys.readouterr()
        assert main([what, *map(str, folders), "--save", str(path)]) == 0
        assert path.stat().st_size <= FEW
        return path, capsys.readouterr().out

    return save


def asked(shown, inputs, network=0):
    """What a network of an open page makes of inputs for one image: `[(shape, numbers), ...]` as arrays."""
    given = [{"shape": list(each.shape[1:]), "data": np.ravel(each).tolist()} for each in inputs]
    script = f"given => workshop.networks[{network}](given.map(each => ({{...each, data: Float32Array.from(each.data)}}))).map(each => [each.shape, Array.from(each.data)])"
    return [np.reshape(numbers, shape) for shape, numbers in shown.evaluate(script, given)]


def test_a_saved_page_reads_without_python_or_network_what_is_drawn(reader, saved, open_page, few_digits):
    import keras

    path, told = saved("draw", reader)
    assert "without Python" in told
    shown = open_page(path.as_uri(), offline=True)
    draw(shown, SEVEN)
    read(shown, "7")
    assert shown.locator(".play-maps .play-pair").count() == 8
    network = keras.saving.load_model(reader / "model.keras")
    images = few_digits[1][0][:20, ..., None] / np.float32(255)
    for image, expected in zip(images, network.predict(images, verbose=0), strict=True):
        np.testing.assert_allclose(asked(shown, [image[None]])[0], expected, rtol=0, atol=1e-4)


def test_a_saved_page_makes_the_images_that_python_makes(generator, saved, open_page, session_of):
    path, _ = saved("explore", generator)
    shown = open_page(path.as_uri(), offline=True)
    shown.get_by_label("4", exact=True).first.check(force=True)
    large = "document.querySelector('.play-large canvas').toDataURL()"
    shown.wait_for_timeout(500)
    before = shown.evaluate(large)
    shown.get_by_role("slider", name="2", exact=True).focus()
    shown.keyboard.press("Home")
    shown.wait_for_function(f"before => {large} !== before", arg=before)
    assert not shown.get_by_label("the nearest training image").is_visible()  # only Python has the images
    (maker,) = session_of("explore", generator).makers
    codes = np.random.default_rng(0).normal(size=(3, 6)).astype("float32")
    for code in codes:
        inputs = [np.asarray(each) for each in maker.inputs(code[None], 4, 1.5)]
        np.testing.assert_allclose(asked(shown, inputs)[0], maker.ask(*inputs)[0][0], rtol=0, atol=1e-4)


def test_a_saved_page_mixes_images(coder, saved, open_page):
    path, _ = saved("explore", coder)
    shown = open_page(path.as_uri(), offline=True)
    shown.get_by_role("heading", name="Between two images").wait_for()
    shown.wait_for_timeout(500)
    pictures = shown.locator(".play-strip canvas").evaluate_all("all => all.map(canvas => canvas.toDataURL())")
    assert len(set(pictures)) == 9


@pytest.mark.parametrize(("units", "form", "most"), [(500, "16 bits", 0.01), (1000, "8 bits", 0.1)])
def test_a_large_network_is_rounded_and_told_how_far_that_moves_it(units, form, most, tmp_path, saved, open_page):
    import keras

    keras.utils.set_random_seed(4)
    layers = keras.layers
    network = keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(units, "relu"), layers.Dense(10)]
    )
    path, told = saved("draw", a_run(tmp_path / "large", model=network), name=form)
    assert f"rounded to {form}" in told
    said = float(told.rpartition("at most ")[2].rstrip(".\n"))
    assert 0 < said < most
    shown = open_page(path.as_uri(), offline=True)
    images = np.random.default_rng(0).uniform(0, 1, (5, 28, 28, 1)).astype("float32")
    found = [asked(shown, [image[None]])[0] for image in images]
    expected = network.predict(images, verbose=0)
    assert np.abs(found - expected).max() <= 1.5 * said
    assert np.abs(found - expected).max() > 1e-6


def test_a_network_that_is_too_large_even_so_is_refused(tmp_path, capsys):
    import keras

    network = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(2200), keras.layers.Dense(10)]
    )
    folder = a_run(tmp_path / "huge", model=network)
    assert main(["draw", str(folder), "--save", str(tmp_path / "page.html")]) == 2
    assert "Even with weights of 8 bits" in capsys.readouterr().err


def test_a_page_that_computes_something_else_than_keras_does_not_answer(dense, saved, open_page):
    path, _ = saved("draw", dense)
    text = path.read_text("utf-8")
    output = re.search(r'"output":\[(-?[0-9.]+)', text)
    path.write_text(text[: output.start(1)] + "17.5" + text[output.end(1) :], encoding="utf-8")
    shown = open_page(path.as_uri(), offline=True)
    shown.get_by_role("alert").get_by_text("computes something else than Keras").wait_for()
    assert not shown.locator(".play-answer strong").count()


def test_no_other_script_runs_on_a_saved_page_and_nothing_is_loaded(dense, saved, open_page):
    path, _ = saved("draw", dense)
    text = path.read_text("utf-8").replace("</main>", "</main><script>window.planted = true</script>")
    text = text.replace("</main>", '</main><img src="x" onerror="window.planted = true">')
    path.write_text(text, encoding="utf-8")
    shown = open_page(path.as_uri())
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    assert shown.evaluate("window.planted") is None
    refused = shown.evaluate(
        """() => new Promise(done => {
        document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
        fetch("https://example.org/").catch(() => {}); })"""
    )
    assert refused == "connect-src"


def test_names_cannot_leave_the_text_that_holds_them(tmp_path, saved, open_page):
    import keras

    network = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
    folder = a_run(tmp_path / "<img src=x onerror=alert(1)>", model=network)
    path, _ = saved("draw", folder)
    shown = open_page(path.as_uri())
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    assert shown.locator("img").count() == 0
    assert json.loads(shown.locator("#page").text_content())["networks"][0]["title"] == folder.name
