"""Whatever a tab tells the application, and however one of the two or the server ends: all of it ends, and is saved."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

from shortlist.store.drafts import read_draft
from shortlist.store.locking import state_folder
from shortlist.store.places import places
from shortlist.store.workspaces import Store
from tests.web.test_server import free_port, heard

PATIENCE_S = 60.0


class Running:
    """A server of the test's own, with a workspace that was open last."""

    def __init__(self, data: Path) -> None:
        self.data, self.store = data, Store(places(str(data)))
        opened = self.store.create(self.store.open("support-assistant-worked").workspace, "served")
        self.file = opened.path
        self.store.remember(opened)
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shortlist", "--data-dir", str(data), "serve", "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "SHORTLIST_TODAY": "2026-11-22"},
        )
        assert self.process.stdout is not None
        found = re.search(r"(http://[^/]+)/\S+#(\S+)", self.process.stdout.readline())
        assert found is not None
        self.address, self.url, self.key = found[0], found[1], found[2]
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            time.sleep(0.05)

    def applications(self) -> list[int]:
        """Processes of the application that run, whoever started them."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                told = path.read_bytes().split(b"\x00")
                ended = path.with_name("stat").read_text().rpartition(")")[2].split()[0] == "Z"
            except OSError:
                continue
            if os.fsencode(f"--data-dir={self.data}") in told and not ended:
                found.append(int(path.parent.name))
        return found

    async def tab(self, user: ClientSession, query: str = "width=80&height=24") -> ClientWebSocketResponse:
        """An open tab whose application has drawn something."""
        await user.get(self.address)
        tab = await user.ws_connect(f"{self.url}/ws/{self.key}?{query}", headers={"Origin": self.url})
        await heard(tab, "Shortlist")
        assert self.applications()
        return tab

    async def all_ended(self) -> bool:
        """Whether no application runs any more, soon."""
        end = time.monotonic() + PATIENCE_S
        while self.applications() and time.monotonic() < end:
            await asyncio.sleep(0.1)
        return not self.applications()

    def ended_on(self, number: int) -> int:
        """Send the server a signal; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A server that is ended whatever becomes of the test."""
    server = Running(tmp_path / "data")
    yield server
    for pid in server.applications():
        os.kill(pid, signal.SIGKILL)
    server.process.kill()
    server.process.communicate()


async def changed(tab: ClientWebSocketResponse) -> None:
    """Change something, and go on before it is saved."""
    await heard(tab, "Walkthrough")
    await tab.send_json(["stdin", "2"])
    await heard(tab, "Comparison")
    await tab.send_json(["stdin", "j"])
    await tab.send_json(["stdin", "d"])
    await heard(tab, "unsaved changes")


def browser() -> ClientSession:
    """A client that keeps cookies of an IP address, as browsers do."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


ABSURD = [
    json.dumps(["resize", {"width": 20_000, "height": 20_000}]),
    json.dumps(["stdin", "\x1b[48;20000;20000;1;1t"]),
    json.dumps(["stdin", "\x1b[1114112u"]),
    "no JSON",
    json.dumps(["resize", {"width": 10**30, "height": -(10**30)}]),
    json.dumps(["resize", {"width": "80", "height": None}]),
    json.dumps(["resize", {"width": 0, "height": 0}]),
    json.dumps(["stdin", "\x1b[" + "9" * 5000 + "u"]),
    json.dumps(["stdin", "\x1b[<0;99999999999;99999999999M"]),
    json.dumps(["stdin", "\x1b[1;1;55296u\ud800"]),
    json.dumps(["stdin", {"not": "text"}]),
    json.dumps(["ping"]),
    json.dumps({"stdin": "x"}),
    "[" * 50_000,
]
"""What no page of ours sends, the worst first."""
SIZES = ["width=20000&height=20000", "width=²&height=-5", f"width={'9' * 5000}&height=0"]


@pytest.mark.parametrize(("words", "sizes"), [(4, 1), pytest.param(99, 9, marks=pytest.mark.long)])
async def test_absurd_words_of_a_tab_leave_nothing_running(running: Running, words: int, sizes: int) -> None:
    """Sizes that cannot be drawn, keys that do not exist, what is no message: each in a tab of its own, closed then."""
    async with browser() as user:
        for told in ABSURD[:words]:
            tab = await running.tab(user)
            await tab.send_str(told)
            await tab.send_json(["stdin", "?"])
            await asyncio.sleep(0.2)
            await tab.close()
            assert await running.all_ended(), told[:60]
        for query in SIZES[:sizes]:
            tab = await running.tab(user, query)
            await tab.close()
            assert await running.all_ended(), query[:60]
    assert running.ended_on(signal.SIGTERM) == 128 + signal.SIGTERM


async def test_an_absurd_size_draws_a_large_screen(running: Running) -> None:
    """And the application answers as before."""
    async with browser() as user:
        tab = await running.tab(user)
        for told in (["resize", {"width": 10**6, "height": 10**6}], ["stdin", "\x1b[48;50000;50000;1;1t"]):
            await tab.send_json(told)
        await tab.send_json(["resize", {"width": 80, "height": 24}])
        await tab.send_json(["stdin", "\x1bOP"])  # F1
        assert "Ctrl" in await heard(tab, "Ctrl")
        await tab.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGTERM])
async def test_an_application_that_ends_closes_its_tab(running: Running, number: int) -> None:
    """Killed or crashed: the page is told, and the server serves the next one."""
    async with browser() as user:
        tab = await running.tab(user)
        for pid in running.applications():
            os.kill(pid, number)
        async with asyncio.timeout(PATIENCE_S):
            while not tab.closed:
                await tab.receive()
        assert await running.all_ended()
        await (await running.tab(user)).close()


async def test_an_application_that_stands_still_is_made_to_end(running: Running) -> None:
    """Stopped, so that it hears nothing of its tab; the server ends with an open tab as well."""
    async with browser() as user:
        tab = await running.tab(user)
        for pid in running.applications():
            os.kill(pid, signal.SIGSTOP)
        await tab.close()
        assert await running.all_ended()
        await running.tab(user)
        assert running.ended_on(signal.SIGTERM) == 128 + signal.SIGTERM
        assert await running.all_ended()


@pytest.mark.parametrize("busy", [False, True], ids=["", "busy"])
async def test_a_server_that_is_killed_leaves_no_application(running: Running, busy: bool) -> None:
    """It notices that nobody is there, keeps what was changed, and ends; also where it has much to draw."""
    before = running.file.read_bytes()
    async with browser() as user:
        tab = await running.tab(user)
        await changed(tab)
        if busy:
            await tab.send_json(["resize", {"width": 1_000, "height": 500}])
        assert running.ended_on(signal.SIGKILL) == -signal.SIGKILL
        assert await running.all_ended()
    drafts = list(state_folder(running.store.places.state, running.file).glob("draft*.toml"))
    assert running.file.read_bytes() != before or [read_draft(path) for path in drafts]


async def test_a_tab_that_does_not_read_holds_nothing_up(running: Running) -> None:
    """What was changed in it is saved when it is closed, and all ends."""
    before = running.file.read_bytes()
    async with browser() as user:
        tab = await running.tab(user)
        await changed(tab)
        tab._response.connection.transport.pause_reading()  # type: ignore[union-attr]
        for number in range(40):
            await tab.send_json(["resize", {"width": 300 + number, "height": 90}])
        await asyncio.sleep(1)
        tab._response.connection.transport.abort()  # type: ignore[union-attr]
        assert await running.all_ended()
    assert running.file.read_bytes() != before
    assert running.ended_on(signal.SIGINT) == 128 + signal.SIGINT
