"""What a theme must not take away: a line to type in is seen before it has the keys, what a command is for is read."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.color import Color
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, OptionList

from shortlist.tui.screens.record.decide_dialog import DecideDialog
from shortlist.tui.screens.record.findings_dialog import FindingsDialog
from tests.tui.conftest import Open, screen_text, until
from tests.tui.snapshots import settle
from tests.tui.test_application import contrast

THEMES = ("textual-dark", "textual-light", "solarized-light", "catppuccin-latte", "rose-pine-dawn", "nord", "gruvbox")


def grounds(pilot: Pilot[None], field: Input) -> tuple[Color, Color]:
    """The ground of a field, and that of the dialog beneath it."""
    behind, own = field.background_colors
    return behind, own


def styles_of(strip: Strip) -> list[Style]:
    """How the words of a line are painted; the bar beside them is no word."""
    worded = [one.style for one in strip if any(letter.isalnum() for letter in one.text)]
    assert worded
    return [style for style in worded if isinstance(style, Style)]


async def test_a_line_to_type_in_is_seen_before_it_has_the_keys(application: Open) -> None:
    """In every theme its ground is another one than that of the dialog."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("5", "A")
        await until(pilot, lambda: isinstance(pilot.app.screen, DecideDialog))
        for theme in THEMES:
            pilot.app.theme = theme
            await settle(pilot)
            idle = [one for one in pilot.app.screen.query(Input) if not one.has_focus]
            assert idle
            for behind, own in (grounds(pilot, one) for one in idle):
                assert contrast(behind, own) > 1.1, (theme, behind.hex, own.hex)


async def test_every_word_of_a_screen_is_read_in_every_theme(application: Open) -> None:
    """Under the cursor and on its row, on tinted cells, in front of a field: a contrast of 4 at least."""
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        for theme in THEMES:
            pilot.app.theme = theme
            for key in ("2", "slash", "3", "5"):
                await pilot.press(key)
                await settle(pilot)
                for strip in pilot.app.screen._compositor.render_strips():
                    for piece in strip:
                        style = piece.style
                        if (
                            style is None
                            or style.color is None
                            or style.bgcolor is None
                            or not piece.text.strip("─│┃━ ")
                        ):
                            continue
                        front, back = (Color.from_rich_color(one) for one in (style.color, style.bgcolor))
                        if any(letter.isalnum() for letter in piece.text):
                            assert contrast(front, back) >= 4.0, (theme, key, piece.text, contrast(front, back))
                if key == "slash":
                    await pilot.press("escape")


async def test_an_error_is_the_brightest_of_findings_without_colours(
    application: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brighter than a warning, and that than a hint."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        await pilot.press("5", "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FindingsDialog))
        await settle(pilot)
        found = {}
        for strip in pilot.app.screen._compositor.render_strips():
            for piece in strip:
                for word in ("error before", "warning:", "info:"):
                    if word in piece.text and piece.style is not None and piece.style.color is not None:
                        found[word] = Color.from_rich_color(piece.style.color).brightness, bool(piece.style.bold)
        assert found["error before"] > found["warning:"] > found["info:"], found


async def test_what_a_command_is_for_is_read_in_every_theme(application: Open) -> None:
    """The line beneath its name is muted, not dimmed besides; under the cursor both stand out as much."""
    async with application(size=(120, 40)) as pilot:
        for theme in THEMES:
            pilot.app.theme = theme
            await pilot.press("ctrl+p")
            await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette) and "key " in screen_text(pilot))
            await until(pilot, lambda: pilot.app.screen.query_one(OptionList).highlighted == 0)
            await settle(pilot)
            strips = pilot.app.screen._compositor.render_strips()
            lines = ["".join(segment.text for segment in strip) for strip in strips]
            # One that is not under the cursor.
            at = [y for y, line in enumerate(lines) if line.strip().startswith("key ")][1]
            styles = styles_of(strips[at])
            for style in styles:
                assert style.color is not None and style.bgcolor is not None and not style.dim
                front, back = (Color.from_rich_color(one) for one in (style.color, style.bgcolor))
                assert contrast(front, back) >= 4.0, (theme, contrast(front, back))
            # The first one is under the cursor, whichever it is: its name and what it is for are read as any word is.
            first = pilot.app.screen.query_one(OptionList).content_region.y
            for y in (first, first + 1):
                for style in styles_of(strips[y]):
                    assert style.color is not None and style.bgcolor is not None
                    front, back = (Color.from_rich_color(one) for one in (style.color, style.bgcolor))
                    assert contrast(front, back) >= 4.5, (theme, lines[y].strip(), contrast(front, back))
            await pilot.press("escape")
            await settle(pilot)
