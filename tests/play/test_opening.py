"""The browser is sent to the page, and its command line holds no token."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from tests.conftest import ROOT, hear_ctrl_c
from tests.support.browser import looking
from workshop.play import opening

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("play"),
    pytest.mark.skipif(sys.platform == "win32", reason="needs a script as a browser"),
]

ADDRESS = "http://127.0.0.1:1/?token=secret&more"


@pytest.fixture
def called(tmp_path):
    """A browser that only writes down how it was called: `(what BROWSER is to be, a function that waits for it)`."""
    script, record = tmp_path / "browser.sh", tmp_path / "called.txt"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$0" "$@" > {record}.new\nmv {record}.new {record}\n')
    script.chmod(0o755)

    def wait():
        deadline = time.monotonic() + 60
        while not record.exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return record.read_text().splitlines()

    return str(script), wait


def file_of(address):
    """The file that a `file:` address names."""
    assert address.startswith("file://")
    return Path(url2pathname(urlsplit(address).path))


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_the_command_opens_a_file_that_only_its_owner_can_read_and_that_is_gone_at_the_end(
    name, called, dense, tmp_path, browser
):
    script, wait = called
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DISPLAY": ":0", "BROWSER": script}
    process = subprocess.Popen(
        [sys.executable, "-m", "workshop", "draw", str(dense)], cwd=tmp_path, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=hear_ctrl_c,
    )  # fmt: skip
    try:
        printed = re.search(r"http\S+", process.stdout.readline())[0]
        token = printed.partition("token=")[2]
        _, address = wait()
        assert token not in address
        path = file_of(address)
        assert path.parent == dense  # where browsers in containers of their own can read it
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with looking(browser) as (look, _):
            shown = look()
            shown.goto(address)
            shown.get_by_text("Nothing is drawn yet.").wait_for()
            assert shown.url == printed
        process.send_signal(getattr(signal, name))
        process.wait(10)
        assert not path.exists()
        assert sorted(each.name for each in dense.iterdir()) == ["config.json", "model.keras"]
    finally:
        process.kill()
        process.communicate()


def test_where_no_file_can_be_made_in_the_run_it_is_made_elsewhere_and_is_gone_even_so(called, tmp_path, monkeypatch):
    browser, wait = called
    monkeypatch.setattr(opening.webbrowser, "open", lambda address: subprocess.run([browser, address], check=True))
    found = []

    def use():
        with opening.in_browser(ADDRESS, tmp_path / "nowhere"):
            found.append(file_of(wait()[1]))
            assert "secret&amp;more" in found[0].read_text("utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use()
    assert not found[0].exists()


def test_a_browser_that_keeps_its_caller_waiting_keeps_no_page_waiting(tmp_path, monkeypatch):
    monkeypatch.setattr(opening.webbrowser, "open", lambda address: time.sleep(30))
    began = time.monotonic()
    with opening.in_browser(ADDRESS, tmp_path):
        assert len(list(tmp_path.iterdir())) == 1
    assert time.monotonic() - began < 5
    assert not list(tmp_path.iterdir())
