"""The whole exercise by keys, from the first start to an exported record that the walkthrough calls done."""

from __future__ import annotations

from pathlib import Path

import pytest

from shortlist.core.document.sections import WANTED_SECTIONS
from shortlist.tui.frame.walkthrough_dialogs import WalkDialog, WalkEndDialog
from shortlist.tui.frame.workspace import WorkspaceScreen
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog
from shortlist.tui.screens.record.body import RecordBody
from tests.tui.conftest import Open, screen_text, until, workspace_screen
from tests.tui.exercise import (
    add_candidate,
    add_figures,
    done,
    missing,
    rate,
    stands_on_what_is_asked,
    type_in,
    walk_on,
)

CANDIDATES = ("gpt-6 luna openai", "claude haiku 4.5 anthropic", "deepseek v4.1 flash fireworks")


async def test_the_key_of_the_walkthrough_goes_on_from_its_list(application: Open) -> None:
    """From the first screen too, where it opens the list; wherever the cursor is in it."""
    async with application(None) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkDialog))
        await pilot.press("G", "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))
        await pilot.press("W", "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueDialog))


@pytest.mark.walk
@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
async def test_the_exercise_by_keys(
    application: Open, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step is led to by one key, and found done by what is there; then it says what is left to prove."""
    monkeypatch.chdir(tmp_path)
    async with application(None, size) as pilot:
        assert "Walk through the exercise" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkDialog))
        assert "1 of 8 steps done" in screen_text(pilot)
        await pilot.press("w")
        for number, query in enumerate(CANDIDATES):
            if number:
                await pilot.press("a")
            await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueDialog))
            await add_candidate(pilot, query)
        figures = (
            "quality 18.5 ttft 0.8 speed 134",
            "quality 15.4 ttft 0.4 speed 108",
            "quality 24.7 ttft 0.8 speed 235",
        )
        for number, line in enumerate(figures):
            await walk_on(pilot, QuickDialog)
            await add_figures(pilot, line, "" if number else "Artificial Analysis")
        assert done(pilot) == [1, 2, 3]
        await walk_on(pilot, QuickDialog)
        assert any("Add a second quality source" in one.message for one in pilot.app._notifications), "what is asked"
        await add_figures(pilot, "quality.livebench 45.3", "LiveBench")
        assert done(pilot) == [1, 2, 3, 4]
        while "unknown; find the figure" in missing(pilot):
            before = missing(pilot)
            await pilot.press("w")
            await until(pilot, lambda: stands_on_what_is_asked(pilot))
            await rate(pilot, "The terms were read.")
            assert missing(pilot) != before
        await pilot.press("w", "d", "w")
        await until(pilot, lambda: missing(pilot).startswith("Choose a fallback"))
        await pilot.press("j", "f")
        await pilot.press("w")
        await until(pilot, lambda: workspace_screen(pilot).tab == "checklist")
        for _ in range(40):
            if "must be known" not in missing(pilot):
                break
            await pilot.press("full_stop", "y")
        assert done(pilot) == [1, 2, 3, 4, 5, 6]
        for section in WANTED_SECTIONS:
            assert section.replace("_", " ") in missing(pilot).casefold()
            await pilot.press("w")
            await until(pilot, lambda: isinstance(workspace_screen(pilot).body, RecordBody))
            body = workspace_screen(pilot).body
            assert isinstance(body, RecordBody)
            await until(pilot, lambda body=body, section=section: body.writing and body.section == section)  # type: ignore[misc]
            await pilot.press("ctrl+g", "ctrl+n")
            while body.area.selected_text.startswith("[fill in"):
                await type_in(pilot, "we know", "ctrl+n")
            await pilot.press("escape")
        assert done(pilot) == [1, 2, 3, 4, 5, 6, 7]
        await walk_on(pilot, WalkEndDialog)
        assert "What no leaderboard proves" in screen_text(pilot)
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: any(tmp_path.glob("*.md")))
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not workspace_screen(pilot).session.dirty)
    (exported,) = tmp_path.glob("*.md")
    text = exported.read_text("utf-8")
    assert exported.name == "0001-support-assistant-record.md" and "[fill in" not in text
    assert all(f"## {title}" in text for title in ("Decision Rationale", "Before Launch", "Review", "Sources"))
