"""A drawing becomes an image like those that networks learned from."""

import numpy as np
import pytest
from PIL import Image

from tests.play.conftest import TRIED
from workshop.play import page
from workshop.play.drawing import centred, whole
from workshop.play.session import encoded

# Small networks are trained once, and one browser opened, in one process.
pytestmark = pytest.mark.xdist_group("play")

PAPER = 140


@pytest.fixture(scope="module")
def network(reader):
    import keras

    return keras.saving.load_model(reader / "model.keras")


def drawn_elsewhere(images, seed=0):
    """Digits as somebody draws them: of any size between a quarter and nearly all of the paper, anywhere on it."""
    rng = np.random.default_rng(seed)
    papers = np.zeros((len(images), PAPER, PAPER), "uint8")
    for paper, image in zip(papers, images, strict=True):
        rows, columns = (np.flatnonzero(image.max(axis=axis)) for axis in (1, 0))
        ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        scale = rng.integers(35, 131) / max(ink.shape)
        height, width = (max(1, round(scale * length)) for length in ink.shape)
        top, left = (rng.integers(0, PAPER - length + 1) for length in (height, width))
        paper[top : top + height, left : left + width] = Image.fromarray(ink).resize((width, height), Image.BICUBIC)
    return papers


def accuracy(network, images, labels):
    logits = network.predict(np.asarray(images)[..., None], verbose=0, batch_size=500)
    return np.mean(logits.argmax(axis=1) == labels)


def test_digits_of_mnist_stay_as_they_are(few_digits):
    images = few_digits[1][0] / np.float32(255)
    differences = [np.abs(centred(image) - image).mean() for image in images]
    assert np.mean(differences) < 0.001
    assert np.mean([difference == 0 for difference in differences]) > 0.7


def test_a_digit_of_any_size_and_place_is_read_as_well_and_without_centring_it_is_not(few_digits, network):
    images, labels = few_digits[1]
    before = accuracy(network, images / np.float32(255), labels)
    papers = drawn_elsewhere(images) / np.float32(255)
    after = accuracy(network, [centred(paper) for paper in papers], labels)
    raw = accuracy(network, [whole(paper) for paper in papers], labels)
    assert before > 0.93
    assert after >= before - 0.01
    assert raw < 0.6


def test_what_is_drawn_fits_a_box_with_its_centre_of_mass_in_the_middle():
    paper = np.zeros((PAPER, PAPER), "float32")
    paper[5:65, 100:115] = 1
    image = centred(paper)
    rows, columns = (np.flatnonzero(image.max(axis=axis) > 0.5) for axis in (1, 0))
    assert (len(rows), len(columns)) == (20, 5)
    for axis in (0, 1):
        middle = image.sum(axis=1 - axis) @ np.arange(28) / image.sum()
        assert abs(middle - 14) <= 0.5


def test_an_empty_paper_a_point_and_a_lopsided_drawing_are_images_too():
    assert not centred(np.zeros((PAPER, PAPER))).any()
    point = np.zeros((PAPER, PAPER))
    point[3, 136] = 1
    assert centred(point).max() == 1
    lopsided = np.zeros((PAPER, PAPER))
    lopsided[:20, :] = 1
    lopsided[:, 0:1] = 1
    assert centred(lopsided).shape == (28, 28)
    assert np.isfinite(centred(lopsided)).all()


def test_javascript_does_the_same(few_digits, browser):
    papers = [*drawn_elsewhere(few_digits[1][0][:12], seed=1), np.zeros((PAPER, PAPER), "uint8")]
    shown = browser.new_page()
    script = f"papers => {{ {page.forward()}; return papers.map(([text, raw]) => Array.from(centred(bytesFrom(text), {PAPER}, 28, raw))); }}"
    asked = [[encoded(paper), raw] for paper in papers for raw in (False, True)]
    found = np.reshape(shown.evaluate(script, asked), (-1, 28, 28))
    shown.close()
    expected = [prepare(paper / np.float32(255)) for paper in papers for prepare in (centred, whole)]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert len(few_digits[1][0]) == TRIED
