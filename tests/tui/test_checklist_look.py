"""The checklist as it looks: beside the matrix what it says, what is left for later folded, the odd verdict seen."""

from __future__ import annotations

import pytest

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.checklist import KNOWN_CHECKS, asked_once
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.tui.screens.checklist.body import ChecklistBody
from shortlist.tui.screens.checklist.evidence import evidence
from shortlist.tui.screens.checklist.folded_groups import Folds
from shortlist.tui.screens.checklist.next_question import questions_told
from shortlist.tui.screens.checklist.tables import verdict_table, without_a_must
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, with_candidates, worked_data, workspace_screen
from tests.tui.cut_beside import cut_beside
from tests.tui.snapshots import assert_snapshot, look, settle

WIDE = ((160, 45), (200, 60))


def one_left() -> Workspace:
    """The worked example, of which one `must` of one candidate is open, and else nothing that blocks it."""
    data = worked_data()
    data["candidates"][1] |= {"commercial_use": "unknown", "answers": []}
    return read_workspace(data)


def brightness(style: str) -> float:
    """How bright the letters of a style are, from 0 to 255; bold ones a step brighter, as terminals draw them."""
    colour = style.split()[0].lstrip("#")
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue + (20 if "bold" in style else 0)


async def test_the_last_answer_makes_a_moment(application: Open) -> None:
    """Groups without a must start folded, headings count; the head of who becomes eligible is seen in the same call."""
    async with application(one_left(), size=(120, 40)) as pilot:
        await pilot.press("3")
        body = workspace_screen(pilot).query_one(ChecklistBody)
        grid, pane = body.query_one(Grid), body.query_one(Pane)
        analysis = workspace_screen(pilot).session.analysis
        folded = {row.key.removeprefix("▸") for row in grid.table.rows if row.key.startswith("▸")}
        assert folded == without_a_must(analysis) and "first" not in folded and folded
        heads = [row.cells[0].text for row in grid.table.rows if row.heading]
        assert heads[0].startswith("▾ First questions (10)") and "open" in heads[0]
        assert pane.region.x > grid.region.x and pane.region.y <= grid.region.y, "beside the matrix from 120 columns on"
        who = analysis.workspace.candidates[1]
        body.show_check("first.licensing", who.id)
        assert "★ eligible" not in screen_text(pilot)
        body.answers.answer("pass")
        now = workspace_screen(pilot).session.analysis
        assert now.by_id[who.id].standing.status == "eligible"
        head = "".join(segment.text for segment in grid.render_line(1))
        assert "★ eligible" in head, "drawn in the same call"
        body.highlight.fade()
        assert "★ eligible" not in "".join(segment.text for segment in grid.render_line(1))
        body.answers.answer("fail")
        assert "★ eligible" not in "".join(segment.text for segment in grid.render_line(1))
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert pane.region.y > grid.region.y and pane.region.x == grid.region.x, "beneath it where that is too narrow"
        await pilot.press("slash", *"pri")
        await settle(pilot)
        assert " shown" in screen_text(pilot), "the line of the filter is in sight, and what it comes to"


@pytest.mark.parametrize("colourless", [False, True])
async def test_a_fail_is_never_dimmer_than_a_pass(
    application: Open, monkeypatch: pytest.MonkeyPatch, colourless: bool
) -> None:
    """Without colours too: it is bold, and as bright as any text."""
    if colourless:
        monkeypatch.setenv("NO_COLOR", "1")
    async with application(size=(200, 60)) as pilot:
        await pilot.press("3", "down")
        await settle(pilot)
        seen = look(pilot)
        y = next(y for y, line in enumerate(seen.lines) if "! Cost target" in line[:24])
        line, styles = seen.lines[y], seen.styles[y]
        failed, passed = styles[line.index("fail")], styles[line.index("pass")]
        assert "bold" in failed and "bold" not in passed
        assert failed.split()[2] != passed.split()[2], "tinted"
        if colourless:
            assert brightness(failed) >= brightness(passed)


@pytest.mark.walk
async def test_at_any_width_nothing_is_cut_beside_free_space(application: Open) -> None:
    """Names whole where there is room; from 200 columns what is open stands beside it."""
    async with application("retrieval-assistant", size=(80, 24)) as pilot:
        await pilot.press("3")
        for size in ((80, 24), (120, 40), *WIDE):
            await pilot.resize_terminal(*size)
            for _ in range(3):
                await settle(pilot)
                assert not cut_beside(look(pilot).lines), cut_beside(look(pilot).lines)
                await pilot.press("v")
        assert "What matters most first" in screen_text(pilot)
        assert "Privacy: zerank-2" in screen_text(pilot)
    async with application(with_candidates(4)) as pilot:
        await pilot.press("3")
        await assert_snapshot(pilot, "checklist-4", WIDE)


