"""The evidence by keys: runs, kinds, pairs, failures, what would settle the choice; imported, removed, taken back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.rates import rate
from shortlist.core.golden.examples import Example as GoldenExample
from shortlist.core.golden.examples import read_golden
from shortlist.store.evidence import read_evidence, read_judge_checks
from shortlist.store.places import evidence_folder
from shortlist.store.workspaces import Store
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.evidence_marks import (
    SIGN_TONES,
    SIGNS,
    difference,
    interval,
    outcome_bar,
    rates_under_another,
    sparkline,
)
from shortlist.tui.draw.lines import Cell
from shortlist.tui.flows.evaluating.calibration_dialog import CalibrationDialog, shuffled
from shortlist.tui.flows.evaluating.example_dialog import ExampleDialog
from shortlist.tui.flows.importing.examples_dialog import ExamplesDialog
from shortlist.tui.flows.importing.file_dialog import FileDialog
from shortlist.tui.flows.importing.meaning_dialog import MeaningDialog
from shortlist.tui.flows.importing.runs_dialog import RunPreview
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.frame.walkthrough_dialogs import WalkEndDialog
from shortlist.tui.screens.evidence import background
from shortlist.tui.screens.evidence import body as evidence_body
from shortlist.tui.screens.evidence.body import EvidenceBody
from shortlist.tui.screens.evidence.failure_dialog import FailureDialog
from shortlist.tui.screens.evidence.tables import VERDICTS
from shortlist.tui.widgets.column_layout import row_cells
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.still_table import StillTable
from shortlist.tui.widgets.table import Column, Row, Table
from tests.evidence.samples import LM_EVAL_RESULTS, promptfoo, promptfoo_row
from tests.tui.conftest import HOSTILE, Open, screen_text, until, with_candidates, workspace_screen
from tests.tui.cut_beside import cut_beside
from tests.tui.evidence_workspaces import golden, row, run_rows, team, three
from tests.tui.snapshots import assert_snapshot, look, settle


def body(pilot: Pilot[None]) -> EvidenceBody:
    """The evidence screen, in front."""
    found = workspace_screen(pilot).body
    assert isinstance(found, EvidenceBody)
    return found


def now(pilot: Pilot[None]) -> Workspace:
    """The workspace as it is."""
    return workspace_screen(pilot).session.workspace


async def shown(pilot: Pilot[None], worked_out: bool = True) -> EvidenceBody:
    """Go to the evidence, and wait until all of it is there."""
    await pilot.press("6")
    await until(pilot, lambda: workspace_screen(pilot).tab == "evidence" and workspace_screen(pilot).body is not None)
    if worked_out:
        await until(pilot, lambda: body(pilot)._fresh is not None)
    return body(pilot)


def table(pilot: Pilot[None]) -> dict[str, dict[str, str]]:
    """The table in front: by the key of a row its texts by column."""
    shown = body(pilot).query_one(Grid).table
    keys = [column.key for column in shown.columns]
    return {
        one.key: dict(zip(keys, (cell.text for cell in one.cells), strict=False))
        for one in shown.rows
        if not one.heading
    }


def pane(pilot: Pilot[None]) -> str:
    """What the pane says."""
    return "\n".join(cell.text for cell in body(pilot).query_one(Pane).paragraphs)


# --- what is shown


async def test_runs_are_lines_with_their_intervals(application: Open, store: Store) -> None:
    """Counts, rates and times are those of the rows; a percentile of few answers says of how many."""
    path = three(store)
    async with application(str(path), size=(200, 60)) as pilot:
        await shown(pilot)
        runs = {one["name"]: one for one in table(pilot).values()}
        assert [one["n"] for one in runs.values()] == ["60", "60", "60"]
        luna = runs["GPT-6 Luna"]
        assert luna["right"] == "95.0 (86–98)" and luna["p99"].endswith("of only 60") and luna["p50"] == "0.49"
        assert luna["interval"].strip("·").startswith("├") and "●" in luna["interval"]
        assert (luna["cost"], luna["modelled"]) == ("0.001053", "0.000071")
        flash = runs["DeepSeek V4.1 Flash"]["outcomes"]
        assert [flash.count(SIGNS[key]) > 0 for key in ("right", "wrong", "invalid", "failed")] == [True] * 4
        said, text = pane(pilot), screen_text(pilot)
        assert "as measured" in said and "–$" in said
        assert "What would settle it" in text and "What would settle it" not in said, "in a panel of its own"
        assert "no difference shown" in text and "costs, USD" in text


async def test_kinds_pairs_and_what_is_next(application: Open, store: Store) -> None:
    """Each kind of each run; every two candidates; whom to try next, with the command that is copied."""
    path = three(store)
    golden(path)
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        await until(pilot, lambda: screen._analysis.evidence is not None)
        await pilot.press("v")
        kinds = table(pilot)
        assert {one["of"] for one in kinds.values()} == {"20", "60"} and len(kinds) == 12
        await pilot.press("v")
        pairs = {one["pair"]: one for one in table(pilot).values()}
        alike = pairs["GPT-6 Sol / GPT-6 Luna"]
        assert (alike["alone"].split(), alike["told"]) == (["2", "/", "1"], "no difference shown")
        better = [one["told"] for one in pairs.values() if one is not alike]
        assert all(told.endswith("is better") for told in better)
        await pilot.press("down", "down")
        assert "examples more would, at the discordance seen" in pane(pilot) and "McNemar" in pane(pilot)
        await pilot.press("v", "v")
        assert screen.view == evidence_body.EvidencePlace.SETTLE
        looks = table(pilot)
        first = next(iter(looks))
        assert first.startswith("look:classify:") and float(looks[first]["saves"]) > 0
        costs, saves = looks[first]["costs"].strip(), looks[first]["saves"].strip()
        assert f"for ${costs}: it saves ${saves} a month" in pane(pilot), "the sentence says the same amounts"
        copied: list[str] = []
        pilot.app.copy_to_clipboard = copied.append  # type: ignore[method-assign]
        await pilot.press("m")
        await until(pilot, lambda: bool(copied))
        candidate, more = first.split(":")[2:]
        # What it has run already stands among the first examples: the look's come to those.
        ran = 0 if candidate not in ("gpt-6-sol", "gpt-6-luna", "deepseek-v4-1-flash") else 60
        told = f"shortlist evaluate {path.stem} --step classify --candidate {candidate} --limit {int(more) + ran}"
        assert copied[0] == told
        # Enter begins the run itself; nobody says yet how it is called, and that is asked.
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
        await until(pilot, lambda: "how a run reaches it" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is workspace_screen(pilot))


async def test_failures_are_browsed_side_by_side(application: Open, store: Store) -> None:
    """Enter on a run lists its failures; kinds and verdicts narrow them; the answers stand beside each other."""
    path = three(store)
    golden(path)
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        await until(pilot, lambda: screen._analysis.evidence is not None)
        screen.query_one(Grid).at_row("run:0")
        await pilot.press("enter")
        assert [one["example"] for one in table(pilot).values()] == ["q001", "q004", "q007"]
        assert {one["input"] for one in table(pilot).values()} == {"ask 1", "ask 4", "ask 7"}
        await pilot.press("escape")
        assert len(table(pilot)) == len({1, 4, 7} | {1, 2} | {*range(0, 58, 3)} | {58, 59})
        await pilot.press("s", "s")
        assert [one["deepseek-v4-1-flash"] for one in table(pilot).values()] == [VERDICTS["invalid"][0]]
        await pilot.press("s", "s")
        await pilot.press("t")
        kinds = {one["kind"] for one in table(pilot).values()}
        assert kinds == {"adversarial"} and "adversarial" in screen_text(pilot)
        await pilot.press("escape")
        screen.query_one(Grid).at_row("example:classify:" + row(1, "ok").digest)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FailureDialog))
        await until(pilot, lambda: len(pilot.app.screen.query(Pane)) > 2)
        text = screen_text(pilot)
        assert "ask 1" in text and "label 1" in text and text.count("says 1") >= 3
        lines = [line for line in text.splitlines() if "✖ wrong" in line]
        assert any(line.count("✖ wrong") == 2 for line in lines), "side by side"
        before = screen.query_one(Grid).row_key
        await pilot.press("right", "escape")
        await until(pilot, lambda: pilot.app.screen is workspace_screen(pilot))
        assert screen.query_one(Grid).row_key != before


async def test_a_failure_becomes_a_regression_example(application: Open, store: Store) -> None:
    """From the list one that the dataset holds, from among the answers one that it does not; both are looked over."""
    path = three(store)
    golden(path, of=2)
    file = path.parent / "golden" / "classify.jsonl"

    def examples() -> dict[str, GoldenExample]:
        return {one.id: one for one in read_golden(file.read_text("utf-8")).examples}

    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        await until(pilot, lambda: screen._analysis.evidence is not None)
        await pilot.press("a")
        assert "no failure under the cursor" in screen_text(pilot)
        screen.show_view(evidence_body.EvidencePlace.FAILURES)
        screen.query_one(Grid).at_row("example:classify:" + row(1, "ok").digest)
        before = examples()["q001"]
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: examples()["q001"].kind == "regression")
        one = examples()["q001"]
        assert (one.digest, one.expected, one.checks) == (before.digest, before.expected, before.checks)
        assert one.note == "failed by GPT-6 Sol and GPT-6 Luna, seen on 2026-11-22; until then edge case"
        # Of an example that is not kept the input is asked for, and without one nothing is written.
        screen.query_one(Grid).at_row("example:classify:" + row(7, "ok").digest)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FailureDialog) and pilot.app.focused is not None)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "input: is empty" in screen_text(pilot))
        area = pilot.app.screen.query_one(TextArea)
        area.text = area.text.replace('"input": ""', '"input": "ask 7"').replace('"value": ""', '"value": "label"')
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "q007" in examples())
        assert examples()["q007"].kind == "regression" and examples()["q007"].digest == row(7, "ok").digest
        assert examples()["q007"].added_on == "2026-11-22"
        await until(pilot, lambda: isinstance(pilot.app.screen, FailureDialog))
        await pilot.press("a")
        await until(pilot, lambda: "is a regression example of" in screen_text(pilot))


async def test_marks_leave_what_is_right_on_a_narrow_screen(application: Open, store: Store) -> None:
    """However much has to be known of a run: it stands behind, and the details say it in full."""
    path = three(store, graded_by="judge", judge_checked=12, judge_agreed=11, critical_failures=2)
    for file in evidence_folder(path).iterdir():
        file.unlink()
    async with application(str(path), (80, 24)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: "judge unchecked" in " ".join(one["marks"] for one in table(pilot).values()))
        lines = screen_text(pilot).splitlines()
        assert "right, %" in lines[4] and "96.7 (89–99)" in next(one for one in lines if "GPT-6 Sol" in one)


async def test_what_is_old_or_unchecked_is_marked(application: Open, store: Store) -> None:
    """A run of another prompt, a judge that nobody checked, rows that are gone."""
    path = three(store, graded_by="judge", judge_checked=12, judge_agreed=11)
    file = next(evidence_folder(path).iterdir())
    file.unlink()
    async with application(str(path), size=(200, 60)) as pilot:
        await shown(pilot)
        marks = [one["marks"] for one in table(pilot).values()]
        assert sum("rows missing" in mark for mark in marks) == 1
        assert all("judge unchecked" in mark for mark in marks)
        assert "12 verdicts checked by a person, 20 needed" in pane(pilot)


async def test_a_later_run_is_in_force_and_the_one_before_stands_beneath(application: Open, store: Store) -> None:
    """Both are listed; the newer one counts."""
    path = three(store)
    opened = store.open(str(path))
    newer = opened.workspace.evaluations[0].model_copy(update={"successes": 50, "sha256": "", "file": ""})
    runs = (*opened.workspace.evaluations, newer)
    store.save(opened, opened.workspace.model_copy(update={"evaluations": runs}))
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        rows = table(pilot)
        assert rows["run:3"]["right"].startswith("83.3 ") and rows["run:0"]["marks"] == "earlier"
        screen.query_one(Grid).at_row("run:0")
        assert "A later run" in pane(pilot)


@pytest.mark.parametrize("number", [0, 3])
async def test_without_a_run_it_says_how_one_comes_in(application: Open, number: int) -> None:
    """And what one would settle, where there are candidates."""
    async with application(with_candidates(number), size=(120, 40)) as pilot:
        await shown(pilot)
        text = screen_text(pilot)
        assert "No runs yet: R asks your examples, i reads" in text
        assert "promptfoo" in text and "What would settle it" in text
        for _ in range(4):
            await pilot.press("v")
            assert body(pilot).query_one(Grid).table.empty
        await pilot.press("f", "s", "t", "m", "x", "e", "enter", "escape", "escape")


@pytest.mark.walk
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45), (200, 60)])
async def test_the_evidence_looks_as_it_should(application: Open, store: Store, size: tuple[int, int]) -> None:
    """Runs, pairs and failures, small and large, dark and light."""
    path = three(store)
    golden(path)
    async with application(str(path), size=size) as pilot:
        await shown(pilot)
        await until(pilot, lambda: body(pilot)._analysis.evidence is not None and body(pilot)._fresh is not None)
        await assert_snapshot(pilot, "evidence-runs", (size,))
        if size in ((120, 40), (200, 60)):
            for name in ("kinds", "pairs", "failures", "settle"):
                await pilot.press("v")
                await assert_snapshot(pilot, f"evidence-{name}", (size,))


def under(pilot: Pilot[None]) -> dict[str, StillTable]:
    """What stands beneath the view in front, by its title."""
    panels = [panel for panel in pilot.app.screen.query(".under").results(Panel) if panel.display]
    return {panel._title: panel.query_one(StillTable) for panel in panels}


def cells_under(table: StillTable) -> list[str]:
    """Its lines."""
    return ["".join(cell.text for cell in line).rstrip() for line in table.lines(table.size.width)]


async def test_beneath_a_view_stands_what_is_behind_its_line(application: Open, store: Store) -> None:
    """At 200x60 kinds have the candidates side by side and their failures, pairs the examples that differ, looks their
    sizes and what each candidate is expected to cost; they follow the cursor and are taken from the runs."""
    path = three(store)
    golden(path)
    async with application(str(path), size=(200, 60)) as pilot:
        await shown(pilot)
        await until(pilot, lambda: body(pilot)._analysis.evidence is not None and body(pilot)._fresh is not None)
        assert not under(pilot), "beneath the runs stand their own panels"
        await pilot.press("v", "G")
        await settle(pilot)
        parts = under(pilot)
        matrix = cells_under(parts["Kinds, candidates side by side"])
        assert re.search(r"real task +0\.0 +\(0–16\) ▼ +100\.0 \(84–100\) +100\.0 \(84–100\)", "\n".join(matrix))
        title = next(title for title in parts if title.startswith("Failures"))
        failing = cells_under(parts[title])[2:]
        assert title == "Failures at “real task”: 20 examples, 20 of them by DeepSeek V4.1 Flash" and len(failing) == 20
        assert all("real task" in line and "✖ wrong" in line for line in failing)
        await pilot.press("v")
        await settle(pilot)
        for key, names in (("", "DeepSeek V4.1 Flash and GPT-6 Sol"), ("j", "DeepSeek V4.1 Flash and GPT-6 Luna")):
            await pilot.press(*key)
            await settle(pilot)
            pair = body(pilot)._analysis.run_pairs[bool(key)]
            assert pair.counts is not None
            told = f"{pair.counts.first_only + pair.counts.second_only} examples on which {names} differ"
            assert len(cells_under(under(pilot)[told])) == 2 + pair.counts.first_only + pair.counts.second_only
            assert "McNemar" in " ".join(cells_under(under(pilot)["What the columns say"]))
        await pilot.press("v", "v")
        await settle(pilot)
        sizes = cells_under(under(pilot)["Claude Haiku 4.5 in “Classify incoming messages”, by examples"])
        assert [line.split()[0] for line in sizes[1:]] == ["20", "50", "100", "200"]
        expected = cells_under(under(pilot)["Expected cost now"])
        chosen = {one.step: one.chosen for one in body(pilot)._fresh.information.steps}  # type: ignore[union-attr]
        taken = [line for line in expected if line.startswith("▸")]
        assert len(taken) == len(chosen) and "▸ Claude Haiku 4.5" in expected[7]
        assert not [table for table in under(pilot).values() if len(cells_under(table)) > table.size.height]
        await pilot.press("slash", *"luna")
        await settle(pilot)
        assert "GPT-6 Luna in “Classify incoming messages”, by examples" in under(pilot), "it follows a filter too"


@pytest.mark.parametrize("size", [(160, 45), (200, 60)])
async def test_without_a_run_no_view_is_an_empty_box(application: Open, size: tuple[int, int]) -> None:
    """What would settle the choice stands there whole, with what its columns say."""
    async with application(size=size) as pilot:
        await shown(pilot)
        await until(pilot, lambda: body(pilot)._fresh is not None)
        for _ in range(3):
            await settle(pilot)
            told = screen_text(pilot)
            assert "What would settle it" in told and "more: further examples to run." in told
            assert told.count("Here expected cost alone counts") == 1
            await pilot.press("v")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45), (200, 60)])
async def test_nothing_is_cut_beside_free_space(application: Open, store: Store, size: tuple[int, int]) -> None:
    """Every view; and no identifier stands where there is a name."""
    path = three(store)
    golden(path)
    async with application(str(path), size=size) as pilot:
        await shown(pilot)
        await until(pilot, lambda: body(pilot)._analysis.evidence is not None and body(pilot)._fresh is not None)
        for view in range(5):
            await settle(pilot)
            assert not cut_beside(look(pilot).lines), view
            # The view of what is next names the command, in which identifiers have to stand.
            assert view == evidence_body.EvidencePlace.SETTLE or not re.search(
                "gpt-6|real_task|edge_case", screen_text(pilot)
            )
            await pilot.press("v")


def test_figures_of_a_table_stand_on_the_point() -> None:
    """Rates with their intervals, one that lacks its own and one that is known without one among them."""
    rates = [rate(58, 60), None, rate(3, 60), rate(60, 60)]
    told = rates_under_another(rates, bare=[3])
    assert told == ["96.7 (89–99)", "", "5.0  (2–14)", "100.0        "]


def test_a_table_that_is_only_looked_at_keeps_its_figures_whole() -> None:
    """Names give way first; a column that has no room is left out, and notes are no wider than prose should be."""
    columns = (Column("name", "name"), Column("step", "step"), Column("more", "more", 8, right=True))
    table = Table(columns, (Row("1", (Cell("A name that is long " * 3), Cell("a step " * 5), Cell("1,234.50"))),))
    still = StillTable()
    still.show(table, ("word " * 60,))
    for width in (40, 60, 100, 180):
        lines = ["".join(cell.text for cell in line) for line in still.lines(width)]
        assert all(len(line.rstrip()) <= width for line in lines) and "1,234.50" in lines[1]
        assert max(len(line) for line in lines[2:]) <= 90


# --- what takes longer than a key may


async def test_no_key_waits_for_what_is_worked_out(
    application: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the thread is at it, keys act; what it found is shown once it is there, and only of the present state."""
    held, begun, real = Event(), Event(), background.work_out

    def slow(analysis: Any) -> Any:
        begun.set()
        assert held.wait(20)
        return real(analysis)

    monkeypatch.setattr(background, "work_out", slow)
    path = three(store)
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot, worked_out=False)
        await until(pilot, begun.is_set)
        await pilot.press("v", "v", "down", "V", "V")
        assert screen.view == 0 and screen._fresh is None and "being worked out" in screen_text(pilot)
        await pilot.press("x")
        assert len(now(pilot).evaluations) == 2
        held.set()
        await until(pilot, lambda: screen._fresh is not None)
        assert "being worked out" not in screen_text(pilot)


