"""A command in a process that was forked, not started, is as where one types it."""

import subprocess
import sys

import pytest

from tests.support import warm

SCRIPT = """
import os, sys, threading, time, atexit
print(sys.argv, os.getcwd(), os.environ.get("WORD"), __name__, sys.path[0], sys.stdin.read())
print("told", file=sys.stderr)
atexit.register(print, "at the end")
threading.Thread(target=lambda: (time.sleep(0.1), print("a thread"))).start()
{last}
"""


@pytest.mark.parametrize(
    ("last", "status"),
    [("", 0), ("sys.exit(3)", 3), ("sys.exit('in words')", 1), ("raise SystemExit", 0), ("nothing", 1), ("os._exit(7)", 7)],
)  # fmt: skip
def test_what_is_forked_is_as_what_is_started(last, status, tmp_path, monkeypatch):
    monkeypatch.setitem(warm.IMPORTS, "script", ["json"])
    path = tmp_path / "script.py"
    path.write_text(SCRIPT.format(last=last))
    command = [path, "--flag", 5], tmp_path, {"WORD": "set"}
    forked, started = warm.run(*command), warm.cold(*command)
    assert forked.returncode == started.returncode == status
    assert forked.stdout == started.stdout
    assert forked.stderr.splitlines()[:1] == started.stderr.splitlines()[:1]
    assert forked.stderr.splitlines()[-1:] == started.stderr.splitlines()[-1:]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_what_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setitem(warm.IMPORTS, "script", ["json"])
    path = tmp_path / "script.py"
    path.write_text("import time\nprint('begun', flush=True)\ntime.sleep(100)\n")
    with pytest.raises(subprocess.TimeoutExpired) as ended:
        warm.run([path], tmp_path, timeout=1)
    assert "begun" in ended.value.output
    path.write_text("print('again')\n")
    assert warm.run([path], tmp_path).stdout == "again\n"
