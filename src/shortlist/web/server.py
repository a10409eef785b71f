"""`shortlist serve`: the application in a browser, for the person who started it and nobody else.

textual-serve runs a process of the application for each tab of the browser. It asks nobody who they are, and the
application reads and writes its user's files. So what is served here listens on this machine only, answers only those
who hold the key of this run, and takes no socket that a page from elsewhere opened.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import shlex
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from shortlist.core.basics.errors import ShortlistError

HOST = "127.0.0.1"
KEY_BYTES = 24
"""Bytes of chance in a key: 192 bits, as many as nobody guesses."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{authority}; frame-ancestors 'none'; base-uri 'none'"
)
"""What the page may load: its own files, and the one socket."""


def command_line(arguments: Sequence[str]) -> str:
    """The command that a tab of the browser runs, as a shell takes it."""
    return shlex.join([sys.executable, "-m", "shortlist", *arguments])


def require_free(port: int) -> None:
    """Raise `ShortlistError` where something else listens on the port, or the user may not."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise ShortlistError(f"port {port}: {why}; choose another with --port") from None


class PrivateServer(Server):
    """A server that knows its user by a key, and pages of its own by where they come from."""

    def __init__(self, command: str, port: int, key: str) -> None:
        super().__init__(command, host=HOST, port=port, title="Shortlist", public_url=f"http://{HOST}:{port}")
        self.templates_path = Path(__file__).parent
        self.key = key
        self.ended_by = 0
        """The number of the signal that ended it; 0 before."""
        self.authority = f"{HOST}:{port}"
        """How a browser on this machine names the server; any other name is a page that points here from elsewhere."""

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds the key; cookies know no ports, so the name does."""
        return f"shortlist-{self.port}"

    @property
    def address(self) -> str:
        """What the user opens."""
        return f"{self.public_url}/?key={self.key}"

    def initialize_logging(self) -> None:
        """Requests and errors are not logged: a traceback would print what is in the workspace."""
        for name in ("aiohttp", "textual-serve", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)

    async def on_startup(self, app: web.Application) -> None:
        """Say where the application is, and end on a signal with its number known, which the base class drops."""
        with suppress(AttributeError, NotImplementedError):  # another system: Ctrl+C is a KeyboardInterrupt
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        sys.stdout.write(f"Open {self.address}\nThe address lets its holder in as you. Ctrl+C ends it.\n")
        sys.stdout.flush()

    def _end(self, number: int) -> None:
        self.ended_by = number
        self.request_exit()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in only requests from this machine's own pages that hold the key."""
        if request.host != self.authority:
            raise web.HTTPForbidden(text=f"This is {self.public_url}; open it by that name.")
        origin = request.headers.get("Origin")
        if origin not in (None, self.public_url):
            raise web.HTTPForbidden(text="A page from elsewhere may not use this application.")
        if self._is_key(request.query.get("key")):
            welcome = web.HTTPFound("/")
            welcome.set_cookie(self.cookie, self.key, httponly=True, samesite="Strict")
            raise welcome
        if not self._is_key(request.cookies.get(self.cookie)):
            raise web.HTTPForbidden(text="Open the address that `shortlist serve` printed: it holds the key.")
        if request.path == "/ws" and origin is None:
            raise web.HTTPForbidden(text="Only the page itself may open the socket.")
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY.format(authority=self.authority)
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _is_key(self, given: str | None) -> bool:
        return given is not None and hmac.compare_digest(given.encode(), self.key.encode())


def serve(arguments: Sequence[str], port: int) -> int:
    """Serve the application, started with these arguments, until a signal, and return its number.

    Raises `ShortlistError` without a port.
    """
    require_free(port)
    server = PrivateServer(command_line(arguments), port, secrets.token_urlsafe(KEY_BYTES))
    asyncio.set_event_loop(asyncio.new_event_loop())
    server.serve()
    return server.ended_by