# --- runs come in, and go


def results(path: Path, *labels: str, number: int = 12) -> Path:
    """Results of promptfoo for several providers, each wrong in some of its answers."""
    rows = [
        promptfoo_row(
            f"q{n}",
            testIdx=n,
            provider={"id": f"openai:{label}", "label": label},
            success=n >= wrong,
            failureReason=int(n < wrong),
            response={"output": f"secret of {n}"},
        )
        for wrong, label in enumerate(labels)
        for n in range(number)
    ]
    path.write_text(json.dumps(promptfoo(*rows)), "utf-8")
    return path


async def choose(pilot: Pilot[None], file: Path, kind: type = RunPreview) -> Any:
    """Choose a file by keys, as far as what it leads to."""
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and bool(pilot.app.screen.query(Input)))
    pilot.app.screen.query_one(Input).value = str(file)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.focused is not None)
    return pilot.app.screen


@pytest.mark.walk
@pytest.mark.parametrize("from_tab", ["6", "2"])
async def test_a_run_comes_in_and_whose_it_is_is_asked_once(
    application: Open, tmp_path: Path, store: Store, from_tab: str
) -> None:
    """From the file dialog of either screen: counts first, then who is who, then one change that undo takes back."""
    file = results(tmp_path / "r.json", "gpt-6-luna", "our-own")
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        await pilot.press(from_tab)
        preview = await choose(pilot, file)
        before = now(pilot)
        assert [line.kind for line in preview.plan.lines] == ["no_step", "no_candidate"]
        assert "may be personal" in screen_text(pilot)
        assert "which step was it run for?" in screen_text(pilot), "whole, as the counts take no more than they need"
        cells = preview.query_one(Grid).table.rows[0].cells
        assert [cell.text for cell in cells if cell.tone == "warn"] == ["?", "which step was it run for?"]
        await pilot.press("ctrl+s")
        assert pilot.app.screen is preview and now(pilot) is before
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog) and "step" in pilot.app.screen.heading)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunPreview) and pilot.app.focused is not None)
        assert [line.kind for line in pilot.app.screen.plan.lines] == ["new", "new"]  # type: ignore[attr-defined]
        await pilot.press("p")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunPreview) and "are left out" in screen_text(pilot))
        await until(pilot, lambda: pilot.app.focused is not None)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(now(pilot).evaluations) == len(before.evaluations) + 2)
        opened = workspace_screen(pilot).session.opened
        rows = list(evidence_folder(opened.path).iterdir())
        assert len(rows) == 2 and not any("secret" in one.read_text("utf-8") for one in rows)
        kept = read_evidence(opened.path, now(pilot))
        assert all(kept.of(run) is not None for run in now(pilot).evaluations[-2:])
        await pilot.press("ctrl+z")
        assert now(pilot) == before
        # Both are known by now, and nothing is asked.
        preview = await choose(pilot, results(tmp_path / "s.json", "gpt-6-luna", "our-own", number=13))
        assert [line.kind for line in preview.plan.lines] == ["new", "new"]
        await pilot.press("space", "ctrl+s")
        await until(pilot, lambda: len(now(pilot).evaluations) == len(before.evaluations) + 1)


