"""A headless Chromium, driven over its own protocol: what a person at a browser does, and the pixels that they see."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT_S = 40


def found_chromium() -> str | None:
    """The browser of this machine; where there is none, the one that its own packages have, if they can be had."""
    for name in NAMES:
        if shutil.which(name):
            return name
    if shutil.which("apt-get"):
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                ["apt-get", "install", "-y", "-qq", "chromium"], capture_output=True, timeout=300, check=False
            )
    return next((name for name in NAMES if shutil.which(name)), None)


class Page:
    """A tab of the browser."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.sent: list[str] = []
        """What the page sent through its socket."""
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._waiting.pop(told["id"]).set_result(told)
            elif told.get("method") == "Network.webSocketFrameSent":
                self.sent.append(told["params"]["response"]["payloadData"])

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser to do something; what it says of it."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        told = await asyncio.wait_for(answer, WAIT_S)
        assert "error" not in told, told
        result: dict[str, Any] = told["result"]
        return result

    async def evaluate(self, script: str) -> Any:
        """What an expression comes to in the page."""
        told = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until an expression holds in the page."""
        async with asyncio.timeout(WAIT_S):
            while not await self.evaluate(script):
                await asyncio.sleep(0.05)

    async def key(self, text: str = "", key: str = "", code: int = 0) -> None:
        """Press a key: a letter, or one by its name and number."""
        told = {"key": key or text, "windowsVirtualKeyCode": code or ord(text.upper())}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **told, **({"text": text} if text else {}))
        await self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    async def resize(self, width: int, height: int) -> None:
        """Make the tab another size."""
        size = {"width": width, "height": height}
        await self.call("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=0, mobile=False)

    async def picture(self) -> bytes:
        """What is seen, as PNG."""
        told = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(told["data"])


@asynccontextmanager
async def opened(address: str, downloads: Path, scale: float = 1.0) -> AsyncIterator[Page]:
    """A browser at an address, which puts what it is handed into a folder; nothing of it is left.

    The scale is that of a zoomed page or of a dense screen. It is the browser's own from the start: one that is only
    emulated does not reach the sizes that a canvas is told.
    """
    name = found_chromium()
    assert name is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            *(name, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"),
            *(f"--user-data-dir={profile}", "--window-size=1000,700", "--no-first-run"),
            *(f"--force-device-scale-factor={scale}", "about:blank"),
            stderr=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await asyncio.wait_for(_port(process), WAIT_S)
            async with ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                    pages = [one for one in await answer.json() if one["type"] == "page"]
                async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    page = Page(socket)
                    for method in ("Page.enable", "Network.enable", "Runtime.enable"):
                        await page.call(method)
                    await page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
                    await page.call("Page.navigate", url=address)
                    yield page
        finally:
            process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 10)
            if process.returncode is None:
                process.kill()


async def _port(process: asyncio.subprocess.Process) -> int:
    """Where the browser listens; it says so."""
    assert process.stderr is not None
    async for line in process.stderr:
        found = re.search(rb"DevTools listening on ws://127\.0\.0\.1:(\d+)/", line)
        if found:
            return int(found[1])
    raise AssertionError("the browser ended before it listened")
