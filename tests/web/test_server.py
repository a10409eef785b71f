"""The application in a browser: who is let in, what the page loads, and that the application is really behind it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError, web

from shortlist.store.places import places
from shortlist.store.workspaces import Store
from tests.conftest import Run


class Served(NamedTuple):
    """A running server: where it is, and the address with its key."""

    url: str
    address: str
    process: subprocess.Popen[str]
    file: Path

    def default(self) -> str:
        """The default in the workspace's file."""
        return str(tomllib.loads(self.file.read_text("utf-8")).get("decision", {}).get("default"))

    @property
    def socket(self) -> str:
        """Where the page opens its socket: with the key that stands behind the # of the address."""
        return f"{self.url}/ws/{self.address.partition('#')[2]}"

    @property
    def origin(self) -> dict[str, str]:
        """What a browser says of a page of its own."""
        return {"Origin": self.url}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def browser() -> ClientSession:
    """A client that keeps cookies of an IP address, as browsers do."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`shortlist serve` with a workspace that was open last."""
    port, data = free_port(), tmp_path_factory.mktemp("served")
    store = Store(places(str(data)))
    file = store.create(store.open("support-assistant-worked").workspace, "served").path
    store.places.last.parent.mkdir(parents=True, exist_ok=True)
    store.places.last.write_text(str(file), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "shortlist", "--data-dir", str(data), "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SHORTLIST_TODAY": "2026-11-22"},
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found is not None
    while True:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.05)
    yield Served(f"http://127.0.0.1:{port}", found[0], process, file)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)


async def test_only_the_holder_of_the_key_is_let_in(served: Served) -> None:
    """Neither the page, nor its files, nor the socket is there for others; the key is not in the address for long."""
    async with ClientSession() as stranger:
        for path in ("/", "/?key=guess", "/static/js/textual.js", "/ws", "/download/x"):
            async with stranger.get(served.url + path) as answer:
                assert answer.status == 403, path
    async with browser() as user, user.get(served.address) as answer:
        assert answer.status == 200
        assert str(answer.url) == f"{served.url}/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {},
        {"Host": "evil.example", "Origin": "http://evil.example"},
    ],
)
async def test_a_page_from_elsewhere_opens_no_socket(served: Served, headers: dict[str, str]) -> None:
    """Not even with the user's cookie: neither another page, nor a name that was pointed at this machine."""
    async with browser() as user:
        await user.get(served.address)
        with pytest.raises(WSServerHandshakeError) as refused:
            await user.ws_connect(served.socket, headers=headers)
        assert refused.value.status == 403


async def test_the_page_loads_nothing_from_elsewhere(served: Served) -> None:
    """Every address in the page is this server's, and its policy allows no other."""
    async with browser() as user, user.get(served.address) as answer:
        page = await answer.text()
        addresses = re.findall(r"(?:https?|wss?)://[^\"')/]+", page)
        assert set(addresses) == {served.url, served.url.replace("http", "ws")}
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_the_application_answers_through_the_socket(served: Served) -> None:
    """The workspace comes through it, and a key does what it does in a terminal."""
    async with browser() as user:
        await user.get(served.address)
        async with user.ws_connect(f"{served.socket}?width=80&height=24", headers=served.origin) as tab:
            assert "Shortlist" in await heard(tab, "Shortlist")
            await tab.send_json(["stdin", "\x1bOP"])  # F1
            assert "Ctrl" in await heard(tab, "Ctrl")


async def heard(tab: object, wanted: str) -> str:
    """What the terminal was sent, until something wanted is in it."""
    said = ""
    async with asyncio.timeout(60):
        while wanted not in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said):
            message = await tab.receive()  # type: ignore[attr-defined]
            assert message.data is not None, said[-500:]
            said += message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else str(message.data)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said)


