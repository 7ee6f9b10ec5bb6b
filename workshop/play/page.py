"""The page of a session: the module, what starts it, and the style, in one text that needs nothing else."""

import base64
import json
from pathlib import Path

from workshop.pages import render

STATIC = Path(__file__).parent / "static"
PARTS = "elements.js", "drawing.js", "exploring.js", "mixing.js", "play.js"
FORWARD = "arrays.js", "layers.js", "shapes.js", "forward.js", "centred.js"


def module():
    """The ES module, in anywidget's form: it has no imports, and its parts stand in files of their own."""
    return "\n".join(_read(name) for name in PARTS)


def forward():
    """What computes networks in JavaScript, and makes images of drawings."""
    return "\n".join(_read(name) for name in FORWARD)


def style():
    """What the module's elements look like, on any page."""
    return _read("play.css")


def for_server(session):
    """The page that a server sends, on which the module's messages go through a WebSocket."""
    return _page(session, door=_read("socket.js"))


def for_file(session, network):
    """The page for a file, on which the module's messages are answered by JavaScript.

    Args:
        session: a `Session`.
        network: of `workshop.play.exported`, plain JSON.
    """
    return _page(session, door=f"{forward()}\n{_read('alone.js')}", network=network)


def _page(session, door, network=None):
    from markupsafe import Markup

    return render(
        "play.html",
        title=session.page["title"],
        # "<" would end the script that holds it.
        page=Markup(json.dumps(session.page).replace("<", "\\u003c")),
        network=Markup(json.dumps(network, separators=(",", ":")).replace("<", "\\u003c")) if network else None,
        module=base64.b64encode(module().encode()).decode("ascii"),
        door=Markup(door),
        style=Markup(style()),
        networks=", ".join(f"{each['title']} ({each['parameters']:,} parameters)" for each in session.page["networks"]),
    )


def _read(name):
    return (STATIC / name).read_text("utf-8")
