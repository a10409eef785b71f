"""Names as long as a sentence: the screens shorten them in the middle, so that they stay apart; exports do not."""

from __future__ import annotations

import pytest

from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.export.analysis_json import analysis_json
from shortlist.export.markdown import markdown
from shortlist.tui.draw.widths import cut_apart
from shortlist.tui.screens.record.findings_dialog import FindingsDialog
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, until, worked_data
from tests.tui.snapshots import settle

MIDDLE = (
    "a deployment that somebody named with a sentence of more than two hundred characters, for reasons of their own"
)


def long_names() -> Workspace:
    """The worked example with names of two hundred characters, which differ at the end alone."""
    data = worked_data()
    for number, one in enumerate(data["candidates"]):
        one["name"] = f"Deployment of the year, {MIDDLE}, {MIDDLE[:70]} ends in number {number}"
        assert len(one["name"]) > 200
    return read_workspace(data)


def shown_plainly(text: str) -> str:
    """What stands on a screen or in a part of it, its lines joined."""
    return " ".join(" ".join(line.strip("│┃ ") for line in text.splitlines()).split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_names_of_two_hundred_characters_stay_apart(application: Open, size: tuple[int, int]) -> None:
    """In the table, in the verdict above it, in the sentences of the panes, and in the findings."""
    names = long_names()
    async with application(names, size) as pilot:
        for key in "2345":
            await pilot.press(key)
            await settle(pilot)
            lines = screen_text(pilot).splitlines()
            verdict = lines[2]
            assert "★ Deployment" in verdict and "number 2 86 ·" in verdict, verdict
            if key == "2":
                assert all(any(f"number {at} " in line for line in lines) for at in range(5))
            if key in "34":
                assert "of their own" not in shown_plainly(screen_text(pilot)), key
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FindingsDialog))
        await settle(pilot)
        box = pilot.app.screen.query_one("#box").region
        inside = [line[box.x : box.right] for line in screen_text(pilot).splitlines()[box.y : box.bottom]]
        told = shown_plainly("\n".join(inside))
        assert "ends in number 2” has no evaluation" in told and "of their own" not in told


def test_a_name_is_cut_in_its_middle_only_where_another_begins_alike() -> None:
    """What is read first stays first; a sign in front tells no two names apart."""
    own = ["★ GPT-6 Luna, Bedrock EU", "  GPT-6 Sol, Bedrock EU", "★ Qwen3 Embed 8B, Nebius", "◇ Qwen3 Embed 8B, OVH"]
    found = cut_apart(own, 16)
    assert [found[name] for name in own] == [
        "★ GPT-6 Luna, B…",
        "  GPT-6 Sol, Be…",
        "★ Qwen3 … Nebius",
        "◇ Qwen3 …8B, OVH",
    ]
    assert cut_apart(own, 40) == {name: name for name in own}


def test_exports_keep_names_whole() -> None:
    """Of two hundred characters too, in a report and in JSON."""
    analysis = analyse(long_names(), None, TODAY)
    name = analysis.workspace.candidates[2].name
    assert name in markdown(analysis) and name in str(analysis_json(analysis))
