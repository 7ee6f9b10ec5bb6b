"""Who may connect, and when the program ends."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

from tests.conftest import ROOT, hear_ctrl_c
from tests.play.conftest import serving
from workshop.play import server
from workshop.play.session import Session
from workshop.runs import RunError

# Small networks are trained once, and one browser opened, in one process.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("play")]


class Echo(Session):
    """Answers what it is asked, without a network."""

    page = {"kind": "draw", "title": "t", "networks": []}
    asks = {"twice": lambda content: {"twice": 2 * content["number"]}}


@pytest.fixture
def echo():
    with serving_text() as served:
        yield served


def serving_text(**settings):
    served = server.Server(Echo(), "the page", **settings)

    class Serving:
        def __enter__(self):
            self.thread = threading.Thread(target=served.serve, daemon=True)
            self.thread.start()
            served.thread = self.thread
            return served

        def __exit__(self, *_):
            served.stop()
            self.thread.join(10)
            assert not self.thread.is_alive()

    return Serving()


def get(served, path=None, **headers):
    """Status and text of a page."""
    address = served.address if path is None else f"http://127.0.0.1:{served.port}{path}"
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def connect(served, query=None, **headers):
    """A WebSocket of a client that is no browser."""
    import websocket

    query = f"?token={served.token}" if query is None else query
    origin = headers.pop("origin", f"http://127.0.0.1:{served.port}")
    return websocket.create_connection(
        f"ws://127.0.0.1:{served.port}/socket{query}", origin=origin, timeout=10, header=headers
    )


def test_who_has_the_address_gets_the_page_and_answers(echo):
    assert get(echo) == (200, "the page")
    line = connect(echo)
    line.send(json.dumps({"id": "a", "ask": "twice", "number": 21}))
    answer = json.loads(line.recv())
    assert (answer["id"], answer["twice"]) == ("a", 42)
    line.close()


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", "?token=%C3%A4"])
def test_a_missing_or_wrong_token_is_refused(echo, query):
    import websocket

    for path in (f"/{query}", f"/elsewhere{query}"):
        status, told = get(echo, path)
        assert status == 403
        assert "token" in told
        assert "the page" not in told
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        connect(echo, query)


def test_another_name_of_this_machine_is_refused_and_so_is_another_page(echo):
    import websocket

    assert get(echo, Host="example.org")[0] == 403
    assert get(echo, Host=f"localhost:{echo.port}")[0] == 200
    for origin in ("http://example.org", f"http://127.0.0.1:{echo.port + 1}", "null"):
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            connect(echo, origin=origin)


def test_only_this_machine_can_connect(echo):
    addresses = {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in addresses:
        with socket.socket() as other:
            other.settimeout(2)
            assert other.connect_ex((address, echo.port)) != 0
    assert echo._sockets[0].getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "sent", ["nonsense", "[]", "{}", '{"ask": "nothing"}', '{"ask": "twice"}', '"' + "x" * 5000, "[" * 5000]
)
def test_a_message_that_nobody_understands_is_told_and_ends_nothing(echo, sent):
    line = connect(echo)
    line.send(sent)
    assert "not understood" in json.loads(line.recv())["error"]
    line.send(json.dumps({"id": 1, "ask": "twice", "number": 1}))
    assert json.loads(line.recv())["twice"] == 2
    line.close()


def test_a_message_that_is_too_large_ends_its_own_page_alone(echo):
    import websocket

    large, other = connect(echo), connect(echo)
    with contextlib.suppress(websocket.WebSocketException, OSError):  # it may be closed before all is sent
        large.send(json.dumps({"ask": "twice", "number": "x" * (server.MOST + 1)}))
        assert not large.recv()
    other.send(json.dumps({"id": 1, "ask": "twice", "number": 1}))
    assert json.loads(other.recv())["twice"] == 2
    other.close()


def test_the_program_ends_after_its_last_page_is_closed_and_not_before():
    with serving_text(patience=1.0) as served:
        one, two = connect(served), connect(served)
        one.close()
        time.sleep(1.8)
        assert served.thread.is_alive()  # a second page is open
        two.close()
        time.sleep(0.4)
        three = connect(served)  # reloaded
        time.sleep(1.3)
        assert served.thread.is_alive()
        three.close()
        served.thread.join(5)
        assert not served.thread.is_alive()


def test_a_program_whose_page_nobody_opens_ends_too():
    with serving_text(first=0.5) as served:
        served.thread.join(5)
        assert not served.thread.is_alive()


def test_a_port_that_is_taken_is_told():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(RunError, match=r"Port \d+ cannot be had: .*\nLeave --port off"):
            server.Server(Echo(), "", port=other.getsockname()[1])
    with pytest.raises(RunError, match="Port 99999 cannot be had"):
        server.Server(Echo(), "", port=99999)


@pytest.fixture
def started(reader, tmp_path):
    """The command in a process of its own, and the address that it prints."""
    command = [sys.executable, "-m", "workshop", "draw", str(reader), "--no-browser"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=hear_ctrl_c,
    )  # fmt: skip
    line = process.stdout.readline()
    assert line.startswith("Open it in a browser: http://127.0.0.1:"), process.stderr.read()
    yield process, re.search(r"http\S+", line)[0]
    process.kill()
    process.communicate()


def test_ctrl_c_ends_it_and_the_page_says_so_with_the_command_that_starts_it_again(started, open_page):
    process, address = started
    shown = open_page(address)
    shown.get_by_text("Nothing is drawn yet.").wait_for()
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    assert "Stopped." in process.stderr.read()
    alarm = shown.get_by_role("alert")
    alarm.get_by_text("The program that answers has ended").wait_for()
    assert re.search(r"-m workshop draw \S*reader", alarm.inner_text())


def test_a_page_says_that_its_program_was_killed(session_of, dense, open_page):
    with serving(session_of("draw", dense)) as served:
        shown = open_page(served.address)
        shown.get_by_text("Nothing is drawn yet.").wait_for()
        assert not shown.get_by_role("alert").is_visible()
    shown.get_by_role("alert").get_by_text("The program that answers has ended").wait_for()
