"""Dialogs are as large as what they hold: none is tall and empty, and none cuts its lines while lines stand free."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import TextArea

from shortlist.core.changes.result import ResultChange
from shortlist.core.changes.words import ChangeWords
from shortlist.core.document.problems import location_of
from shortlist.core.importing.source_file import SourceFile
from shortlist.store.backups import Backup
from shortlist.store.drafts import Draft
from shortlist.store.golden import read_starter
from shortlist.store.imports import read_document
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.flows.evaluating.calibration_dialog import CalibrationDialog
from shortlist.tui.flows.evaluating.golden_dialog import GoldenDialog
from shortlist.tui.flows.importing.examples_dialog import ExamplesDialog
from shortlist.tui.forms.value_dialogs import TextDialog
from shortlist.tui.frame.recovery import texts
from shortlist.tui.parts.earlier_versions import EarlierDialog, Version, version_told
from shortlist.tui.screens.checklist.answer_dialog import AnswerDialog
from shortlist.tui.screens.record.changes_dialog import ChangesDialog, change_lines
from shortlist.tui.screens.record.gateway_dialog import GatewayDialog
from shortlist.tui.widgets.choices import Choices
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from tests.accepting import WORKED
from tests.tui.conftest import Open, screen_text, until, workspace_screen
from tests.tui.evidence_workspaces import row
from tests.tui.snapshots import settle

SIZES = ((80, 24), (120, 40))


async def pushed(pilot: Pilot[None], dialog: Screen[Any]) -> None:
    """Show a dialog over the screen."""
    pilot.app.push_screen(dialog)
    await settle(pilot)
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_lines_have_the_dialog(application: Open, size: tuple[int, int]) -> None:
    """Many reach down to the keys; few are all there is, and then no key is named that scrolls."""
    many = ChangeWords((ResultChange("GPT-6 Luna", tuple(f"Line {number}" for number in range(90))),), ())
    async with application(size=size) as pilot:
        for dialog, free in ((ChangesDialog("From 1 to 2", many), 0), (GatewayDialog("x", [Cell("a")] * 90), 1)):
            await pushed(pilot, dialog)
            box, pane, foot = (dialog.query_one(part).region for part in ("#box", Pane, "#foot"))
            assert foot.y - pane.bottom == free and size[1] - box.height <= 2
            assert "scroll" in screen_text(pilot)
            await pilot.press("escape")
        for dialog in (ChangesDialog("From 1 to 2", ChangeWords((), ())), GatewayDialog("x", [Cell("no difference")])):
            await pushed(pilot, dialog)
            assert dialog.query_one("#box").region.height < 12 and "scroll" not in screen_text(pilot)
            await pilot.press("escape")


async def test_an_answer_to_be_judged_takes_its_own_lines(application: Open) -> None:
    """A short one few; after a long one the dialog stays as it was."""
    answers = [("gpt-6-luna", row(1, "ok")), ("gpt-6-luna", row(2, "ok", answer="A long answer. " * 60))]
    answers += [("gpt-6-luna", row(3, "ok"))]
    async with application(size=(120, 40)) as pilot:
        dialog = CalibrationDialog(answers, [None, None, None], 0)
        await pushed(pilot, dialog)
        heights = []
        for _ in range(3):
            heights.append(dialog.query_one("#box").region.height)
            await pilot.press("s")
            await settle(pilot)
        assert heights[0] < 12 < heights[1] == heights[2]


@pytest.mark.parametrize("size", SIZES)
async def test_what_the_figures_say_stands_whole_over_an_answer(application: Open, size: tuple[int, int]) -> None:
    """Of three steps too, on the smallest terminal."""
    async with application("support-assistant-worked", size=size) as pilot:
        await pilot.press("3", "v", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, AnswerDialog))
        await settle(pilot)
        box = pilot.app.screen.query_one("#box").region
        inside = [line[box.x : box.right] for line in screen_text(pilot).splitlines()[box.y : box.bottom]]
        told = " ".join(" ".join(line.strip("│ ") for line in inside).split())
        assert "percentile is unknown, 20 s allowed." in told and "Enter or Esc leaves, it stays." in told


async def test_the_note_of_an_offering_takes_a_third_of_the_screen(application: Open) -> None:
    """Conditions of ten lines stand whole where there is room for them."""
    async with application("support-assistant", size=(120, 40)) as pilot:
        await pilot.press("2", "a")
        await until(pilot, lambda: "that are current and suit" in screen_text(pilot))
        await pilot.press(*"claude-2")
        await until(pilot, lambda: "claude-2 · by Anthropic" in screen_text(pilot))
        await settle(pilot)
        about = pilot.app.screen.query_one("#about")
        assert 7 < about.region.height < 13 and about.region.height == about.virtual_size.height


def table(tmp_path: Path) -> SourceFile:
    """A table of examples of one's own, one of its headings as long as a sentence."""
    file = tmp_path / "ours.csv"
    file.write_text(f"case,model,passed,{'a heading that goes on ' * 6}\nq1,gpt-6-luna,yes,400\n", "utf-8")
    return read_document(file)


