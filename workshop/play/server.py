"""A server for one page, for this machine alone: what the page asks comes over a WebSocket, and Python answers.

Who knows the token in the address may ask, from a page of this server, by the name that it has itself: pages of other
servers that the same browser shows cannot (they have another `Origin`), nor can a name that somebody lets point here
(it is another `Host`).
"""

import asyncio
import contextlib
import hmac
import json
import secrets
import signal
import time

import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket

from workshop.runs import RunError

HOST = "127.0.0.1"
PATIENCE = 60  # seconds without a page, after which it ends
FIRST = 600  # seconds until somebody opens the page
MOST = 1 << 20  # bytes of a message
# The page itself says which script it is that may run; see workshop/play/page.py.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self' {socket};"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Server:
    """Serves a session until its page is closed, or until it is stopped.

    Attributes:
        address: of the page, with its token.
    """

    def __init__(self, session, page, port=0, patience=PATIENCE, first=FIRST):
        """Take a port; nothing is served before `serve`.

        Args:
            session: a `workshop.play.session.Session`.
            page: the page's text.
            port: 0 for any that is free.
            patience: seconds without a page, after which it ends.
            first: seconds that it waits for the first page.

        Raises:
            RunError: the port is taken, or may not be had.
        """
        try:
            if not 0 <= port < 65536:  # others come around to one that is
                raise OSError(None, "ports are numbers from 0 to 65535")
            self._sockets = tornado.netutil.bind_sockets(port, HOST)
        except OSError as error:
            raise RunError(
                f"Port {port} cannot be had: {error.strerror or error}.\nLeave --port off, and a free one is taken."
            ) from error
        self.port, self.token = self._sockets[0].getsockname()[1], secrets.token_urlsafe(24)
        self.address = f"http://{HOST}:{self.port}/?token={self.token}"
        self.session, self.page = session, page
        self.patience, self.first = patience, first
        self.pages, self._alone, self._opened = set(), time.monotonic(), False
        self._ended, self._stopped = None, False

    def serve(self):
        """Serve until the page is closed for `patience` seconds, or `stop` is called, or Ctrl-C pressed."""
        asyncio.run(self._serve())

    def stop(self):
        """End it; may be called from another thread."""
        self._stopped = True  # where it has not begun to serve
        if self._ended:
            with contextlib.suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._ended.set)

    def knows(self, token):
        return hmac.compare_digest(token.encode(), self.token.encode())

    def hosts(self):
        """The names by which a page may call us."""
        return {f"{name}:{self.port}" for name in (HOST, "localhost")}

    def note(self, page, opened):
        """Keep count of open pages."""
        (self.pages.add if opened else self.pages.discard)(page)
        self._opened, self._alone = True, time.monotonic()

    async def _serve(self):
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        given = {"server": self}
        routes = [("/", Page, given), ("/socket", Socket, given), ("/.*", Other, given)]
        application = tornado.web.Application(routes, log_function=lambda handler: None)
        http = tornado.httpserver.HTTPServer(application, max_buffer_size=2 * MOST)
        http.add_sockets(self._sockets)
        for name in ("SIGTERM", "SIGHUP"):  # the second where its terminal is closed
            with contextlib.suppress(
                AttributeError, NotImplementedError, ValueError, RuntimeError
            ):  # Windows; a thread
                if signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:  # `nohup` has it ignored
                    self._loop.add_signal_handler(getattr(signal, name), self._ended.set)
        while not (self._ended.is_set() or self._stopped):
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._ended.wait(), 0.25)
            wait = self.patience if self._opened else self.first
            if not self.pages and time.monotonic() - self._alone > wait:
                break
        http.stop()
        for page in list(self.pages):
            page.close(1001, "the program ended")
        await http.close_all_connections()


class Guarded(tornado.web.RequestHandler):
    """A handler that refuses whoever has no token, or calls by another name."""

    def initialize(self, server):
        self.server = server

    def prepare(self):
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        if self.request.host not in self.server.hosts():
            raise tornado.web.HTTPError(403, "this is no name of this server")
        if not self.server.knows(self.get_query_argument("token", "")):
            raise tornado.web.HTTPError(403, "the token is missing or wrong: take the whole address that was printed")

    def write_error(self, status_code, **kwargs):
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        error = kwargs.get("exc_info", (None, None))[1]
        self.finish(f"{status_code}: {getattr(error, 'log_message', None) or self._reason}\n")

    def log_exception(self, kind, error, trace):
        if not isinstance(error, tornado.web.HTTPError):
            super().log_exception(kind, error, trace)


class Page(Guarded):
    def get(self):
        policy = POLICY.format(socket=" ".join(f"ws://{host}" for host in sorted(self.server.hosts())))
        self.set_header("Content-Security-Policy", policy)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.server.page)


class Other(Guarded):
    """No other page is there; who has no token is not even told that."""

    def get(self):
        raise tornado.web.HTTPError(404)


class Socket(Guarded, tornado.websocket.WebSocketHandler):
    """A page that asks."""

    def check_origin(self, origin):
        return origin in {f"http://{host}" for host in self.server.hosts()}

    @property
    def max_message_size(self):
        return MOST

    def open(self, *arguments):
        self.set_nodelay(True)
        self.server.note(self, opened=True)

    def on_message(self, message):
        try:
            content = json.loads(message)
        except (ValueError, RecursionError):
            content = None
        self.write_message(json.dumps(self.server.session.answer(content)))

    def on_close(self):
        self.server.note(self, opened=False)
