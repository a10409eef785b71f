"""Snapshots of screens as text: what stands on each line, and in which style, in files that a reviewer can read.

A golden file lies in `tests/tui/snapshots/NAME-WIDTHxHEIGHT.txt` and holds

- the lines of the screen, between bars;
- for each line the runs of its styles, a letter and a number of columns each: `a3 b74 a3`;
- what each letter looks like, in the dark theme and in the light one.

The text and the runs must be the same in both themes, so a file shows both. Use it inside an open application:

    async def test_the_costs(application: Open) -> None:
        async with application(with_candidates(12)) as pilot:
            await pilot.press("4")
            await assert_snapshot(pilot, "cost-12")

That compares the screen at 80x24 and 120x40, each dark and light, in about a second; `sizes=` takes others. The
application is opened once, resized and rethemed; it has its size again after that, and one of the themes. To write the
files anew, and then read the difference:

    SNAPSHOTS=update pytest tests/tui/test_snapshots.py && git diff tests/tui/snapshots

Cursors do not blink, toasts are taken away, and the day is the one that all tests share; a test that shows anything
else that moves must still it first. What is worked out beside the event loop is waited for, on the screen in front and
on those behind it.

Pictures of one thing that belong together may stand in one file, `NAME.txt`, each under its size: `take` takes them,
and `assert_sheet` compares them.
"""

from __future__ import annotations

import asyncio
import difflib
import os
import time
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from rich.style import Style
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

GOLDEN = Path(__file__).with_name("snapshots")
SIZES = ((80, 24), (120, 40))
ALL_SIZES = (*SIZES, (160, 45), (200, 60))
THEMES = {"dark": "textual-dark", "light": "textual-light"}
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
UPDATE = "SNAPSHOTS"
"""The environment variable; `update` writes the files."""
LATE = frozenset(
    ("about", "catalogue", "earlier", "evidence", "facts", "go", "guard", "list", "look up", "save", "looks")
)
"""The groups of the workers that bring what is shown; those of other groups wait for an answer of the person."""
LATEST_S = 60
"""How long is waited for all that: a busy machine may take so long."""


class Look(NamedTuple):
    """A screen in one theme: the text of each line, and the style of each column of it."""

    lines: tuple[str, ...]
    styles: tuple[tuple[str, ...], ...]


Looks = dict[str, Look]
"""A screen by what the theme is called in a file."""


