"""`python -m workshop`: pages on which a run's own networks answer."""

import argparse
import contextlib
import os
import sys
from pathlib import Path

from workshop import cli, streams
from workshop.runs import RunError

COMMANDS = {
    "draw": "draw, and the classifier of a run reads what you draw while you draw it",
    "explore": "ask a run's generator, or autoencoder, for images",
    "compare": "ask the networks of two runs the same, side by side",
}


def main(argv=None):
    """Show a page until it is closed, or write it to a file; returns the exit status."""
    streams.open_all()
    args = _parse(argv)
    try:
        _show(args)
    except cli.EXPECTED as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return 0


def _parse(argv):
    parser = argparse.ArgumentParser(
        "python -m workshop", description="Pages on which the networks of your own runs answer."
    )
    commands = parser.add_subparsers(dest="what", required=True, metavar="COMMAND")
    for what, told in COMMANDS.items():
        command = commands.add_parser(what, help=told, description=f"{told[:1].upper()}{told[1:]}.")
        if what == "compare":
            command.add_argument("folders", nargs=2, metavar="RUN_FOLDER", help="of two runs, such as before and after")
        else:
            command.add_argument(
                "folders", nargs="?", metavar="RUN_FOLDER", help="of the run (default: the newest below runs/)"
            )
        command.add_argument("--save", type=Path, metavar="PAGE.html", help="write the page, with the network in it")
        command.add_argument("--port", type=int, default=0, metavar="N", help="of this machine (default: a free one)")
        command.add_argument("--no-browser", action="store_true", help="only print the address")
    args = parser.parse_args(argv)
    args.folders = args.folders if isinstance(args.folders, list) else [args.folders]
    return args


def _show(args):
    if args.save and args.save.suffix not in (".html", ".htm"):
        raise RunError(f"{args.save} is not the name of a page.\nName one that ends in .html: --save page.html")
    from workshop.play import sessions

    session = sessions.of(args.what, args.folders)
    if args.save:
        from workshop.play import exported

        for line in exported.save(session, args.save):
            print(line)
        return
    from workshop.play import opening, page
    from workshop.play.server import Server

    server = Server(session, page.for_server(session), args.port)
    print(f"Open it in a browser: {server.address}")
    print("Press Ctrl-C to end it; it also ends a minute after you close its page.", flush=True)
    opens = not args.no_browser and _has_screen()
    with opening.in_browser(server.address, session.folder) if opens else contextlib.nullcontext():
        server.serve()


def _has_screen():
    """Whether a browser would open a window; one that runs in the terminal would take it from us."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
