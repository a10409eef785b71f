"""Every dialog as it looks at four sizes, dark and light, and the screens that are wide or without colours.

Those of runs, imports, gateways and a record's life stand with the tests of what they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from textual.screen import ModalScreen, Screen

from shortlist.tui.flows.evaluating.calibration_dialog import CalibrationDialog
from tests.tui.conftest import Open, screen_text, until
from tests.tui.evidence_workspaces import row
from tests.tui.snapshots import assert_snapshot, settle

SIZES = ((80, 24), (120, 40), (160, 45), (200, 60))
WORKED = "support-assistant-worked"


class Opening(NamedTuple):
    """How a dialog is come by; where it goes on filling, words that stand there at last."""

    keys: Sequence[str]
    workspace: str | None = WORKED
    shows: str = ""


DIALOGS = {
    "help": Opening(["2", "question_mark"]),
    "jump": Opening(["2", "f10"]),
    "walkthrough": Opening(["W"], "support-assistant"),
    "rename": Opening(["f11"]),
    "what-if": Opening(["ctrl+t", "ctrl+t"]),
    "new": Opening(["n"], None),
    "presets": Opening(["p"], None),
    "trash": Opening(["t"], None),
    "scenario-tasks": Opening(["1", "t"]),
    "catalogue": Opening(["2", "a"], shows="that are current and suit"),
    "by-hand": Opening(["2", "A"]),
    "candidate": Opening(["2", "e"]),
    "figures": Opening(["2", "plus"]),
    "pasted-table": Opening(["2", "t"]),
    "evaluation": Opening(["2", "R"]),
    "why-not": Opening(["2", "j", "n"]),
    "rating": Opening(["2", "right", "right", "right", "r"]),
    "step-default": Opening(["2", "D"]),
    "machines": Opening(["2", "G", "M"]),
    "answer": Opening(["3", "e"]),
    "own-check": Opening(["3", "a"]),
    "importance": Opening(["3", "m"]),
    "record-fields": Opening(["5", "r"]),
    "record-preview": Opening(["5", "p"]),
    "record-reject": Opening(["5", "R"]),
    "record-draft": Opening(["5", "j", "j", "j", "d"]),
}


@pytest.mark.walk
@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_looks_as_it_should(application: Open, name: str) -> None:
    """As large as what it holds, with its keys in its last line."""
    opening = DIALOGS[name]
    async with application(opening.workspace, size=SIZES[-1]) as pilot:
        if opening.workspace is None:  # what stands behind is known once and for all
            await until(pilot, lambda: "✓ 0 Describe" in screen_text(pilot))
        for key in opening.keys:
            await pilot.press(key)
            await settle(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, ModalScreen) and opening.shows in screen_text(pilot))
        await settle(pilot)
        for size in SIZES:
            await assert_snapshot(pilot, f"dialog-{name}", (size,))


@pytest.mark.walk
async def test_the_check_of_a_judge_looks_as_it_should(application: Open) -> None:
    """An answer without its grade, and the keys that grade it."""
    answers = [("gpt-6-luna", row(number, "ok", answer="An answer of the model. " * 6)) for number in range(3)]
    async with application() as pilot:
        dialog: Screen[object] = CalibrationDialog(answers, [None, None, None], 0)  # type: ignore[assignment]
        pilot.app.push_screen(dialog)
        await settle(pilot)
        for size in SIZES:
            await assert_snapshot(pilot, "dialog-judge", (size,))


WIDE = {"scenario": "1", "candidates": "2", "checklist": "3", "cost": "4", "record": "5", "evidence": "6"}
VIEWS = {"cost": 6, "candidates": 2}


@pytest.mark.walk
@pytest.mark.parametrize("screen", WIDE)
async def test_every_view_looks_as_it_should_where_it_is_wide(application: Open, screen: str) -> None:
    """At 160 and 200 columns, view by view."""
    async with application(WORKED) as pilot:
        await pilot.press(WIDE[screen])
        for view in range(VIEWS.get(screen, 1)):
            await settle(pilot)
            for size in SIZES[2:]:
                await assert_snapshot(pilot, f"wide-{screen}-{view}", (size,))
            await pilot.press("v")


@pytest.mark.walk
@pytest.mark.parametrize("screen", WIDE)
async def test_every_screen_looks_as_it_should_without_colours(
    application: Open, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    """Where a terminal is asked for none, at all four sizes."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with application(WORKED) as pilot:
        await pilot.press(WIDE[screen])
        await settle(pilot)
        for size in SIZES:
            await assert_snapshot(pilot, f"no-colour-{screen}", (size,))
