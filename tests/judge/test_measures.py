"""Measures have their closed forms, and a search for originals finds them."""

import shutil

import numpy as np
import pytest

from checker.errors import CheckerError
from checker.judge import measures, originals, references
from checker.judge.originals import Originals, means_of_four

RNG = np.random.default_rng(0)


def blocks(count, channels=()):
    """Random images of 4x4 blocks."""
    return RNG.integers(0, 2, (count, 7, 7, *channels)).repeat(4, axis=1).repeat(4, axis=2).astype("uint8") * 255


@pytest.mark.parametrize("channels", [(), (3,)], ids=["grey", "colour"])
def test_an_originals_search_finds_copies_that_were_moved_dimmed_or_disturbed(channels):
    images = blocks(300, channels)
    images[:, :4] = images[:, -4:] = images[:, :, :4] = images[:, :, -4:] = 0
    originals = Originals(images)
    chosen = RNG.integers(0, 300, 40)
    for change in (
        lambda x: x,
        lambda x: np.roll(x, (2, -1), axis=(1, 2)),
        lambda x: (x * 0.8).astype("uint8"),
        lambda x: np.clip(x + RNG.normal(0, 20, x.shape), 0, 255).astype("uint8"),
    ):
        found, distances = originals.nearest(change(images[chosen]))
        assert np.array_equal(found, chosen)
        assert distances.max() < 0.2
    assert originals.nearest(blocks(40, channels))[1].min() > 0.2


def test_the_nearest_piece_is_that_of_comparing_each_with_each():
    images = RNG.integers(0, 256, (60, 28, 28)).astype("uint8")
    pasted = images[RNG.integers(0, 60, 30)]
    pasted[10:, 14:] = images[RNG.integers(0, 60, 20), 14:]
    pasted[20:] = np.roll(pasted[20:], (1, -2), axis=(1, 2))
    slowly = np.full(30, np.inf)
    wide = np.pad(pasted, ((0, 0), (2, 2), (2, 2)))
    for rows, columns in (
        (slice(12), slice(28)),
        (slice(16, 28), slice(28)),
        (slice(28), slice(12)),
        (slice(28), slice(16, 28)),
    ):
        known = means_of_four(images[::2, rows, columns]).astype("float64")
        for down, right in np.ndindex(5, 5):
            mine = means_of_four(wide[:, down : down + 28, right : right + 28][:, rows, columns])
            distance = np.sqrt(((mine[:, np.newaxis] - known) ** 2).mean(axis=2)).min(axis=1)
            slowly = np.minimum(slowly, distance)
    # A distance is the root of a small difference of large numbers in float32.
    found = Originals(images).nearest_piece(pasted)
    assert np.allclose(found, slowly, atol=2e-3)
    assert np.allclose(found[slowly > 0.01], slowly[slowly > 0.01], rtol=1e-4)
    assert (found < 2e-3).sum() > 5


def test_pieces_of_larger_images_are_as_large_in_proportion():
    images = RNG.integers(0, 256, (20, 32, 32, 3)).astype("uint8")
    pasted = images[::2].copy()
    pasted[:, 16:] = 0
    assert Originals(images).nearest_piece(pasted).max() < 2e-3
    assert [piece[1] for piece in originals._pieces(images)[:2]] == [slice(0, 14), slice(18, 32)]


def test_distances_between_heaps_have_their_closed_forms():
    one = RNG.normal(0, 1, (20_000, 3))
    assert measures.frechet_distance(one, one) == pytest.approx(0, abs=1e-9)
    # Normal distributions: squared distance of the means, plus that of the deviations along each axis.
    assert measures.frechet_distance(one * (1, 2, 3) + (1, 0, 0), one) == pytest.approx(1 + 0 + 1 + 4, rel=0.05)
    assert measures.frechet_distance(np.full((5, 3), np.nan), one) == np.inf
    few = one[:500]
    reach = measures.reach(few)
    assert measures.coverage(few, few, reach)[0] == 1
    assert measures.coverage(few + 100, few, reach) == (0, 0)
    assert measures.coverage(np.repeat(few[:1], 500, axis=0), few, reach)[0] < 0.1
    assert measures.label_divergence(np.arange(1000) % 10, 10) == pytest.approx(0)
    assert measures.label_divergence(np.zeros(50, dtype=int), 10) == pytest.approx(np.log(10))
    assert measures.label_divergence(np.zeros(50, dtype=int), 6) == pytest.approx(np.log(6))


def test_the_files_of_networks_are_small_verified_and_free_of_pickle(tmp_path, monkeypatch):
    files = list(references.WEIGHTS.glob("*.npz"))
    assert {path.stem for path in files} == set(references.judged())
    assert sum(path.stat().st_size for path in files) <= 4 * 2**20
    for path in files:
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype in (np.float16, np.float32) for name in arrays.files)
    copy = tmp_path / "weights"
    shutil.copytree(references.WEIGHTS, copy)
    monkeypatch.setattr(references, "WEIGHTS", copy)
    name = references.judged()[0]
    content = bytearray((copy / f"{name}.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / f"{name}.npz").write_bytes(content)
    with pytest.raises(CheckerError, match="is damaged"):
        references.load(name)
    (copy / f"{name}.npz").unlink()
    with pytest.raises(CheckerError, match="is missing"):
        references.load(name)
    with pytest.raises(CheckerError, match="no reference networks for fashion_mnist"):
        references.load("fashion_mnist")


def test_networks_that_are_saved_are_those_that_are_loaded(tmp_path, monkeypatch):
    first = references.load(references.judged()[0])
    monkeypatch.setattr(references, "WEIGHTS", tmp_path)
    monkeypatch.setattr(references, "INDEX", tmp_path / "index.json")
    references.save(first)
    again = references.load(first.dataset)
    assert again.layers("classifier") == first.layers("classifier")
    assert again.facts["shape"] == first.facts["shape"]
    for name, arrays in first.weights.items():
        assert all(np.array_equal(*pair) for pair in zip(arrays, again.weights[name], strict=True))
