"""Scenario, candidates and checklist as they look, small and large, dark and light, empty, usual, full and unusual."""

from __future__ import annotations

import pytest

from shortlist.core.document.presets import new_from_preset
from shortlist.core.document.workspace import Workspace, read_workspace
from tests.tui.conftest import Open, with_candidates, worked_data
from tests.tui.snapshots import SIZES, assert_snapshot

LONG = "A candidate whose name goes on and on, as names of deployments do that carry region, tier, date and team: "
NAMES = (
    (LONG * 2)[:120],
    "通义千问 三点五 大型语言模型 " * 4,
    "cafe\u0301-mode\u0301le a\u0308u\u0308 ",
    "👩\u200d💻 coder 🇪🇺",
    "ｆｕｌｌ ｗｉｄｔｈ",
)


def named() -> Workspace:
    """Candidates and steps with names that are long, wide or made of combining characters."""
    data = worked_data()
    for one, name in zip(data["candidates"], NAMES, strict=False):
        one["name"] = name
    for step, name in zip(data["scenario"]["steps"], NAMES, strict=False):
        step["name"] = name
    data["title"] = NAMES[1]
    return read_workspace(data)


WORKSPACES = {
    "0": lambda: with_candidates(0),
    "4": lambda: with_candidates(4),
    "40": lambda: with_candidates(40),
    "names": named,
}


@pytest.mark.walk
@pytest.mark.parametrize("kind", WORKSPACES)
async def test_the_screens_look_as_they_should(application: Open, kind: str) -> None:
    """The form, the comparison and the grid of checks, with the focus where the work begins."""
    async with application(WORKSPACES[kind]()) as pilot:
        for key, screen in (("1", "scenario"), ("2", "candidates"), ("3", "checklist")):
            await pilot.press(key)
            await assert_snapshot(pilot, f"{screen}-{kind}")


async def test_a_step_of_a_preset_looks_as_it_should(application: Open) -> None:
    """What is asked first, each assumption with its reason, and that there is more."""
    async with application(new_from_preset("voice", "Voice")) as pilot:
        await pilot.press("escape", *["down"] * 3, "tab", *["down"] * 3)
        # A size at a time: the form stays scrolled by what it was at the size before.
        await assert_snapshot(pilot, "scenario-preset", (SIZES[0],))
        await assert_snapshot(pilot, "scenario-preset", (SIZES[1],))
