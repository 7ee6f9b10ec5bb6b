"""How long a stroke takes to become a bar: the pages to draw on, in a real browser, with a real mouse.

Measured is each move of the pen, from the time that the browser gives it to the time when the bars of an answer to it
stand on the page: reading the paper, the way to Python and back, centring, the network. Moves that come while an answer
is under way share the next one, and wait for it. A screen shows the bars with its next image, up to 17 ms later; how
that lengthens it is told beside.
"""

import argparse
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.solutions.ours import solution
from checker.exercises import exercises

TAKES = "two minutes"
STROKES, MOVES, PAUSE = 12, 40, 0.016  # a mouse or a finger tells where it is about 60 times a second
MOST = {"median": 20, "95th percentile": 60}  # milliseconds

WATCH = """
const pending = [], covered = new Map();
window.latencies = []; window.shown = []; window.python = [];
addEventListener("pointermove", event => event.buttons && pending.push(event.timeStamp), true);
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  covered.set(JSON.parse(text).id, pending.splice(0));
  return send.call(this, text);
};
const answered = event => {
  const now = performance.now(), moves = covered.get(event.detail.id) ?? [];
  python.push(event.detail.milliseconds);
  moves.forEach(at => latencies.push(now - at));
  requestAnimationFrame(() => setTimeout(() => moves.forEach(at => shown.push(performance.now() - at))));
};
const begin = () => document.getElementById("play").addEventListener("answered", answered);
document.addEventListener("DOMContentLoaded", begin);
"""


def main(argv):
    """Measure the classifiers' runs that are given, or networks of the solutions' kind that have learned nothing."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="RUN_FOLDER")
    args = parser.parse_args(argv)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; {STROKES} strokes of {MOVES} moves each")
    print(f"{'network':24} {'median':>8} {'95th':>8} {'of Python':>10} {'on screen':>10}")
    is_slow = False
    with tempfile.TemporaryDirectory() as folder:
        for run in args.folders or list(untrained(Path(folder))):
            latencies, python, shown = measure(run)
            middle, late = np.percentile(latencies, [50, 95])
            is_slow |= middle > MOST["median"] or late > MOST["95th percentile"]
            told = f"{middle:>5.1f} ms {late:>5.1f} ms {np.median(python):>7.1f} ms {np.median(shown):>7.1f} ms"
            print(f"{run.name:24} {told}  ({len(latencies)} moves)")
    print(
        f"load {os.getloadavg()[0]:.1f} after; at most {MOST['median']} ms and {MOST['95th percentile']} ms are wanted"
    )
    return int(is_slow)


def untrained(folder):
    """Run folders of the solutions that classify, with networks as they begin: how long they take is the same."""
    for exercise in exercises():
        if "model.keras" in exercise.facts.get("LEAVES", ()):
            run = folder / exercise.name
            run.mkdir()
            solution(exercise).build_model().save(run / "model.keras")
            yield run


def measure(run):
    """Milliseconds: of each move until its bars stand, of Python's part of each answer, of each move until shown."""
    from playwright.sync_api import sync_playwright

    from workshop.play import page, server, sessions

    session = sessions.of("draw", [run])
    served = server.Server(session, page.for_server(session))
    thread = threading.Thread(target=served.serve, daemon=True)
    thread.start()
    rng = np.random.default_rng(0)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        shown = browser.new_page()
        shown.add_init_script(WATCH)
        shown.goto(served.address)
        shown.get_by_text("Nothing is drawn yet.").wait_for()
        box = shown.locator(".play-paper").bounding_box()
        for _ in range(STROKES):
            places = np.clip(0.5 + np.cumsum(rng.normal(0, 0.03, (MOVES, 2)), axis=0), 0.1, 0.9)
            for number, (x, y) in enumerate(places):
                shown.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
                if number == 0:
                    shown.mouse.down()
                time.sleep(PAUSE)
            shown.mouse.up()
            shown.get_by_role("button", name="Clear").click()
        shown.wait_for_timeout(300)
        found = [shown.evaluate(name) for name in ("latencies", "python", "shown")]
        browser.close()
    served.stop()
    thread.join()
    return found
