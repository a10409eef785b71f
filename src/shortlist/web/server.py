"""`shortlist serve`: the application in a browser, for the person who started it and nobody else.

textual-serve runs a process of the application for each tab of the browser. It asks nobody who they are, and the
application reads and writes its user's files. So what is served here listens on this machine only, and takes no socket
that a page from elsewhere opened, nor one without the key of this run. A cookie goes to every port of this machine: the
one that is set lets in to the page, which is the same for everybody. The key stands in the part of the address that no
browser sends; the page keeps it for its tab, and opens the socket with it.

Some of textual-serve that is not public is leant on here, checked against 1.1.3: on its upgrade this file is read.
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

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.web.tab import Tab

HOST = "127.0.0.1"
KEY_BYTES = 24
"""Bytes of chance in a key: 192 bits, as many as nobody guesses."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{authority}; frame-ancestors 'none'; base-uri 'none'"
)
"""What the page may load: its own files, and the one socket."""


def require_free(port: int) -> None:
    """Raise `ShortlistError` where something else listens on the port, or the user may not."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = system_words(error)
            raise ShortlistError(f"port {port}: {why}; choose another with --port") from None


class PrivateServer(Server):
    """A server that knows its user by a key, and pages of its own by where they come from."""

    def __init__(self, command: str, port: int, key: str, ticket: str) -> None:
        super().__init__(command, host=HOST, port=port, title="Shortlist", public_url=f"http://{HOST}:{port}")
        self.templates_path = Path(__file__).parent
        self.key, self.ticket = key, ticket
        self.ended_by = 0
        """The number of the signal that ended it; 0 before."""
        self.authority = f"{HOST}:{port}"
        """How a browser on this machine names the server; any other name is a page that points here from elsewhere."""
        self._tabs: set[Tab] = set()

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds the ticket; cookies know no ports, so the name does."""
        return f"shortlist-{self.port}"

    @property
    def address(self) -> str:
        """What the user opens."""
        return f"{self.public_url}/?ticket={self.ticket}#{self.key}"

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

    async def on_shutdown(self, app: web.Application) -> None:
        """No application outlives the server."""
        await asyncio.gather(*(tab.stop() for tab in self._tabs), return_exceptions=True)

    def _end(self, number: int) -> None:
        self.ended_by = number
        self.request_exit()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_get("/ws/{key}", self.handle_websocket)
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in only requests of this machine's own pages: with the ticket to the page, with the key to the socket."""
        if request.host != self.authority:
            raise web.HTTPForbidden(text=f"This is {self.public_url}; open it by that name.")
        origin = request.headers.get("Origin")
        if origin not in (None, self.public_url):
            raise web.HTTPForbidden(text="A page from elsewhere may not use this application.")
        if _same(request.query.get("ticket"), self.ticket):
            welcome = web.HTTPFound("/")
            welcome.set_cookie(self.cookie, self.ticket, httponly=True, samesite="Strict")
            raise welcome
        if not _same(request.cookies.get(self.cookie), self.ticket):
            raise web.HTTPForbidden(text="Open the address that `shortlist serve` printed: it holds the key.")
        if request.path.startswith("/ws"):
            if origin is None:
                raise web.HTTPForbidden(text="Only the page itself may open the socket.")
            if not _same(request.match_info.get("key"), self.key):
                raise web.HTTPForbidden(text="The socket is opened with the key alone.")
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY.format(authority=self.authority)
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The application for one tab, until either ends."""
        websocket = web.WebSocketResponse(heartbeat=15, timeout=2)
        await websocket.prepare(request)

        async def close() -> None:
            await websocket.close()

        tab = Tab(
            self.command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        self._tabs.add(tab)
        try:
            await tab.start(to_int(request.query.get("width", ""), 80), to_int(request.query.get("height", ""), 24))
            await self._process_messages(websocket, tab)
        finally:
            await asyncio.shield(tab.stop())
            self._tabs.discard(tab)
        return websocket

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        """Pass on what is typed in the tab, and its size; what is neither is passed over."""
        async for message in websocket:
            told = None
            if message.type is WSMsgType.TEXT:
                with suppress(ValueError, RecursionError):
                    told = message.json()
            match told:
                case ["stdin", str(typed)]:
                    await app_service.send_bytes(typed.encode("utf-8", "replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await app_service.set_terminal_size(width, height)
                case ["ping", data]:
                    await websocket.send_json(["pong", data])
                case ["blur", *_]:
                    await app_service.blur()
                case ["focus", *_]:
                    await app_service.focus()


def _same(given: str | None, secret: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def serve(arguments: Sequence[str], port: int) -> int:
    """Serve the application, started with these arguments, until a signal, and return its number.

    Raises `ShortlistError` without a port.
    """
    require_free(port)
    key, ticket = (secrets.token_urlsafe(KEY_BYTES) for _ in range(2))
    server = PrivateServer(shlex.join([sys.executable, "-m", "shortlist", *arguments]), port, key, ticket)
    asyncio.set_event_loop(asyncio.new_event_loop())
    server.serve()
    return server.ended_by
