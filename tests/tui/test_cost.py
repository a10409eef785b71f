"""The Cost screen by keys: every assumption is edited beneath the figures, tried, kept or dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from shortlist.core.advice.levers import lever_effects
from shortlist.core.basics.words import usd, usd_apart
from shortlist.core.document.workspace import read_workspace
from shortlist.store.toml_text import workspace_text
from shortlist.store.workspaces import Store
from shortlist.tui.draw.figures import true_minus
from shortlist.tui.forms.cost import OWN_SOURCE
from shortlist.tui.screens.cost.assumptions import CostForm
from shortlist.tui.screens.cost.body import CostBody
from shortlist.tui.screens.cost.parts import CHANGE
from shortlist.tui.session.session import Session
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, with_candidates, worked_data, workspace_screen
from tests.tui.snapshots import SIZES, assert_snapshot
from tests.tui.test_cost_tables import shows
from tests.tui.test_robust_keys import told
from tests.tui.test_tables import cells


def body(pilot: Pilot[None]) -> CostBody:
    """The Cost screen."""
    found = workspace_screen(pilot).body
    assert isinstance(found, CostBody)
    return found


def session(pilot: Pilot[None]) -> Session:
    """The session behind it."""
    return workspace_screen(pilot).session


def field(pilot: Pilot[None]) -> str:
    """The place of the field under the cursor of the assumptions."""
    return body(pilot).query_one(Sheet).key or ""


async def to_row(pilot: Pilot[None], row: str) -> None:
    """Move the cursor of the table down to a row."""
    grid = body(pilot).query_one(Grid)
    for _ in range(40):
        if grid.row_key == row:
            return
        await pilot.press("j")
    raise AssertionError(f"no row {row}")


async def test_figures_move_with_every_key(application: Open) -> None:
    """Enter on a figure opens what it rests on; each key counts, and ± tells what it did to what was saved."""
    async with application() as pilot:
        await pilot.press("4")
        await to_row(pilot, "output")
        await pilot.press("enter")
        assert field(pilot).endswith("'usage', 'output_tokens')")
        was = session(pilot).analysis
        first = was.ranking[0].id
        await pilot.press("enter", *"2k")
        now = session(pilot).analysis
        step = now.workspace.scenario.steps[now.workspace.scenario.steps.index(now.workspace.scenario.task)]
        assert step.usage.output_tokens == 2000
        shown = cells(body(pilot).query_one(Grid).table)
        bill = now.by_id[first].cost.bill
        assert bill is not None
        assert shows(shown["bill", first], bill)
        change = bill - (was.by_id[first].cost.bill or 0)
        assert shown["bill", CHANGE + first].strip() == true_minus(usd_apart(change))
        assert true_minus(usd_apart(change)) in screen_text(pilot)
        # A save moves nothing: the difference is to what was saved when the form was opened.
        await workspace_screen(pilot).desk.saver.save()
        await pilot.press("escape", "tab", "tab")
        assert cells(body(pilot).query_one(Grid).table)["bill", CHANGE + first].strip() == true_minus(usd_apart(change))
        await pilot.press("escape", "ctrl+z")
        assert session(pilot).workspace == was.workspace
        assert not [column for column in body(pilot).query_one(Grid).table.columns if column.key.startswith(CHANGE)]


@pytest.mark.parametrize(("typed", "why"), [("1o0", "number"), ("-3", "0 or more"), ("2..5", "30k")])
async def test_what_is_no_value_is_kept_as_typed_and_explained(application: Open, typed: str, why: str) -> None:
    """Beneath the field, never in the workspace, and still there after a visit to another screen."""
    async with application() as pilot:
        await pilot.press("4")
        await to_row(pilot, "output")
        await pilot.press("enter", "enter", *typed)
        assert why in " ".join(screen_text(pilot).split())
        await pilot.press("escape", "escape", "1", "4")
        await pilot.press("enter")
        assert typed in screen_text(pilot)
        pending = session(pilot).typed.pending
        assert [one.text for one in pending.values()] == [typed]


async def test_a_price_is_the_teams_own_and_leaves_the_published_one(application: Open) -> None:
    """Typing a price adds a figure of one's own, which counts first; emptying it goes back to the published one."""
    data = worked_data()
    async with application(read_workspace(data)) as pilot:
        await pilot.press("4", "e")
        index = body(pilot).form.item.index
        assert index is not None
        published = session(pilot).workspace.candidates[index].observations
        form = body(pilot).form
        form.show(form.item, ("candidates", index, "prices", "input_price", 0))
        await pilot.press("enter", *"0.5")
        candidate = session(pilot).workspace.candidates[index]
        assert candidate.observations[:-1] == published
        own = candidate.observations[-1]
        assert (own.metric, own.value, own.source, own.basis) == ("input_price", 0.5, OWN_SOURCE, "contract")
        assert session(pilot).analysis.by_id[candidate.id].figures.value("input_price") == 0.5
        await pilot.press("escape", "delete")
        assert session(pilot).workspace.candidates[index].observations == published
        await pilot.press("enter", "x")
        assert session(pilot).workspace.candidates[index].observations == published
        assert "number" in screen_text(pilot)


