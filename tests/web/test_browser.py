"""The application as a person at a browser has it: keys at once, lines that meet, pastes, sizes, an export to keep."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from shortlist.store.places import places
from shortlist.store.workspaces import Store
from tests.web.chromium import Page, found_chromium, opened

pytestmark = pytest.mark.long

STARTED = "document.body?.classList.contains('-first-byte')"
GROUND = "#121212"
BRAILLE = "\u28ff" * 40
SEEN = """(async (pictures) => {
    const drawn = async (picture) => {
        const image = new Image();
        image.src = 'data:image/png;base64,' + picture;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
        pen.drawImage(image, 0, 0);
        return pen.getImageData(0, 0, image.width, image.height);
    };
    const [one, other] = await Promise.all(pictures.map(drawn));
    const {width, height} = one;
    const ink = (at) => other === undefined
        ? Math.abs(one.data[at] - 18) + Math.abs(one.data[at + 1] - 18) + Math.abs(one.data[at + 2] - 18) > 60
        : [0, 1, 2].some((part) => Math.abs(one.data[at + part] - other.data[at + part]) > 40);
    let across = 0, down = 0, box = [width, height, 0, 0];
    for (let y = 0; y < height; y++) for (let x = 0, run = 0; x < width; x++) {
        run = ink(4 * (y * width + x)) ? run + 1 : 0;
        across = Math.max(across, run);
        if (run) box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
    }
    for (let x = 0; x < width; x++) for (let y = 0, run = 0; y < height; y++) {
        run = ink(4 * (y * width + x)) ? run + 1 : 0;
        down = Math.max(down, run);
    }
    return {width, height, across, down, box};
})(%s)"""
"""The longest lines without a gap in a picture, across and down; of two pictures, where they differ."""


class Serving(NamedTuple):
    """A running server: the address with its key, the workspace's file, and where exports are written."""

    address: str
    file: Path
    folder: Path

    def prose(self, section: str) -> str:
        """What the file says in a section."""
        return str(tomllib.loads(self.file.read_text("utf-8"))["records"][-1]["sections"].get(section, ""))


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """`shortlist serve` on the worked example, for a browser that is there."""
    if found_chromium() is None:
        pytest.skip("no Chromium: none is installed, and none could be had from the system's packages")
    data = tmp_path / "data"
    store = Store(places(str(data)))
    file = store.create(store.open("support-assistant-worked").workspace, "served").path
    store.places.last.parent.mkdir(parents=True, exist_ok=True)
    store.places.last.write_text(str(file), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "shortlist", "--data-dir", str(data), "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "SHORTLIST_TODAY": "2026-11-22"},
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        yield Serving(found[0], file, tmp_path)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


async def until(holds: Callable[[], bool], told: str) -> None:
    """Wait until something holds outside of the browser."""
    async with asyncio.timeout(40):
        while not holds():
            await asyncio.sleep(0.1)
    assert holds(), told


async def still(page: Page, other_than: bytes = b"") -> bytes:
    """What is seen once nothing moves any more, and it is another picture than before."""
    before = b""
    async with asyncio.timeout(40):
        while True:
            now = await page.picture()
            if now == before and now != other_than:
                return now
            before = now
            await asyncio.sleep(0.7)


async def seen(page: Page, *pictures: bytes) -> dict[str, object]:
    """What the pictures show."""
    told = json.dumps([base64.b64encode(one).decode() for one in pictures])
    found: dict[str, object] = await page.evaluate(SEEN % told)
    return found


async def paste(page: Page, text: str) -> None:
    """What Ctrl+V does: the page is told what stands on the clipboard."""
    await page.evaluate(
        f"(() => {{const data = new DataTransfer(); data.setData('text/plain', {json.dumps(text)});"
        "document.activeElement.dispatchEvent("
        "new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))})()"
    )


def resized(page: Page) -> list[tuple[int, int]]:
    """The sizes in cells that the page has told the application."""
    told = [json.loads(one) for one in page.sent if one.startswith('["resize"')]
    return [(one["width"], one["height"]) for _, one in told]


@pytest.mark.parametrize("scale", [1.0, 1.5])
async def test_a_person_at_a_browser(serving: Serving, tmp_path: Path, scale: float) -> None:
    """No click is needed; lines and signs are whole; a paste is saved; a size is taken; an export is handed over."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    async with opened(serving.address, downloads, scale) as page:
        await page.until(STARTED)
        await page.resize(1100, 760)
        await until(lambda: bool(resized(page)), "the application is told the size")
        first = await still(page)

        # The keys go to the application without a click, and to it alone.
        await page.key("5")
        assert json.dumps(["stdin", "5"], separators=(",", ":")) in page.sent
        record = await still(page, first)
        await page.key("G")
        last = await still(page, record)
        look = await seen(page, last)
        width, height = int(str(look["width"])), int(str(look["height"]))
        assert width == round(1100 * scale)
        # The rule over the key hints goes from edge to edge, and the side of a panel over most of the lines.
        assert int(str(look["across"])) > 0.97 * width, look
        assert int(str(look["down"])) > 0.5 * height, look

        # A paste arrives as it is, and is saved by itself.
        columns = resized(page)[-1][0]
        await page.key("\r", "Enter", 13)
        await still(page, last)
        await paste(page, f"\n\n{BRAILLE}")
        await until(lambda: serving.prose("review").endswith(BRAILLE), "what was pasted is saved")
        pasted = await still(page)

        # Each braille sign has a cell of its own: what more of them change is as wide as so many, and one line high.
        await paste(page, BRAILLE[:20])
        await until(
            lambda: serving.prose("review").endswith(BRAILLE + BRAILLE[:20]), "it goes on where the first ended"
        )
        told = await seen(page, await still(page, pasted), pasted)
        left, top, right, bottom = map(int, str(told["box"]).strip("[]").split(","))
        cell = width / columns
        assert 19.5 <= (right - left) / cell <= 21.5 and bottom - top < 3 * cell, told
        await page.key("\x1b", "Escape", 27)

        # Another size: more cells at once.
        told = len(resized(page))
        await page.resize(1500, 900)
        await until(lambda: len(resized(page)) > told, "the application is told the new size")
        assert resized(page)[-1][0] > columns

        # An export is written where the application runs, and handed to the browser.
        wide = await still(page)
        await page.key("X")
        formats = await still(page, wide)
        await page.key("\r", "Enter", 13)
        await still(page, formats)
        await page.key("\r", "Enter", 13)
        await until(lambda: any(downloads.glob("0001-*.md")), "the browser keeps the export")
        (kept,) = downloads.glob("0001-*.md")
        (written,) = serving.folder.glob("0001-*.md")
        await until(lambda: kept.read_bytes() == written.read_bytes(), "the same is in both")
        assert BRAILLE in written.read_text("utf-8")