def marked() -> Workspace:
    """The worked example with ids that nobody would take for names."""
    data = worked_data()
    names = {one["id"]: f"zz-{place}" for place, one in enumerate(data["candidates"])}
    steps = {one["id"]: f"qq-{place}" for place, one in enumerate(data["scenario"]["steps"])}

    def renamed(node: object) -> object:
        if isinstance(node, dict):
            return {steps.get(key, key): renamed(value) for key, value in node.items()}
        if isinstance(node, list):
            return [renamed(one) for one in node]
        return names.get(node, steps.get(node, node)) if isinstance(node, str) else node

    data["checks"] = [{"id": "xx-own", "question": "In Danish?", "importance": "must"}]
    data.pop("records", None)
    again = renamed(data)
    assert isinstance(again, dict)
    return read_workspace(again)


def ids_in(texts: list[str]) -> list[str]:
    """Texts that show an id where a label exists."""
    wrong = ("zz-", "qq-", "xx-own", *KNOWN_CHECKS)
    return [text for text in texts if any(one in text for one in wrong)]


def test_no_id_stands_where_a_label_exists() -> None:
    """In any cell, heading or detail of the checklist, for all steps and on one alone."""
    analysis: Analysis = analyse(marked(), None, TODAY)
    assert not any(one.id in ("answer", "classify") for one in analysis.scenario.steps)
    for step in (None, *(one.id for one in analysis.scenario.steps)):
        compared = analysis.on(step)
        table = verdict_table(None, compared)
        texts = [cell.text for row in table.rows for cell in row.cells] + [one.title for one in table.columns]
        for row in (row for row in table.rows if not row.heading):
            for column in table.columns[:2] if asked_once(row.key) else table.columns[1:]:
                texts += [cell.text for cell in evidence(compared, row.key, column.key)]
        texts += [cell.text for cell in questions_told(compared, None)]
        assert len(texts) > 500 and not ids_in(texts), ids_in(texts)[:5]


def test_where_only_tasks_are_limited_it_is_said() -> None:
    """A candidate that plays a part of the path is told where a limit is held, not that there is none."""
    data = worked_data()
    for step in data["scenario"]["steps"]:
        for target in ("max_ttft_s", "max_total_s", "max_p99_s"):
            step.get("needs", {}).pop(target, None)
    data["scenario"]["max_task_total_s"] = 9.0
    first = data["scenario"]["steps"][0]
    first["role"] = "audio"
    analysis = analyse(read_workspace(data), None, TODAY)
    part = next(one for one in analysis.ranking if one.time is None)
    for told in (part.columns["latency_risk"].reason, part.checks["first.latency_target"].reason):
        assert "A task as a whole has 9 s to all of it; the decision is held to that." in told
        assert "No target is set" not in told


@pytest.mark.parametrize("number", [0, 1, 12, 200])
def test_any_number_of_candidates(number: int) -> None:
    """A column for each, every group in its heading or its folded row."""
    analysis = analyse(with_candidates(number), None, TODAY)
    folds = without_a_must(analysis)
    table = verdict_table(None, analysis, folds)
    assert len(table.columns) == 1 + max(1, number)
    assert {row.key.removeprefix("▸") for row in table.rows if row.key.startswith("▸")} == folds


def test_groups_are_open_as_far_as_there_is_room() -> None:
    """On a tall screen what may be left for later is open while it fits; what a person folds stays so."""
    analysis, folds = analyse(with_candidates(5), None, TODAY), Folds()
    whole = without_a_must(analysis)
    assert folds.of(analysis, 28) == folds.of(analysis) == whole
    assert len(verdict_table(None, analysis, folds.of(analysis, 33)).rows) in range(28, 34)
    tall = folds.of(analysis, 48)
    assert tall < whole and len(verdict_table(None, analysis, tall).rows) <= 48
    assert folds.of(analysis, 200) == frozenset()
    assert not folds.turn("first") and folds.of(analysis, 33) == folds.of(analysis, 200) == {"first"}


def test_the_others_are_told_beside_a_verdict() -> None:
    """Those first that do not pass, with the reason."""
    analysis = analyse(with_candidates(5), None, TODAY)
    failing = next(one for one in analysis.ranking if one.checks["first.cost_target"].verdict == "fail")
    passing = next(one for one in analysis.ranking if one.checks["first.cost_target"].verdict == "pass")
    told = [cell.text for cell in evidence(analysis, "first.cost_target", passing.id)]
    at = told.index("The others")
    assert told[at + 1].startswith(f"✖ {failing.candidate.name}: ") and "allowed" in told[at + 1]
    assert len(told) - at == len(analysis.ranking)
