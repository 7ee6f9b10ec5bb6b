"""The same page in a notebook: an anywidget, whose questions the kernel answers."""

import json
import os
import time

import numpy as np
import pytest

from tests.play.conftest import SEVEN, draw, read
from tests.support.browser import SECONDS, TOKEN, lab
from workshop import play
from workshop.play.session import encoded

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("play")]


def test_a_widget_answers_what_its_page_asks(dense, monkeypatch):
    shown = play.draw(dense)
    assert shown.page["kind"] == "draw"
    assert shown.page["networks"][0]["title"] == "dense"
    sent = []
    monkeypatch.setattr(shown, "send", lambda content, buffers=None: sent.append(content))
    ink = encoded(np.full((140, 140), 255))
    shown._handle_custom_msg({"id": "x", "ask": "read", "ink": ink}, [])
    (answer,) = sent
    assert answer["id"] == "x"
    assert sum(answer["answers"][0]["scores"]) == pytest.approx(1, abs=1e-3)
    assert answer["milliseconds"] < 1000


def test_a_run_itself_can_be_given_and_two_can_be_compared(dense, reader, generator):
    class Run:
        folder = dense

    assert play.draw(Run()).page["networks"][0]["title"] == "dense"
    assert [each["title"] for each in play.compare(Run(), reader).page["networks"]] == ["dense", "reader"]
    assert play.explore(generator).page["kind"] == "explore"


def run_first_cell(shown):
    """Run a notebook's first cell, and wait for its end; a page that is still being set up may drop the keys."""
    # Not before the kernel answers: a cell that is run while it starts may be dropped, or its widget find no manager.
    shown.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    prompt = shown.locator(".jp-Cell .jp-InputPrompt").first
    deadline = time.monotonic() + SECONDS
    while prompt.inner_text().strip() in ("", "[ ]:"):
        assert time.monotonic() < deadline, shown.locator("body").inner_text()
        shown.locator(".jp-Cell .cm-content").first.click()
        shown.keyboard.press("Shift+Enter")
        shown.wait_for_timeout(1000)
    shown.locator(".jp-Cell .jp-InputPrompt", has_text="[1]:").first.wait_for()
    shown.locator(".jp-Cell .jp-OutputArea-output").first.wait_for()


@pytest.mark.slow
def test_one_draws_in_jupyterlab(reader, browser, tmp_path, monkeypatch):
    pytest.importorskip("anywidget")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    source = f"from workshop import play\n\nplay.draw({str(reader)!r})"
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / "play.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with lab(folder, home) as address:
        shown = browser.new_page(viewport={"width": 1400, "height": 900})
        shown.set_default_timeout(1000 * SECONDS)
        shown.goto(f"{address}/lab/tree/play.ipynb?token={TOKEN}")
        run_first_cell(shown)
        shown.locator(".play-paper").wait_for()
        shown.get_by_text("Nothing is drawn yet.").wait_for()
        draw(shown, SEVEN)
        read(shown, "7")
        shown.locator(".play-paper").press("Delete")  # which would delete a cell, in a notebook's command mode
        shown.get_by_text("Nothing is drawn yet.").wait_for()
        if path := os.environ.get("SCREENSHOTS"):
            draw(shown, SEVEN)
            shown.wait_for_timeout(500)
            shown.screenshot(path=f"{path}/play-notebook.png")
        shown.close()