def test_a_port_in_use_is_told(run_apart: Run, served: Served, tmp_path: Path) -> None:
    """One line with a remedy, and exit code 2."""
    done = run_apart("serve", "--port", served.url.rpartition(":")[2])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and "--port" in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_what_is_no_port_is_refused(run: Run, port: str) -> None:
    """Ports run from 1 to 65,535."""
    assert run("serve", f"--port={port}").returncode == 2


async def test_a_closed_tab_loses_nothing(served: Served) -> None:
    """What was changed right before the browser's tab was closed is saved, sooner than a change saves itself."""
    before = served.default()
    async with browser() as user:
        await user.get(served.address)
        async with user.ws_connect(f"{served.socket}?width=80&height=24", headers=served.origin) as tab:
            await heard(tab, "Walkthrough")
            await tab.send_json(["stdin", "2"])
            await heard(tab, "Comparison")
            await tab.send_json(["stdin", "j"])
            await tab.send_json(["stdin", "d"])
            await heard(tab, "unsaved changes")
            assert served.default() == before
    async with asyncio.timeout(20):
        while served.default() == before:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_on_a_signal_as_a_shell_expects(number: signal.Signals, tmp_path: Path) -> None:
    """With 128 and the number of the signal, and nothing more said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "shortlist", "--data-dir", str(tmp_path), "serve", "--port", str(free_port())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (128 + number, "")


async def test_what_other_ports_are_sent_opens_nothing(served: Served) -> None:
    """A browser sends its cookies to every port of the machine: whoever listens there gets no key, and no socket."""
    heard_there: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        heard_there.append(request.headers.get("Cookie", "") + request.headers.get("Referer", "") + str(request.url))
        return web.Response()

    listener = web.Application()
    listener.router.add_get("/", answer)
    runner = web.AppRunner(listener)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with browser() as user:
        await user.get(served.address)
        await user.get(f"http://127.0.0.1:{port}/")
    await runner.cleanup()
    key = served.socket.rpartition("/")[2]
    assert len(heard_there) == 1 and "shortlist-" in heard_there[0] and key not in heard_there[0]
    stolen = {"Cookie": heard_there[0].partition("http")[0], "Origin": served.url}
    guesses = ("/ws", "/ws/", f"/ws/{'x' * len(key)}", f"/ws?key={key}", "/ws/null", f"/ws/{key[:-1]}", "/ws/%ff")
    async with ClientSession() as thief:
        for path in guesses:
            with pytest.raises(WSServerHandshakeError) as refused:
                await thief.ws_connect(f"{served.url}{path}", headers=stolen)
            assert refused.value.status in (403, 404), path
        async with thief.get(served.url, headers=stolen) as page:
            assert page.status == 200 and key not in await page.text()


@pytest.mark.parametrize("name", ["Cookie", "Origin", "Host"])
async def test_bytes_that_are_no_text_are_refused(served: Served, name: str) -> None:
    """As any other wrong ticket: no defect."""
    port = int(served.url.rpartition(":")[2])
    host, value = f"127.0.0.1:{port}", b"\xff\xfe\x80"
    lines = {"Host": host.encode(), "Cookie": b"", "Connection": b"close"}
    lines[name] = b"shortlist-%d=%s" % (port, value) if name == "Cookie" else value
    for path in ("/", "/?ticket=%ff", "/?ticket=\udcff"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = b"".join(b"%s: %s\r\n" % (key.encode(), told) for key, told in lines.items())
        writer.write(f"GET {path} HTTP/1.1\r\n".encode("utf-8", "surrogateescape") + head + b"\r\n")
        status = (await reader.readline()).split()[1]
        writer.close()
        assert status in (b"403", b"400"), (path, status)


async def test_the_page_keeps_its_key_to_itself(served: Served) -> None:
    """It takes it from what no server is sent, and from then on it stands in no address."""
    async with browser() as user, user.get(served.address) as answer:
        page = await answer.text()
    assert "location.hash" in page and "sessionStorage" in page and "replaceState" in page
    assert served.address.partition("#")[2] not in page
    assert served.address.partition("#")[2] not in str(answer.request_info.url)
