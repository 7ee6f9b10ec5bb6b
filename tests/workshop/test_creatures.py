"""The creatures that this computer draws: which there are and which not, varied, and the same everywhere, bit for bit."""

import numpy as np
import pytest

from tests.workshop.test_glyphs import sha256
from workshop import data
from workshop.data import creatures
from workshop.data.creatures import studio
from workshop.data.creatures.studio import painting


def blank(count):
    return np.zeros((count, 2, 2, 3), dtype="uint8")


@pytest.fixture(scope="module")
def drawn():
    return creatures.draw(12_000, 1)


@pytest.fixture(scope="module")
def pairs():
    """Winged and wingless images of 40 creatures of each kind but horses, which differ in nothing else."""
    bits, noise = np.random.default_rng(0).bytes(200 * studio.NUMBERS * 2), np.zeros((200, 32, 32), np.uint8)
    bits = np.frombuffer(bits, "<u2").reshape(200, studio.NUMBERS)
    kinds = np.repeat(np.arange(1, 6), 40)
    return kinds, *(studio.paint(studio.BODIES, kinds, np.full(200, winged), bits, noise) for winged in (True, False))


@pytest.mark.slow
def test_the_whole_set_is_the_same_on_every_machine(drawn):
    assert sha256(*drawn, *creatures.draw(2_000, 2)) == data.CATALOGUE["creatures"].checksum


def test_neither_threads_nor_batches_nor_the_count_change_an_image(drawn, monkeypatch):
    monkeypatch.setattr(painting, "BATCH", 7)
    images, labels = creatures.draw(150, 1, threads=1)
    assert np.array_equal(images, drawn[0][:150])
    assert np.array_equal(labels, drawn[1][:150])


def test_another_seed_draws_other_creatures(drawn):
    images, labels = creatures.draw(500, 8)
    assert not (images == drawn[0][:500]).all(axis=(1, 2, 3)).any()
    assert (labels != drawn[1][:500]).any()


def test_no_two_images_are_alike(drawn):
    assert len(np.unique(drawn[0].reshape(len(drawn[0]), -1), axis=0)) == len(drawn[0])


@pytest.mark.slow
def test_each_kind_has_wings_as_often_as_not_but_no_horse_has():
    for count, seed in ((12_000, 1), (2_000, 2), (3_000, 77)):
        _, labels = creatures.draw(count, seed)
        counts = np.bincount(labels, minlength=12).reshape(6, 2) / count
        assert counts[creatures.HORSE, 1] == 0
        assert np.abs(counts.sum(axis=1) - 1 / 6).max() < 0.03
        assert np.abs(counts[1:] - 1 / 12).max() < 0.02


def test_what_an_image_shows_is_taken_apart_by_the_names_of_classes():
    labels = np.delete(np.arange(12, dtype="uint8"), 1)  # of no winged horse
    found = creatures.parts((blank(11), labels), creatures.CLASSES)
    assert (found.bodies.dtype, found.bodies.shape) == (np.int32, (11,))
    assert (found.wings.dtype, found.wings.shape) == (np.float32, (11, 1))
    assert len(found.images) == 11
    for label, body, (winged,) in zip(labels, found.bodies, found.wings, strict=True):
        assert creatures.CLASSES[label] == "winged " * int(winged) + creatures.KINDS[body]
    assert creatures.KINDS[creatures.HORSE] == "horse"
    assert creatures.CLASSES[1] == "winged horse"


def test_photos_of_birds_show_wings_and_other_classes_are_left_out():
    classes = "bird", "frog", "horse"
    images = np.arange(5, dtype="uint8")[:, None, None, None] + np.zeros((5, 2, 2, 3), dtype="uint8")
    found = creatures.parts((images, np.array([2, 1, 0, 0, 2])), classes)
    assert found.images[:, 0, 0, 0].tolist() == [0, 2, 3, 4]
    assert [creatures.KINDS[body] for body in found.bodies] == ["horse", "bird", "bird", "horse"]
    assert found.wings.ravel().tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("classes", [("horse", "cat"), ("bird", "winged cat"), ("airplane", "frog")])
def test_who_has_no_horse_or_nothing_with_wings_is_told_what_to_name_classes(classes):
    with pytest.raises(
        data.DataError, match=f"got '{classes[0]}', '{classes[1]}'.\nName classes \"horse\" and \"bird\""
    ):
        creatures.parts((blank(4), np.array([0, 1, 0, 1])), classes)


def test_wings_are_large_stand_above_the_body_and_are_the_same_for_all_kinds(pairs):
    kinds, winged, wingless = pairs
    changed = (winged != wingless).any(axis=3)
    for kind in range(1, 6):
        area = changed[kinds == kind].sum(axis=(1, 2))
        assert 80 < np.median(area) < 200
        assert area.min() > 45
    rows = np.arange(32)
    above = (changed.sum(axis=2) * rows).sum(axis=1) / changed.sum(axis=(1, 2))
    assert (above < 22).all()
    assert not changed[:, 28:].any()


def test_creatures_face_both_ways_and_wings_lean_with_them(pairs):
    """A wing leans backwards from where it grows, so its light lies to one side or to the other."""
    _, winged, wingless = pairs
    changed = (winged != wingless).any(axis=3)
    top = np.array(
        [np.average(np.arange(32), weights=each[np.flatnonzero(each.any(axis=1))[:3]].sum(axis=0)) for each in changed]
    )
    foot = np.array(
        [np.average(np.arange(32), weights=each[np.flatnonzero(each.any(axis=1))[-3:]].sum(axis=0)) for each in changed]
    )
    left = (top < foot).mean()
    assert 0.35 < left < 0.65


def test_a_creature_stands_within_its_image_on_varied_ground(drawn):
    images = drawn[0]
    assert images.dtype == np.uint8
    assert images.shape[1:] == (32, 32, 3)
    corners = images[:, [0, 0, -1, -1], [0, -1, 0, -1]].astype(int)
    assert corners.std(axis=0).min() > 15  # skies and grounds of several colours
    # There is light as well as dark: a creature is set off from what is behind it.
    grey = images.mean(axis=3)
    assert (grey.max(axis=(1, 2)) - grey.min(axis=(1, 2)) > 90).all()


def test_a_body_is_told_from_the_others_by_the_nearest_image(drawn):
    """By pixels alone, among 10,000 others: nineteen of twenty."""
    images = drawn[0].reshape(12_000, -1).astype("float32")
    images -= images.mean(axis=1, keepdims=True)
    images /= np.linalg.norm(images, axis=1, keepdims=True)
    nearest = (images[10_000:] @ images[:10_000].T).argmax(axis=1)
    bodies = creatures.parts(drawn, creatures.CLASSES).bodies
    right = bodies[:10_000][nearest] == bodies[10_000:]
    assert right.mean() > 0.94
