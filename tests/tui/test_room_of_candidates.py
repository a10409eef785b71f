"""Every view of the candidates, the scenario and the first screen fills a large terminal, as far as there is more to
show."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.store.workspaces import Store
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.views import COMPARE, FACTS, PLOT
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.cut_beside import cut_beside
from tests.tui.empty_room import empty_share
from tests.tui.snapshots import look, settle

LARGE = ((160, 45), (200, 60))
HALF = 0.5
NOBODY = 0.66
"""Without a candidate: how to begin, what is asked and which checks there are is all that can be said of nobody."""
SCALE = 0.72
"""Of the plot: what lies between its points is its scale, and says how far apart they are."""
FEW = 0.53
"""Of one or two candidates on a step: the plot beneath their list is a point, or the way between two."""


def of(number: int, decided: bool = False, steps: int | None = None) -> Workspace:
    """The worked example with so many of its candidates, or more of their kinds, and of its steps."""
    data = worked_data()
    own = data["candidates"]
    more = ({**own[at % 5], "id": f"c{at}", "name": f"Model {at} (low), host {at}"} for at in range(5, number))
    data["candidates"] = [*own[:number], *more]
    if not decided:
        data.pop("decision", None)
        data.pop("evaluations", None)
    data.pop("records", None)
    if steps is not None:
        kept = data["scenario"]["steps"][:steps]
        data["scenario"]["steps"] = kept
        ids = {step["id"] for step in kept}
        for one in data["candidates"]:
            one["usage"] = {step: usage for step, usage in one.get("usage", {}).items() if step in ids}
        data["scenario"].pop("path", None)
        data["scenario"].pop("task_step", None)
        data.pop("evaluations", None)
        data.pop("decision", None)
    return read_workspace(data)


def allowed(body: CandidatesBody, view: int) -> float:
    """The share that may stay empty: half, but where there is nothing more to show."""
    playing = sum(bool(one.steps) for one in body.compared.ranking)
    if not playing:
        return NOBODY
    if view == PLOT:
        return SCALE
    return FEW if playing <= 2 else HALF


async def views(pilot: Pilot[None]) -> AsyncIterator[str]:
    """Every view for all steps, and on each of them: what leaves more room empty than it may, and what is cut."""
    await pilot.press("2")
    await settle(pilot)
    body = workspace_screen(pilot).query_one(CandidatesBody)
    steps = len(body.desk.session.workspace.scenario.steps)
    for step in range(steps + 1 if steps > 1 else 1):
        for view in range(len(body.VIEWS)):
            body.show_view(view)
            if body.compared.ranking:
                body.go_to(body.compared.ranking[0].id)
            await settle(pilot)
            share = empty_share(look(pilot).lines)
            told = f"{body.VIEWS[view].name}, step {step}"
            if share > allowed(body, view):
                yield f"{told}: {share:.2f} empty"
            if view in (FACTS, COMPARE):
                for line in cut_beside(look(pilot).lines):
                    yield f"{told}: cut: {line}"
        await pilot.press("]")


@pytest.mark.walk
@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize(
    "what",
    [
        *(lambda number=number: of(number) for number in (0, 1, 2, 5, 12)),
        lambda: of(5, decided=True),
        lambda: "support-assistant-worked",
        lambda: "retrieval-assistant",
    ],
    ids=["nobody", "one", "two", "five", "twelve", "decided", "worked", "retrieval"],
)
async def test_every_view_of_the_candidates_uses_the_room(
    application: Open, size: tuple[int, int], what: Callable[[], Any]
) -> None:
    """On all steps and on each alone; with nobody, one, two, a dozen; decided and not."""
    async with application(what(), size) as pilot:
        assert [told async for told in views(pilot)] == []


async def test_two_are_held_against_each_other_on_the_whole_screen(application: Open) -> None:
    """Bars behind their figures, where the points come from, what each is best in, their steps and their sources."""
    async with application(of(2), (200, 60)) as pilot:
        await pilot.press("2", "c")
        await settle(pilot)
        shown, body = screen_text(pilot), workspace_screen(pilot).query_one(CandidatesBody)
        for told in ("Points against", "Best in", "In each step", "Figures in force", "━━━"):
            assert told in shown
        assert empty_share(look(pilot).lines) <= HALF
        assert "━" not in "".join(cell.text for row in body.copied_table().rows for cell in row.cells), (
            "no bar is copied"
        )
        first = body.compared.ranking[0]
        assert f"Points against {first.candidate.name}" in shown


async def test_the_figure_under_the_cursor_is_told_of_all(application: Open) -> None:
    """On the facts at 200x60: what it is, how all stand, whence, and what it feeds."""
    async with application("support-assistant-worked", (200, 60)) as pilot:
        await pilot.press("2", "v")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        body.grid.at_column("input_price")
        await settle(pilot)
        shown = screen_text(pilot)
        assert "of the score" in shown and "Figures in force" in shown
        assert empty_share(look(pilot).lines) <= HALF


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("steps", [1, 3])
async def test_the_scenario_uses_the_room(application: Open, size: tuple[int, int], steps: int) -> None:
    """With one step, and with several."""
    async with application(of(5, steps=steps), size) as pilot:
        await pilot.press("1")
        await settle(pilot)
        assert empty_share(look(pilot).lines) <= HALF
    async with application("retrieval-assistant", size) as pilot:
        await pilot.press("1")
        await settle(pilot)
        assert empty_share(look(pilot).lines) <= HALF


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("number", [0, 1, 12])
async def test_the_first_screen_uses_the_room(
    application: Open, store: Store, size: tuple[int, int], number: int
) -> None:
    """With nothing of one's own, one workspace, a dozen: what is under the cursor is told beside and beneath."""
    for at in range(number):
        data = worked_data()
        data["title"] = f"Workspace {at}"
        if at % 3 == 1:
            for part in ("decision", "evaluations", "records"):
                data.pop(part, None)
        store.create(read_workspace(data))
    async with application(None, size) as pilot:
        await until(pilot, lambda: empty_share(look(pilot).lines) <= HALF)