async def test_a_table_of_examples_is_asked_about_once(application: Open, tmp_path: Path) -> None:
    """What its columns mean is proposed, changed and confirmed; it may be none of that after all."""
    file = tmp_path / "ours.csv"
    file.write_text("case,model,passed,took ms\na,gpt-6-luna,yes,400\nb,gpt-6-luna,no,500\n", "utf-8")
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        await pilot.press("6")
        dialog = await choose(pilot, file, ExamplesDialog)
        assert dialog.columns == {"case": "example", "model": "candidate", "passed": "passed"}
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MeaningDialog))
        await pilot.press(*"latency ms", "enter")
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert dialog.columns["took ms"] == "latency:ms"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunPreview) and pilot.app.focused is not None)
        (line,) = pilot.app.screen.plan.lines  # type: ignore[attr-defined]
        assert (line.candidate, line.sums["successes"], line.sums["latency_p50_s"]) == ("gpt-6-luna", 1, 0.45)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog) and "step" in pilot.app.screen.heading)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunPreview) and pilot.app.focused is not None)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is workspace_screen(pilot))
        await choose(pilot, file)
        await pilot.press("escape")


async def test_a_benchmark_is_evidence_only_where_the_task_is_ones_own(application: Open, tmp_path: Path) -> None:
    """lm-evaluation-harness runs public benchmarks as well: that is asked; then which of two filters decides."""
    file = tmp_path / "results_x.json"
    file.write_text(json.dumps(LM_EVAL_RESULTS), "utf-8")
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        await pilot.press("6")
        await choose(pilot, file, QuestionDialog)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunPreview) and pilot.app.focused is not None)
        preview = pilot.app.screen
        assert isinstance(preview, RunPreview) and preview.plan.lines[0].sums["successes"] == 2
        assert "strict-match (filter) decides" in screen_text(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunPreview) and pilot.app.screen is not preview)
        again = pilot.app.screen
        assert isinstance(again, RunPreview) and again.plan.lines[0].sums["successes"] == 3
        assert "flexible-extract (filter) decides" in screen_text(pilot)