async def test_a_missing_price_is_one_key_away(application: Open) -> None:
    """Enter on an unknown figure leads to the figure that it lacks."""
    data = worked_data()
    for row in data["candidates"]:
        row["observations"] = [one for one in row["observations"] if one["metric"] != "output_price"]
    async with application(read_workspace(data)) as pilot:
        await pilot.press("4")
        grid = body(pilot).query_one(Grid)
        assert cells(grid.table)[grid.row_key or "", grid.column_key or ""].strip() == "?"
        assert "for want of the output price" in " ".join(screen_text(pilot).split())
        await pilot.press("enter")
        assert "'prices', 'output_price'" in field(pilot)
        await pilot.press("enter", "1")
        await pilot.press("escape", "escape")
        assert cells(grid.table)[grid.row_key or "", grid.column_key or ""].strip() != "?"


async def test_the_difference_of_the_candidate_under_the_cursor_is_in_sight(application: Open) -> None:
    """However far right its column lies; closed, the table is as it was."""
    async with application(with_candidates(12)) as pilot:
        await pilot.press("4", *["l"] * 11)
        grid = body(pilot).query_one(Grid)
        assert grid.column == 12
        await pilot.press("e")
        seen = [grid.table.columns[index].key for index in grid.in_sight]
        assert seen[-2:] == [grid.column_key, CHANGE + (grid.column_key or "")]
        await pilot.press("escape")
        assert grid.column == 12 and grid.column in grid.in_sight


async def test_nothing_that_is_tried_is_exported(application: Open) -> None:
    """An export in a what-if says what to do first."""
    async with application() as pilot:
        await pilot.press("ctrl+t", "5", "X")
        assert "what is tried is not exported" in told(pilot)


async def test_costs_per_thousand_tasks(application: Open) -> None:
    """One key switches the unit, and says so."""
    async with application() as pilot:
        await pilot.press("4", "u")
        analysis = session(pilot).analysis
        first = analysis.ranking[0].id
        assert "USD per 1,000 tasks" in screen_text(pilot)
        assert shows(cells(body(pilot).query_one(Grid).table)["bill", first], analysis.per_thousand_tasks[first].bill)
        await pilot.press("u")
        assert "USD a month" in screen_text(pilot)


async def test_a_lever_is_tried_kept_and_undone(application: Open, store: Store) -> None:
    """Enter tries it as a what-if that nothing writes; kept, it is one edit."""
    async with application() as pilot:
        await pilot.press("4", "v", "v")
        await to_row(pilot, "caching")
        before = session(pilot).workspace
        (effect,) = [one for one in lever_effects(session(pilot).analysis) if one.lever.id == "caching"]
        await pilot.press("enter")
        assert session(pilot).workspace == effect.changed and session(pilot).kept is before
        assert f"1 edit tried, {true_minus(usd_apart(-(effect.monthly or 0)))} a month" in screen_text(pilot)
        await workspace_screen(pilot).desk.saver.save()
        (entry,) = store.workspaces()
        assert store.open(str(entry.path)).workspace == before
        await pilot.press("f8")
        assert session(pilot).trial is None and session(pilot).workspace == effect.changed
        await pilot.press("ctrl+z")
        assert session(pilot).workspace == before
        grid = body(pilot).query_one(Grid)
        grid.place_cursor([row.key for row in grid.table.rows].index("batch"))
        await pilot.press("enter")
        assert session(pilot).trial is None