async def assert_snapshot(pilot: Pilot[Any], name: str, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
    """Compare the screen with its golden files, or write them when asked to; tells all that differ, as a diff."""
    wrong = []
    for (width, height), seen in (await take(pilot, sizes)).items():
        wrong += _compare(GOLDEN / f"{name}-{width}x{height}.txt", picture(seen))
    assert not wrong, "\n".join(wrong)


async def take(pilot: Pilot[Any], sizes: tuple[tuple[int, int], ...] = SIZES) -> dict[tuple[int, int], Looks]:
    """The screen at each size, in each theme; afterwards it has the size again that it had."""
    app = pilot.app
    size = (app.size.width, app.size.height)
    looks: dict[tuple[int, int], Looks] = {}
    for width, height in sizes:
        if app.size != (width, height):
            await pilot.resize_terminal(width, height)
        seen = {}
        # Another theme reads all the styles anew, the dearest there is: the one that holds comes first.
        for told, theme in sorted(THEMES.items(), key=lambda one: one[1] != app.theme):
            app.theme = theme
            seen[told] = await _still(pilot)
        looks[width, height] = {told: seen[told] for told in THEMES}
    if app.size != size:
        await pilot.resize_terminal(*size)
        await settle(pilot)
    return looks


def assert_sheet(name: str, looks: Mapping[tuple[int, int], Looks]) -> None:
    """Compare pictures of one thing with the golden file that holds them all, or write it."""
    told = [f"{width}x{height}\n\n{picture(seen)}" for (width, height), seen in looks.items()]
    wrong = _compare(GOLDEN / f"{name}.txt", "\n".join(told))
    assert not wrong, "\n".join(wrong)


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until what was asked for is drawn, with nothing that blinks or passes, on the screens behind as well."""
    app = pilot.app
    app.clear_notifications()
    end, quiet = time.monotonic() + LATEST_S, 0
    while quiet < 2 and time.monotonic() < end:
        await pilot.pause()
        for screen in app.screen_stack:
            await _handled(screen)
            screen._on_timer_update()
        for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
            field.cursor_blink = False
            # A tick that was on its way when the blinking ended hides the cursor for good.
            field._cursor_visible = field.has_focus
        quiet = 0 if _under_way(app) else quiet + 1


async def _still(pilot: Pilot[Any]) -> Look:
    """The screen once it looks the same twice: a part that answers to its new size may ask for another layout."""
    before = None
    for _ in range(20):
        await settle(pilot)
        now = look(pilot)
        if now == before:
            break
        before = now
    return now


def _under_way(app: App[Any]) -> bool:
    """Whether something that is shown is still being worked out, or waits to be laid out."""
    if any(one.group in LATE and not one.is_finished for one in app.workers):
        return True
    return any(screen._callbacks or screen._layout_required for screen in app.screen_stack)


async def _handled(screen: Screen[Any]) -> None:
    """Wait until every part of a screen has handled the messages that it was sent."""
    waiting = []
    for part in screen.walk_children(with_self=True):
        done = asyncio.Event()
        if part.call_later(done.set):
            waiting.append((part, done))
    while any(part.is_running and not done.is_set() for part, done in waiting):
        await asyncio.sleep(0.001)


def look(pilot: Pilot[Any]) -> Look:
    """The screen as it now is."""
    lines, styles = [], []
    for strip in pilot.app.screen._compositor.render_strips():
        lines.append("".join(segment.text for segment in strip))
        styles.append(tuple(told for segment in strip for told in [style_told(segment.style)] * segment.cell_length))
    return Look(tuple(lines), tuple(styles))


def style_told(style: Style | None) -> str:
    """A style in words: `#e0e0e0 on #1e1e1e bold`."""
    if style is None:
        return "plain"
    front, back = (
        "default" if one is None or one.is_default else one.get_truecolor().hex for one in (style.color, style.bgcolor)
    )
    marks = [mark for mark in ("bold", "dim", "italic", "underline", "reverse", "strike") if getattr(style, mark)]
    return " ".join([front, "on", back, *marks])


def picture(looks: Looks) -> str:
    """The golden file of a screen in several themes."""
    themes = list(looks)
    first = looks[themes[0]]
    for other in themes[1:]:
        found = [f"{one}\n{two}" for one, two in zip(first.lines, looks[other].lines, strict=True) if one != two]
        assert not found, "\n".join([f"the text differs between {themes[0]} and {other}", *found])
    pairs = [list(zip(*(looks[theme].styles[y] for theme in themes), strict=True)) for y in range(len(first.lines))]
    assert len({len(line) for line in pairs}) == 1, "a line is wider or narrower than the screen"
    letters = _letters(pair for line in pairs for pair in line)
    runs = [[(letters[pair], len(list(run))) for pair, run in groupby(line)] for line in pairs]
    told = [f"|{line}|" for line in first.lines]
    told += ["", *(f"{y:>2} " + " ".join(f"{letter}{size}" for letter, size in line) for y, line in enumerate(runs))]
    told += ["", f"   {'  |  '.join(themes)}"]
    told += [f"{letter}  {'  |  '.join(pair)}" for pair, letter in letters.items()]
    return "\n".join(told) + "\n"


def _letters(pairs: Any) -> dict[tuple[str, ...], str]:
    """A letter for every look, in the order of the screen."""
    return {pair: LETTERS[place] for place, pair in enumerate(dict.fromkeys(pairs))}


def _compare(path: Path, now: str) -> list[str]:
    """What differs from a golden file; none after it was written."""
    if os.environ.get(UPDATE) == "update":
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, "utf-8")
        return []
    if not path.exists():
        return [f"{path.name} is not there: look at the screen, then write it with {UPDATE}=update"]
    was = path.read_text("utf-8")
    return list(difflib.unified_diff(was.splitlines(), now.splitlines(), path.name, "now", lineterm="", n=1))
