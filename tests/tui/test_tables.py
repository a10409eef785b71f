"""Every table of every tab shows the analysis's own figures, whatever the number of candidates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.basics.words import usd
from shortlist.core.document.checklist import asked_once
from shortlist.core.document.metrics import figure_shown
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.workspace import read_workspace
from shortlist.export.finding_kinds import finding_kinds
from shortlist.tui.draw.lines import Cell
from shortlist.tui.parts.heat_cells import level_text
from shortlist.tui.screens.candidates.cells import WholeSentences, check_label
from shortlist.tui.screens.candidates.detail import USUAL_WIDTH, measured, reasons
from shortlist.tui.screens.candidates.detail import DetailExtent as ShownReasons
from shortlist.tui.screens.candidates.figures import figure_lines
from shortlist.tui.screens.candidates.side_by_side import against
from shortlist.tui.screens.candidates.tables import comparison, facts
from shortlist.tui.screens.checklist.evidence import evidence, question_evidence
from shortlist.tui.screens.checklist.question_table import question_table
from shortlist.tui.screens.checklist.tables import VERDICTS, blocking_now, verdict_table, verdict_text
from shortlist.tui.screens.cost.curves import (
    projection_detail,
    projection_table,
    sensitivity_detail,
    sensitivity_table,
)
from shortlist.tui.screens.cost.decision import decision_detail, decision_table
from shortlist.tui.screens.cost.levers import lever_detail, levers_table
from shortlist.tui.screens.cost.own_curves import break_even_detail, break_even_table
from shortlist.tui.screens.cost.parts import part_detail, parts_table
from shortlist.tui.screens.record.section_list import finding_lines, sections_table
from shortlist.tui.widgets.pane import Paragraph
from shortlist.tui.widgets.summary import score_text
from shortlist.tui.widgets.table import Table
from tests.conftest import TODAY
from tests.tui.conftest import hostile, with_candidates, worked_data


class Shown(NamedTuple):
    """What a view shows: its table for a width, and what stands beside it of a row and a column."""

    table: Callable[[Analysis, int], Table]
    detail: Callable[[Analysis, str, str | None], Sequence[Paragraph]]


def reasons_of(analysis: Analysis, key: str, column: str | None) -> Sequence[Paragraph]:
    return reasons(analysis, key, USUAL_WIDTH, ShownReasons(column))


VIEWS = (
    Shown(comparison, reasons_of),
    Shown(facts, reasons_of),
    Shown(against, measured),
    Shown(lambda analysis, _: verdict_table(None, analysis), evidence),
    Shown(lambda analysis, _: verdict_table(blocking_now(analysis), analysis), evidence),
    Shown(lambda analysis, _: question_table(analysis), question_evidence),
    Shown(lambda analysis, _: parts_table(analysis), part_detail),
    Shown(lambda analysis, _: decision_table(analysis), decision_detail),
    Shown(lambda analysis, _: levers_table(analysis), lever_detail),
    Shown(lambda analysis, _: break_even_table(analysis), break_even_detail),
    Shown(lambda analysis, _: projection_table(analysis), projection_detail),
    Shown(lambda analysis, _: sensitivity_table(analysis), sensitivity_detail),
)


def cells(table: Table) -> dict[tuple[str, str], str]:
    """The texts of a table by row key and column key."""
    return {
        (row.key, column.key): cell.text.strip()
        for row in table.rows
        if not row.heading
        for column, cell in zip(table.columns, row.cells, strict=False)
    }


@pytest.mark.parametrize("width", [80, 160])
def test_the_comparison_is_the_ranking(worked: Analysis, width: int) -> None:
    """Rows in rank order; score and every level are the analysis's."""
    table = comparison(worked, width, whole=True)
    assert [row.key for row in table.rows] == [result.id for result in worked.ranking]
    shown = cells(table)
    for result in worked.ranking:
        assert shown[result.id, "score"] == score_text(result)
        for column in COLUMNS:
            assert shown[result.id, column] == level_text(column, result.columns[column], width < 160)


@pytest.mark.parametrize("width", [80, 120])
def test_an_excluded_row_says_why(worked: Analysis, width: int) -> None:
    """Instead of its levels, which decide nothing any more: the figures of each check that it fails."""
    rows = {row.key: row for row in comparison(worked, width).rows}
    for result in worked.ranking:
        told = rows[result.id].cells
        assert (len(told) < 5) == (result.standing.status == "excluded")
        for check in result.standing.blocked_by:
            reason = result.checks[check].reason.removesuffix(".").replace(" against ", ", ")
            assert reason in told[-1].text and not told[-1].text.startswith(f"✖ {check_label(worked, check)}")


def test_a_reason_without_room_ends_with_a_whole_sentence() -> None:
    """And says that there is more; the same text is drawn by what is equal, so that no row is drawn anew for it."""
    why = Cell("✖ One is dear. Two is slow. Three.", "bad")
    drawn = WholeSentences(why)
    assert [drawn(room)[0].text for room in (34, 33, 28, 27, 21, 16, 8)] == [
        why.text,
        "✖ One is dear. Two is slow …",
        "✖ One is dear. Two is slow …",
        "✖ One is dear · 2 more",
        "✖ One is dear …",
        "✖ One is dear …",
        "✖ One i…",
    ]
    assert drawn == WholeSentences(why) and drawn(30)[0].tone == "bad"