async def test_a_file_that_says_nothing_is_told_and_asked_for_again(application: Open, tmp_path: Path) -> None:
    """The CSV of promptfoo: with the remedy, in the dialog that the path was typed in."""
    file = tmp_path / "r.csv"
    file.write_text("question,[one] v3,Status,Score,Named Scores,Grader Reason,Comment\na,b,c,d,e,f,g\n", "utf-8")
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        await pilot.press("6", "i")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and bool(pilot.app.screen.query(Input)))
        pilot.app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: "-o results.json" in screen_text(pilot))


async def test_a_run_is_removed_and_brought_back(application: Open, store: Store) -> None:
    """Its rows stay on the disk meanwhile."""
    path = three(store)
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        before, files = now(pilot), sorted(evidence_folder(path).iterdir())
        key = screen.query_one(Grid).row_key
        await pilot.press("x")
        assert len(now(pilot).evaluations) == 2 and sorted(evidence_folder(path).iterdir()) == files
        assert key is not None
        await pilot.press("ctrl+z")
        assert now(pilot) == before
        assert all(one.has_rows for one in screen._analysis.runs)


async def test_the_end_of_the_walk_lists_what_would_settle_it(application: Open) -> None:
    """Beneath what is to be measured, once it is worked out."""
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        workspace_screen(pilot).desk.walk._show_end()
        await until(pilot, lambda: isinstance(pilot.app.screen, WalkEndDialog))
        dialog = pilot.app.screen
        told = lambda: "\n".join(cell.text for cell in dialog.query_one(Pane).paragraphs)  # noqa: E731
        await until(pilot, lambda: "a month on average" in told())
        assert "What would settle it" in told()


