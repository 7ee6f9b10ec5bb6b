"""The same page in a notebook: an anywidget, whose questions the kernel answers."""

import json
import os

import numpy as np
import pytest

from tests.play.conftest import SEVEN, draw, read
from tests.support.browser import SECONDS, TOKEN, lab
from workshop import play
from workshop.play.session import encoded


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
        shown.locator(".jp-Cell .cm-content").first.click()
        shown.get_by_text("Python 3", exact=False).first.wait_for()
        shown.keyboard.press("Shift+Enter")
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
