"""The application on a data directory of its own, at the day that all tests share."""

from __future__ import annotations

import datetime as dt
import time
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.store.places import Places
from shortlist.store.workspaces import Opened, Store
from shortlist.tui.app import garbage_collection
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.frame.workspace import WorkspaceScreen
from tests.conftest import SCENARIOS, TODAY

Open = Callable[..., AbstractAsyncContextManager[Pilot[None]]]
HOSTILE = (
    "A\x1b]52;c;aGk=\x1b\\B",
    "A\x9d52;c;aGk=\x9cB",
    "[@click=app.quit]gpt-x[/]",
    "[$primary @click=app.bell]x[/]",
    "x[/]y",
    "[bold]x[/red]",
    "a\x00b\x7f",
    "a\u202egnp.exe",
    "line\u2028two\r\nthree\tfour",
    "👩\u200d💻 \u4f60\u597d e\u0301",
    "[" * 5000,
    "${x} {y!r} %s",
)
"""Texts that steer terminals, or that markup engines choke on."""


def worked_data() -> dict[str, Any]:
    """The worked example as plain data."""
    return tomllib.loads((SCENARIOS / "support-assistant-worked.toml").read_text("utf-8"))


def with_candidates(number: int) -> Workspace:
    """The worked example with a number of candidates, made from its own by renaming, and nothing decided."""
    data = worked_data()
    own = data["candidates"]
    data["candidates"] = [
        {**own[index % len(own)], "id": f"c{index}", "name": f"Candidate {index}"} for index in range(number)
    ]
    data.pop("decision", None)
    data.pop("evaluations", None)
    return read_workspace(data)


def hostile() -> Workspace:
    """A workspace with hostile texts wherever a text may be."""
    data = worked_data()
    texts = [HOSTILE[index % len(HOSTILE)] for index in range(200)]

    def soiled(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {name: soiled(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [soiled(item, key) for item in node]
        free = (
            "title",
            "summary",
            "users",
            "outcome",
            "name",
            "note",
            "notes",
            "source",
            "url",
            "version",
            "reason",
        )
        sections = (
            *free,
            "question",
            "provider",
            "developer",
            "gpu",
            "checked_by",
            "unacceptable_errors",
            "licence",
        )
        prose = key in data["records"][-1]["sections"] if data.get("records") else False
        if isinstance(node, str) and (key in sections or prose):
            return texts.pop() if texts else HOSTILE[2]
        return node

    return read_workspace(soiled(data))


@pytest.fixture(autouse=True)
def _rarely_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    """All the tests of a run are a heap ten times that of the application: to go over it every two seconds would take
    a tenth of the run. What is held on to is told by the tests of memory, which tidy up themselves."""
    monkeypatch.setattr(garbage_collection, "TIDY_S", 60.0)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Places under the test's own folder."""
    return Places(tmp_path / "data", tmp_path / "data" / "state")


@pytest.fixture
def store(places: Places) -> Store:
    """The store there."""
    return Store(places)


@pytest.fixture
def worked() -> Analysis:
    """The worked example, judged."""
    return analyse(read_workspace(worked_data()), None, TODAY)


@pytest.fixture
def application(places: Places, store: Store) -> Open:
    """Open the application on a workspace, a name or nothing, at a size; wait until it shows something."""

    @asynccontextmanager
    async def opened(
        what: Workspace | str | None = "support-assistant-worked",
        size: tuple[int, int] = (80, 24),
        today: dt.date = TODAY,
    ) -> AsyncIterator[Pilot[None]]:
        name = str(store.create(what).path) if isinstance(what, Workspace) else what
        app = ShortlistApp(places, name, today)
        async with app.run_test(size=size, notifications=True) as pilot:
            await until(pilot, lambda: ready(app))
            yield pilot

    return opened


def ready(app: ShortlistApp) -> bool:
    """Whether the first screen shows what it is for."""
    screen = app.screen
    if isinstance(screen, WorkspaceScreen):
        return screen.opened and screen.body is not None and not screen.body.stale
    return bool(getattr(screen, "_entries", True))


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for something to hold, a minute: a busy machine may take so long to load the catalogue.

    One that stands still for the minute has not tried: some hundred looks are part of it.
    """
    end, looks = time.monotonic() + 60, 0
    while time.monotonic() < end or looks < 500:
        await pilot.pause()
        if holds():
            return
        await pilot.pause(0.05)
        looks += 1
    raise AssertionError("it did not come to hold")


def screen_text(pilot: Pilot[None]) -> str:
    """What stands on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def workspace_screen(pilot: Pilot[None]) -> WorkspaceScreen:
    """The workspace screen."""
    screen = pilot.app.workspace  # type: ignore[attr-defined]
    assert isinstance(screen, WorkspaceScreen)
    return screen


Press = Callable[..., Awaitable[None]]
__all__ = ["Opened"]