# --- hostile texts


@pytest.mark.walk
async def test_hostile_texts_of_runs_are_inert(application: Open, store: Store) -> None:
    """In examples, kinds, answers, reasons, metrics and inputs: on every view and side by side nothing acts."""
    rows = [
        row(
            number,
            "wrong" if number % 2 else "invalid",
            example=text[:200] or "x",
            kind=text[:200],
            answer=text,
            reason=text,
            metrics={text[:200]: False},
            served_model=text,
        )
        for number, text in enumerate(HOSTILE)
    ]
    path = team(store, {("gpt-6-luna", "classify"): rows, ("gpt-6-sol", "classify"): run_rows((), len(HOSTILE))})
    folder = path.parent / "golden"
    folder.mkdir()
    lines = [{"id": one.example, "input": text, "expected": text} for one, text in zip(rows, HOSTILE, strict=True)]
    (folder / "classify.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        for _ in range(5):
            for key in ("down", "down", "tab", "down", "tab"):
                await pilot.press(key)
            _inert(pilot)
            await pilot.press("v")
        screen.show_view(evidence_body.EvidencePlace.FAILURES)
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FailureDialog))
        for _ in HOSTILE:
            _inert(pilot)
            await pilot.press("right")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        _inert(pilot)
        assert pilot.app.is_running


