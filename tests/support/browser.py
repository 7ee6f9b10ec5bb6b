"""A real browser, and JupyterLab for it to look at."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import need_program

TOKEN = "workshop"
SECONDS = 120


@contextmanager
def lab(folder, home):
    """JupyterLab in a folder, with settings of its own; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / ".jupyter"), "PATH": path}
    log = home / f"lab-{port}.log"
    with open(log, "w") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5)
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def looking(browser):
    """Pages to look at in a browser; errors of their scripts fail the test, and what else is put down as one.

    Yields:
        `(look, errors)`: `look(width=1400, scheme="light", **options)` makes an empty page; the errors are a list.
    """
    opened, errors = [], []

    def look(width=1400, scheme="light", **options):
        opened.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options))
        shown = opened[-1].new_page()
        shown.on("pageerror", lambda error: errors.append(str(error)))
        return shown

    yield look, errors
    for context in opened:
        context.close()
    assert errors == []


@contextmanager
def chromium():
    """A headless Chromium of Playwright's; a test that needs it is skipped where it is missing."""
    need_program("chromium", "chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's own, which root cannot have
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        try:
            yield browser
        finally:
            browser.close()
