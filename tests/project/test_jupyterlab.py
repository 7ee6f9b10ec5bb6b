"""Learners' JupyterLab: no tools of instructors, no news; where a course lies, its tools stay."""

import json
import os
from pathlib import Path

import pytest

from checker.exercises import PACKAGE
from tests.support.browser import SECONDS, TOKEN, lab

OURS = str(PACKAGE / "materials" / "jupyter")


def test_start_py_brings_the_configuration_except_in_a_course_and_keeps_what_is_set(root, tmp_path, monkeypatch):
    import importlib.util

    spec = importlib.util.spec_from_file_location("start", root / "start.py")
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "mine")
    assert start.environment()["JUPYTER_CONFIG_PATH"] == os.pathsep.join([OURS, "mine"])
    assert start.environment(ours=True)["JUPYTER_CONFIG_PATH"] == "mine"  # of the tests, which open courses
    Path("nbgrader_config.py").touch()
    assert start.environment()["JUPYTER_CONFIG_PATH"] == "mine"


def test_learners_settings_count_beside_the_configuration(tmp_path, monkeypatch):
    from jupyterlab_server.config import get_page_config

    own = tmp_path / "mine" / "labconfig"
    own.mkdir(parents=True)
    (own / "page_config.json").write_text(json.dumps({"disabledExtensions": {"some:extension": True}}))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", OURS)
    disabled = get_page_config([])["disabledExtensions"]
    assert {"some:extension", "@jupyter/nbgrader", "@jupyterlab/apputils-extension:announcements"} <= set(disabled)
    assert [path.name for path in own.iterdir()] == ["page_config.json"]


@pytest.mark.slow
def test_a_browser_shows_learners_a_plain_jupyterlab_and_instructors_their_tools(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    pictures = Path(os.environ.get("SCREENSHOTS", tmp_path))
    for who, path in (("learner", OURS), ("instructor", "")):
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", path)
        folder, home = tmp_path / who, tmp_path / f"{who}-home"
        folder.mkdir()
        home.mkdir()
        with lab(folder, home) as address:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.set_default_timeout(1000 * SECONDS)
            page.goto(f"{address}/lab?token={TOKEN}")
            page.get_by_role("menuitem", name="File").wait_for()
            page.locator(".jp-Launcher").wait_for()
            news, tools = (page.get_by_text(words) for words in ("official Jupyter news", "Nbgrader"))
            if who == "instructor":
                news.first.wait_for()
                tools.first.wait_for()
                assert page.locator('[title="Nbgrader Create Assignment"]').count() == 1
            else:
                page.wait_for_timeout(3000)  # JupyterLab asks a moment after it has started
                page.screenshot(path=pictures / "lab.png")
                for words in ("news", "Nbgrader", "Create Assignment", "Validate", "Assignment List", "Formgrader"):
                    assert page.get_by_text(words).count() == 0, words
            page.close()