def test_an_excluded_row_names_steps_in_brief() -> None:
    """The figure that is over its limit stands in front, not the rest of a long name."""
    data = worked_data()
    data["scenario"]["steps"][0]["needs"]["max_ttft_s"] = 0.1
    analysis = analyse(read_workspace(data), None, TODAY)
    row = next(row for row in comparison(analysis.on(None), 120).rows if row.key == "gpt-6-sol")
    assert row.cells[-1].text.startswith("✖ Answer: Time to first token: 1.2 s, 0.1 s allowed")


def test_sources_that_disagree_are_named_under_the_figure_in_force() -> None:
    """Beside the figure that counts: who says otherwise, what, and by how much; not for other index versions."""
    workspace = with_candidates(1)
    figures = workspace.candidates[0].observations
    speed = next(one for one in figures if one.metric == "output_speed")
    other = speed.model_copy(update={"value": speed.value * 0.5, "source": "Another bench", "basis": "estimate"})
    index = next(one for one in figures if one.metric == "quality.aa_index")
    apart = index.model_copy(update={"value": index.value * 3, "source": "An older index", "version": "v1"})
    changed = workspace.candidates[0].model_copy(update={"observations": (*figures, other, apart)})
    analysis = analyse(workspace.model_copy(update={"candidates": (changed,)}), None, TODAY)
    told = [cell.text for cell in figure_lines(analysis, analysis.ranking[0], 160, whole=False)]
    place = next(at for at, text in enumerate(told) if "● Output speed" in text)
    assert "Another bench says" in told[place + 1] and "50 % less" in told[place + 1]
    assert sum("≠" in text for text in told) == 1


def test_the_facts_are_the_figures_in_force(worked: Analysis) -> None:
    """Prices, speed and what they come to."""
    shown = cells(facts(worked, 120))
    for result in worked.ranking:
        for metric in ("input_price", "output_price", "ttft", "context_window"):
            value = result.figures.value(metric)
            unknown = "?" if metric in result.served.needed else "–"
            assert shown[result.id, metric] == (unknown if value is None else figure_shown(metric, value))
        assert shown[result.id, "monthly"] == usd(result.cost.monthly or 0)
    for at, column in enumerate(facts(worked, 120).columns):
        texts = [row.cells[at].text for row in facts(worked, 120).rows]
        if column.right:
            assert len({len(text) for text in texts}) == 1 and max(map(len, texts)) <= column.width
            assert len({text.index(".") for text in texts if "." in text}) <= 1


def test_the_checklist_holds_every_verdict(worked: Analysis) -> None:
    """A cell for each check and candidate, marked where a person gave the answer; one where it is asked once."""
    shown = cells(verdict_table(None, worked))
    first = worked.workspace.candidates[0].id
    for result in worked.ranking:
        for check in result.checks.values():
            if asked_once(check.id):
                assert shown[check.id, first].startswith(VERDICTS[check.verdict])
            else:
                assert shown[check.id, result.id] == verdict_text(check)
                assert verdict_text(check).startswith(VERDICTS[check.verdict][:6])


def test_the_record_lists_sections_and_findings(worked: Analysis) -> None:
    """All sections in order, every finding under its kind."""
    rows = [row for row in sections_table(worked).rows if row.key in SECTIONS]
    assert [row.key for row in rows] == list(SECTIONS)
    assert sum(int(row.cells[2].text[1:] or 0) for row in rows) == len(worked.findings)
    told = "\n".join(cell.text for cell in finding_lines(worked.workspace, worked.findings))
    kinds = finding_kinds(worked.workspace, worked.findings)
    assert sum(kind.number for kind in kinds) == len(worked.findings) == told.count("    · ")
    assert all(f"  {alike.told}" in told for kind in kinds for alike in kind.alike)


@pytest.mark.parametrize("number", [0, 1, 12, 200])
def test_every_view_stands_with_any_number_of_candidates(number: int) -> None:
    """No view fails, and a view without rows says what to do."""
    analysis = analyse(with_candidates(number), None, TODAY)
    for view in VIEWS:
        table = view.table(analysis, 80)
        assert table.rows or table.empty
        for row in [row for row in table.rows if not row.heading][:: max(1, len(table.rows) // 10)]:
            column = table.columns[-1].key
            told: Sequence[Paragraph] = view.detail(analysis, row.key, column)
            assert told


def test_every_view_stands_with_hostile_texts() -> None:
    """No view reads the texts of the workspace."""
    analysis = analyse(hostile(), None, TODAY)
    for view in VIEWS:
        for row in view.table(analysis, 120).rows:
            if not row.heading:
                view.detail(analysis, row.key, view.table(analysis, 120).columns[-1].key)


def test_a_filter_keeps_the_rows_with_every_word(worked: Analysis) -> None:
    """Headings stay with their rows; nothing found says so."""
    table = verdict_table(None, worked)
    kept = table.matching("quality bar")
    assert [row.key for row in kept.rows if not row.heading] == ["first.quality_bar"]
    assert kept.rows[0].heading
    assert table.matching("").rows == table.rows
    assert table.matching("no such row").empty.startswith("Nothing matches")