def _inert(pilot: Pilot[None]) -> None:
    text = screen_text(pilot)
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert not set(text) & {"\x7f", "\x9b", "\x9d", "\u202e", "\u2028"}


# --- the marks


def test_an_interval_is_drawn_on_its_scale() -> None:
    """From bound to bound, the middle between; the ends of the scale hold what lies beyond."""
    assert interval(0, 0.5, 1, 11) == "├────●────┤"
    assert interval(0.8, 0.9, 1, 11, (0.5, 1.0)) == "······├─●─┤"
    assert interval(1, 1, 1, 5) == "····●"
    assert difference(-0.1, 0.2, 0.5, 11, 0.5) == "····├┼─●──┤"
    assert difference(0.3, 0.4, 0.5, 11, 0.5) == "·····│··├●┤"


def test_each_part_of_a_bar_of_outcomes_has_a_tone_of_its_own() -> None:
    """What is right, wrong, invalid, failed and to come differ in tone; the cursor's cell and what is dim do not."""
    columns = (Column("name", "run", 4), Column("bar", "outcomes", 10, signs=SIGN_TONES))
    drawn = Row("run", (Cell("Sol"), Cell("████▒▒░×··")))

    def shown(row: Row, at: int | None = None) -> list[tuple[str, str]]:
        return [(cell.text, cell.tone) for cell in row_cells(row, columns, (4, 10), [1], 16, at)][2:]

    parts = [("████", "good"), ("▒▒", "bad"), ("░", "warn"), ("×", "strong"), ("··", "dim")]
    assert shown(drawn) == parts and len({tone for _, tone in parts}) == 5
    assert shown(drawn, 1) == [("████▒▒░×··", "accent")]
    assert shown(drawn._replace(cells=(Cell("Sol"), Cell("████", "dim")))) == [("████      ", "dim")]