async def test_a_tried_lever_says_so_and_what_becomes_of_it(application: Open) -> None:
    """With what it saved and the keys that keep and drop it, not that it does not apply; dropped, it is as before."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("4", "v", "v")
        await to_row(pilot, "caching")
        (effect,) = [one for one in lever_effects(session(pilot).analysis) if one.lever.id == "caching"]
        await pilot.press("enter")
        after = next(one for one in lever_effects(session(pilot).analysis) if one.lever.id == "caching")
        assert after.changed is None, "a second time it would change nothing"
        row = next(line for line in screen_text(pilot).splitlines() if "✓ Prompt caching" in line)
        assert usd(effect.monthly or 0).removeprefix("$") in row and "tried" in row and "does not apply" not in row
        told = "\n".join(cell.text for cell in body(pilot).query_one(Pane).paragraphs)
        assert told.startswith("Tried: At least") and "F8 keeps all that is tried, F9 drops it" in told
        assert f"It saved {usd(effect.monthly or 0)} a month in all" in told and "Does not apply" not in told
        await pilot.press("enter")
        assert any("is tried already: F8 keeps" in one.message for one in pilot.app._notifications)
        assert len(session(pilot).tried) == 1
        await pilot.press("f9")
        row = next(line for line in screen_text(pilot).splitlines() if "Prompt caching" in line)
        assert "✓" not in row and "tried" not in row


async def test_dropping_while_a_field_is_open_closes_it(application: Open) -> None:
    """No key typed afterwards reaches the field of the what-if."""
    async with application() as pilot:
        await pilot.press("4", "t", "e", "enter", *"77", "f9")
        await until(pilot, lambda: not body(pilot).query_one(CostForm).box.editing)
        assert session(pilot).workspace.scenario.monthly_budget_usd == 400
        await pilot.press("8", "8")
        assert session(pilot).workspace.scenario.monthly_budget_usd == 400


async def test_the_assumptions_cover_no_reason_and_lose_no_focus(application: Open) -> None:
    """Another view closes them; a reason stands whole in its line, or in the details alone; F9 leaves the focus."""
    async with application() as pilot:
        await pilot.press("4", "v", "e")
        assert body(pilot).form.opened
        await pilot.press("tab", "v")
        assert not body(pilot).form.opened and "say why" not in screen_text(pilot)
        await pilot.press("t", "e")
        assert "says why" not in screen_text(pilot)
        await pilot.press("f9")
        assert body(pilot).form.opened and body(pilot).query_one(Sheet).has_focus


async def test_a_form_that_was_just_opened_tells_what_holds_now(application: Open) -> None:
    """What an earlier edit did is told where it was made, and nowhere else afterwards."""
    async with application() as pilot:
        await pilot.press("4", "e", "enter", *"777", "escape")
        await pilot.press("escape")
        await to_row(pilot, "output")
        await pilot.press("enter", "enter", *"300", "escape")
        await until(pilot, lambda: "→" in screen_text(pilot))
        for again in (["escape", "enter"], ["1"], ["2", "e"]):
            await pilot.press(*again)
            text = " ".join(screen_text(pilot).split())
            assert "Recommended: " in text and "Still " not in text and "Changed from" not in text, again


async def test_without_traffic_the_key_leads_to_it(application: Open) -> None:
    """Where nothing says how often a request comes, the screen says so, and `e` goes to the field."""
    data = worked_data()
    for step in data["scenario"]["steps"]:
        step["usage"].pop("requests_per_month", None)
    async with application(read_workspace(data)) as pilot:
        await pilot.press("4")
        assert "No traffic is set yet" in screen_text(pilot) and "no traffic: e" in screen_text(pilot)
        await pilot.press("e")
        assert field(pilot).endswith("'usage', 'requests_per_month')")
        await pilot.press("enter", *"30k", "escape", "escape")
        assert "raffic is set" not in screen_text(pilot)


async def test_rows_are_copied_with_their_differences(application: Open) -> None:
    """The same keys as on the other screens: the row as Markdown."""
    async with application() as pilot:
        await pilot.press("4", "Y", "r")
        text = pilot.app.clipboard
        assert text.startswith("| USD a month |") and "| Bill " in text and text.count("\n") == 3


@pytest.mark.walk
@pytest.mark.parametrize("number", [0, 1, 4, 12])
async def test_snapshots(application: Open, number: int) -> None:
    """The parts of any number of candidates, in all sizes and both themes."""
    sizes = SIZES if number != 4 else (*SIZES, (160, 45), (200, 60))
    async with application(with_candidates(number)) as pilot:
        await pilot.press("4")
        await assert_snapshot(pilot, f"cost-{number}", sizes)


@pytest.mark.walk
async def test_snapshots_of_the_views(application: Open) -> None:
    """The plots and the levers of the worked example, and the assumptions in a what-if."""
    async with application() as pilot:
        await pilot.press("4", "v")
        for name in ("decision", "levers", "break-even", "months", "sensitivity"):
            await assert_snapshot(pilot, f"cost-{name}")
            await pilot.press("v")
        await pilot.press("t")
        await to_row(pilot, "output")
        await pilot.press("enter", "enter", *"2k")
        await assert_snapshot(pilot, "cost-what-if")


async def test_a_file_saved_on_demand_is_told_against_the_disk(application: Open, tmp_path: Path) -> None:
    """The difference stays, form closed or open, until Ctrl+S writes the file."""
    path = tmp_path / "own.toml"
    path.write_text(workspace_text(read_workspace(worked_data())), "utf-8")
    async with application(str(path)) as pilot:
        await pilot.press("4")
        await to_row(pilot, "output")
        await pilot.press("enter", "enter", *"2k", "escape", "escape", "e")
        grid = body(pilot).query_one(Grid)
        first = session(pilot).analysis.ranking[0].id
        assert cells(grid.table)["bill", CHANGE + first].startswith("+")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not session(pilot).dirty)
        await pilot.press("tab", "j")
        assert cells(grid.table)["bill", CHANGE + first].strip() == "="
