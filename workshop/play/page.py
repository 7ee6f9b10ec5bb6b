"""The page of a session: the module, what starts it, and the style, in one text that needs nothing else."""

import base64
import hashlib
import json
from pathlib import Path

from workshop.pages import render

STATIC = Path(__file__).parent / "static"
PARTS = "elements.js", "drawing.js", "exploring.js", "mixing.js", "play.js"
EXPORT = "export default {render};"
# Content security policies: the page's own script may run, and no other, whoever gets one into it. A page in a file
# loads nothing; what one of a server may connect to, and who may frame it, the server says.
SERVED = "script-src {script}; object-src 'none'; base-uri 'none'"
ALONE = "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
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

    # The module as a function's body: on one page with its door, and apart from the names there.
    script = f"\nconst play = (() => {{\n{module().replace(EXPORT, 'return {render};')}\n}})();\n{door}"
    checksum = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")

    return render(
        "play.html",
        title=session.page["title"],
        # "<" would end the script that holds it.
        page=Markup(json.dumps(session.page).replace("<", "\\u003c")),
        network=Markup(json.dumps(network, separators=(",", ":")).replace("<", "\\u003c")) if network else None,
        script=Markup(script),
        policy=Markup((ALONE if network else SERVED).format(script=f"'sha256-{checksum}'")),
        style=Markup(style()),
        networks=", ".join(f"{each['title']} ({each['parameters']:,} parameters)" for each in session.page["networks"]),
    )


def _read(name):
    return (STATIC / name).read_text("utf-8")