def test_a_bar_of_outcomes_is_as_wide_as_asked_and_shows_whatever_there_is() -> None:
    """One answer in a thousand has a column of its own; the signs differ without any colour."""
    bar = outcome_bar([("█", 997), ("▒", 1), ("░", 1), ("×", 1)], 10)
    assert bar == "███████▒░×" and len(set(SIGNS.values())) == len(SIGNS)
    assert outcome_bar([("█", 0)], 4) == "    "
    assert outcome_bar([("█", 1), ("▒", 1)], 8) == "████▒▒▒▒"
    assert len({sign for sign, _ in VERDICTS.values()}) == len(VERDICTS)


def test_times_are_drawn_in_their_order() -> None:
    """The least at the bottom, the most at the top; more than fit are joined."""
    assert sparkline([1, 2, 3, 8], 10) == "▁▂▃█"
    assert len(sparkline(list(range(1000)), 40)) == 40
    assert sparkline([], 5) == "" and sparkline([2, 2], 5) == "▁▁"


# --- judges


async def test_a_judge_is_held_against_a_person(application: Open, store: Store) -> None:
    """Blind, one answer after the other; left and resumed; what it is worth is kept, shown, and no finding any more."""
    rows = [row(n, "wrong" if n % 10 == 0 else "ok", graded_by="judge") for n in range(24)]
    path = team(store, {("gpt-6-luna", "classify"): rows})
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        await until(pilot, lambda: screen._analysis.evidence is not None)
        assert "judge unchecked" in screen_text(pilot)
        assert any(one.rule == "uncalibrated-judge" for one in screen._analysis.findings)
        # The person finds what the judge finds, but for the third answer; two are passed over.
        said_of = ["y" if one.verdict == "ok" else "n" for _, one in shuffled([("gpt-6-luna", one) for one in rows])]
        turned = ["n" if key == "y" else "y" for key in said_of]
        first, rest = said_of[:1], [said_of[1], turned[2], *said_of[3:22], "s", "s"]
        for number, presses in ((1, [*first, "escape"]), (22, rest)):
            await pilot.press("b")
            await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
            await pilot.press(*("A" if number == 1 else ""), "enter")
            await until(
                pilot, lambda: isinstance(pilot.app.screen, CalibrationDialog) and pilot.app.focused is not None
            )
            said = screen_text(pilot)
            assert "says " in said and "GPT-6 Luna" not in said.split("Is this answer right?")[1].split("╰")[0]
            await pilot.press(*presses)
            await until(
                pilot,
                lambda number=number: now(pilot).evaluations[0].judge_checked == number,  # type: ignore[misc]
            )
        run = now(pilot).evaluations[0]
        assert run.judge_agreed == 21
        await until(pilot, lambda: screen._analysis.runs[0].calibration is not None)
        held = screen._analysis.runs[0]
        assert held.calibration is not None and held.calibration.number == 22 and held.corrected is not None
        assert "Cohen's kappa" in pane(pilot) and "judge unchecked" not in screen_text(pilot)
        assert not any("a person checked" in one.message for one in screen._analysis.findings)
    kept = read_judge_checks(path)
    assert len(kept) == 22 and {one.by for one in kept} == {"A"}
    assert sum(one.person_right == one.judge_right for one in kept) == 21


