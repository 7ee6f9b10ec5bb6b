"""`python -m checker certificate`: a page of what one's own networks have drawn."""

import base64
import html
import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from checker.commands import certificate
from checker.errors import UsageError
from checker.exercises import exercises
from workshop.pages import lessons

WITH = [exercise for exercise in exercises() if "KEEPSAKES" in exercise.facts]
EXERCISE = WITH[-1]
NAMES = list(EXERCISE.facts["KEEPSAKES"])


@pytest.fixture
def make(tmp_path, monkeypatch, capsys):
    """Makes the page of the runs in `tmp_path/runs`; returns it with what was printed."""
    monkeypatch.chdir(tmp_path)

    def make(*arguments):
        assert certificate.main(list(arguments)) == 0
        return (tmp_path / "certificate.html").read_text("utf-8"), capsys.readouterr().out

    return make


def leave(folder, name, started, shade, images=NAMES, exercise=EXERCISE, finished=True, **config):
    """Leave a run whose images are all of one shade."""
    run = folder / "runs" / name
    run.mkdir(parents=True)
    config = {"exercise": exercise.name, "started": f"{started}T12:00:00+01:00", "seed": 3, **config}
    (run / "config.json").write_text(json.dumps(config), "utf-8")
    if finished:
        (run / "results.json").write_text(json.dumps({"parameters": 12345}), "utf-8")
    for image in images:
        Image.fromarray(np.full((8, 8), shade, "uint8")).save(run / image)


def shades(page):
    """The shade of each image of a page, none of which lies outside of it."""
    urls = re.findall(r'src="([^"]*)"', page)
    assert not re.search(r"https?://|<script|<link", page)
    texts = [url.removeprefix("data:image/png;base64,") for url in urls]
    return [int(np.asarray(Image.open(io.BytesIO(base64.b64decode(text, validate=True))))[0, 0]) for text in texts]


def words(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</style>")[2])).split())


def test_the_page_shows_the_images_of_the_latest_run_that_came_to_its_end(make, tmp_path):
    leave(tmp_path, "b", "2026-01-31", 10)
    leave(tmp_path, "a", "2026-02-01", 20)
    leave(tmp_path, "c", "2026-02-02", 30, finished=False)
    leave(tmp_path, "d", "2026-02-03", 40, exercise=WITH[0], images=[])
    page, _ = make()
    assert shades(page) == [20] * len(NAMES)
    assert "1 February 2026: seed 3, 12,345 parameters" in words(page)
    for told in EXERCISE.facts["KEEPSAKES"].values():
        assert told in words(page)


@pytest.mark.parametrize(("epochs", "told"), [(1, "1 epoch,"), (14, "14 epochs,")])
def test_one_epoch_is_no_plural(epochs, told, make, tmp_path):
    leave(tmp_path, "a", "2026-02-01", 10, epochs=epochs)
    assert f"1 February 2026: {told} seed 3" in words(make()[0])


def test_a_run_with_all_images_goes_before_a_later_one_that_lacks_some(make, tmp_path):
    leave(tmp_path, "a", "2026-02-01", 10)
    leave(tmp_path, "b", "2026-02-02", 20, images=NAMES[1:])
    assert shades(make()[0]) == [10] * len(NAMES)


def test_what_is_missing_is_named_with_what_to_type(make, tmp_path):
    leave(tmp_path, "a", "2026-02-01", 10, images=NAMES[1:])
    page, printed = make()
    for exercise in WITH[:-1]:
        (name, *_) = exercise.facts["KEEPSAKES"]
        assert f"There is no {name}" in words(page)
        assert re.search(
            rf"{exercise.name}: there is no {re.escape(name)}.* Type: python \S*{exercise.name}\.py", printed
        )
    assert f"{EXERCISE.name}: there is no {NAMES[0]} yet. Lesson: {EXERCISE.name}.ipynb" in printed


def test_it_says_that_it_proves_nothing_and_a_name_is_but_text(make, tmp_path):
    leave(tmp_path, "a", "2026-02-01", 10)
    page, _ = make("--name", "<b>Ada</b>\nLovelace")
    assert "<b>Ada" not in page
    assert "<b>Ada</b> Lovelace" in words(page)
    assert "not a proof: nothing on it was checked, and marks come from your instructor" in words(page)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"exercise": 3}', "\ufeff{", '{"exercise": ["x"], "started": 7}'])
def test_a_folder_of_another_form_is_passed_by(content, make, tmp_path):
    leave(tmp_path, "a", "2026-02-01", 10)
    leave(tmp_path, "b", "2026-02-02", 20)
    (tmp_path / "runs" / "b" / "config.json").write_text(content, "utf-8")
    assert shades(make()[0]) == [10] * len(NAMES)


def test_a_file_that_is_no_image_counts_as_missing(make, tmp_path):
    leave(tmp_path, "a", "2026-02-01", 10)
    (tmp_path / "runs" / "a" / NAMES[0]).write_text("no image", "utf-8")
    page, printed = make()
    assert shades(page) == [10] * (len(NAMES) - 1)
    assert f"there is no {NAMES[0]} yet" in printed


def test_where_no_run_is_there_is_no_page(make, tmp_path):
    with pytest.raises(UsageError, match=r"runs holds no finished run of .*\n.*--runs DIR.*python .*\.py"):
        make()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("exercise", WITH, ids=lambda exercise: exercise.name)
def test_what_a_check_file_gives_away_as_a_keepsake_is_left_by_its_runs_or_told_of_in_its_lesson(exercise):
    for name, told in exercise.facts["KEEPSAKES"].items():
        assert name in {*exercise.facts["LEAVES"], *lessons.lesson(exercise.name).looks}
        assert isinstance(told, str)