@pytest.mark.parametrize("size", SIZES)
async def test_a_table_of_four_columns_is_asked_about_in_a_few_lines(
    application: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    """With the first value of each in sight, and what the last line says whole."""
    async with application(size=size) as pilot:
        dialog = ExamplesDialog(table(tmp_path), {"case": "example"})
        await pushed(pilot, dialog)
        shown = screen_text(pilot)
        assert dialog.query_one("#box").region.height < 18 and dialog.query_one(Grid).max_scroll_y == 0
        assert "first value" in shown and "q1" in shown and "read it as a table of figures" in shown


async def test_a_long_text_has_the_screen(application: Open) -> None:
    """A short one a few lines."""
    async with application(size=(120, 40)) as pilot:
        for text, least, most in (("short", 8, 9), ("line\n" * 60, 28, 36)):
            dialog = TextDialog("Summary", "The product.", text, lambda _: None)
            await pushed(pilot, dialog)
            assert least <= dialog.query_one(TextArea).region.height <= most
            await pilot.press("escape")


async def test_all_versions_are_in_sight_where_there_is_room(application: Open) -> None:
    """A line each, however long the title was."""
    now = dt.datetime.now(dt.UTC)
    long = Version(Backup(now, "0" * 12, Path("x")), (f"Title: “{'a title that goes on ' * 9}” then",))
    assert len(version_told(long)) < 170 and version_told(long).endswith("…")
    async with application(size=(120, 40)) as pilot:
        dialog = EarlierDialog(Path("none.toml"), WORKED)
        await pushed(pilot, dialog)
        choices = dialog.query_one(Choices)
        await until(pilot, lambda: "There is none yet" in screen_text(pilot))
        assert dialog.query_one("#box").outer_size.width == 70, "no wider than that there is none"
        dialog.remove_class("none")
        choices.display = True
        choices.add_options([version_told(long)] * 12)
        await settle(pilot)
        await settle(pilot)
        assert choices.region.height >= 24 and choices.max_scroll_y == 0


def test_what_is_not_finished_lies_where_people_call_it() -> None:
    """No key path stands where a label exists."""
    typed: dict[tuple[str | int, ...], tuple[str, str]] = {
        location_of("scenario.monthly_budget_usd"): ("4x", "no number")
    }
    draft = Draft(WORKED, "0" * 64, dt.datetime.now(dt.UTC), typed=typed, begun={("candidates",): {"name": "Half"}})
    assert texts(draft) == ["Scenario: monthly budget: typed “4x”, no number", "The candidates: begun, 1 value"]


def test_changes_stand_in_columns_where_there_is_room() -> None:
    """What it was in one, what it is in the next; what is longer, and all of a narrow dialog, are sentences."""
    short = ("Bill: $43.45 then, $89.45 now (+105.9 %), a month", "Rank: 3 then, 1 now", "added: a figure")
    long = f"Recommended: {'a name ' * 9}then, nobody now"
    found = ChangeWords((ResultChange("GPT-6 Luna", (*short, long)),), ())
    lines = [one.text.rstrip() for one in change_lines(found, 110)]
    bill, rank = (next(line for line in lines if line.startswith(f"  {what} ")) for what in ("Bill", "Rank"))
    assert bill.index("$43.45") == rank.index("3") == lines[1].index("then")
    assert bill.index("$89.45") == rank.index("1") == lines[1].index("now") and bill.endswith("(+105.9 %), a month")
    assert "  added: a figure" in lines and f"  {long}" in lines
    assert lines[-1] == "What it rests on: nothing changed"
    narrow = [one.text for one in change_lines(found, 70)]
    assert [f"  {line}" for line in (*short, long)] == narrow[2:6]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_golden_dataset_without_examples_takes_few_lines(
    application: Open, size: tuple[int, int], tmp_path: Path
) -> None:
    """What it says and how to begin; with examples as many as they need, up to what the terminal has."""
    async with application(size=size) as pilot:
        step = workspace_screen(pilot).session.workspace.scenario.steps[0]
        dialog = GoldenDialog(tmp_path / "workspace.toml", step, dt.date(2026, 11, 22))
        await pushed(pilot, dialog)
        box = dialog.query_one("#box")
        assert box.region.height < 12 and box.region.width <= 110
        assert "brings a starter set" in screen_text(pilot)
        dialog._add(read_starter("coding").examples)
        await settle(pilot)
        most = size[1] * 9 // 10
        assert box.region.height <= most and box.region.width >= size[0] * 97 // 100
        assert dialog.query_one(Grid).max_scroll_y == 0 or box.region.height >= most - 1


async def test_the_other_lines_of_an_answer_stand_to_the_right_of_its_beginning(application: Open) -> None:
    """So that one sees where the next answer begins."""
    answers = (("a", "A long answer. " * 9), ("b", "Another one"))
    async with application(size=(80, 24)) as pilot:
        dialog = QuestionDialog("What?", "It is asked.", answers)
        await pushed(pilot, dialog)
        first, *rest = dialog.query_one(Choices).options[0].prompt.plain.split("\n")  # type: ignore[union-attr]
        assert first.startswith("A long") and rest and all(line.startswith("  ") for line in rest)