async def test_a_judge_of_two_runs_is_one_judge(application: Open, store: Store) -> None:
    """Its checked verdicts count together, and in each run those of its own candidate."""
    rows = [row(n, "wrong" if n % 5 == 0 else "ok", graded_by="judge") for n in range(12)]
    path = team(store, {("gpt-6-luna", "classify"): rows, ("gpt-6-sol", "classify"): [*rows[:-1], row(30, "ok")]})
    async with application(str(path), size=(120, 40)) as pilot:
        screen = await shown(pilot)
        await until(pilot, lambda: screen._analysis.evidence is not None)
        screen.query_one(Grid).at_row("run:0")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
        await pilot.press("A", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CalibrationDialog) and pilot.app.focused is not None)
        await pilot.press(*"y" * 23)
        await until(pilot, lambda: pilot.app.screen is workspace_screen(pilot))
        await until(pilot, lambda: now(pilot).evaluations[0].judge_checked is not None)
        # Of the second run one answer is no judge's.
        assert [one.judge_checked for one in now(pilot).evaluations] in ([12, 11], [12, None])
        await until(pilot, lambda: screen._analysis.runs[0].calibration is not None)
        assert {one.calibration and one.calibration.number for one in screen._analysis.runs} == {23}


async def test_where_no_judge_graded_there_is_nothing_to_check(application: Open, store: Store) -> None:
    """It is said, and nothing opens."""
    async with application(str(three(store)), size=(120, 40)) as pilot:
        await shown(pilot)
        await pilot.press("b")
        assert pilot.app.screen is workspace_screen(pilot) and "No judge graded" in screen_text(pilot)
