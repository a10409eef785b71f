"""One figure has the same digits wherever it is shown, and all of them where it is edited."""

from __future__ import annotations

import re
import tomllib

import pytest

from shortlist.core.document.metrics import figure_shown, figures_apart, with_unit
from shortlist.core.document.workspace import read_workspace
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.offerings import price_text
from shortlist.tui.screens.candidates.views import COMPARE, FACTS
from tests.tui.conftest import Open, screen_text, worked_data, workspace_screen
from tests.tui.snapshots import settle

FIGURES = {"input_price": (0.3, "0.30"), "output_price": (2, "2.00"), "ttft": (0.7784, "0.78")}
"""As they are typed, and as they are shown."""


@pytest.mark.parametrize(
    ("metric", "value", "shown"),
    [
        ("input_price", 0.3, "0.30"),
        ("input_price", 2, "2.00"),
        ("input_price", 0.0725, "0.0725"),
        ("input_price", 0.12345, "0.123"),
        ("input_price", 0.006, "0.006"),
        ("output_price", 150, "150.00"),
        ("output_price", 12.345, "12.35"),
        ("search_price", 0.000012, "0.000012"),
        ("input_price", 0, "0.00"),
        ("ttft", 0.7784, "0.78"),
        ("ttft", 1.19, "1.2"),
        ("first_token", 95.2, "95"),
        ("batch_discount", 0.5, "50 %"),
        ("output_speed", 234.567, "234.6"),
        ("context_window", 1_000_000, "1,000,000"),
        ("quality.aa_index", 24.7, "24.7"),
        ("quality.arena_elo", 1203.6, "1,204"),
    ],
)
def test_each_kind_of_unit_has_a_rule(metric: str, value: float, shown: str) -> None:
    """Prices to the cent and below a dollar to three digits; the others as sentences say them."""
    assert figure_shown(metric, value) == shown


def test_figures_that_would_read_alike_are_told_to_the_last_digit() -> None:
    """Beside each other they say in what they differ; a unit goes with its number."""
    assert figures_apart("input_price", 0.3, 2) == ("0.30", "2.00")
    assert figures_apart("ttft", 0.7784, 0.7791) == ("0.7784", "0.7791")
    assert with_unit("alternative_hosts", "1") == "1 host" and with_unit("input_price", "1.00") == "1.00 $/M"


async def test_a_figure_reads_alike_on_all_screens_of_a_workspace(application: Open) -> None:
    """Facts, their table of figures, what is compared, the form of the candidate; the file keeps what was typed."""
    data = worked_data()
    for one in data["candidates"][0]["observations"]:
        if one["metric"] in FIGURES:
            one["value"] = FIGURES[one["metric"]][0]
    first = data["candidates"][0]["id"]
    async with application(read_workspace(data), (200, 60)) as pilot:
        await pilot.press("2")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        told = dict[str, set[str]]()
        for view in (FACTS, COMPARE):
            body.show_view(view)
            await settle(pilot)
            table = body.table()
            for metric in FIGURES:
                if view == FACTS:
                    at = [column.key for column in table.columns].index(metric)
                    text = next(row for row in table.rows if row.key == first).cells[at].text
                else:
                    at = [column.key for column in table.columns].index(first)
                    text = next(row for row in table.rows if row.key == metric).cells[at].text
                found = re.search(r"[0-9.,]+", text)
                assert found is not None
                told.setdefault(metric, set()).add(found.group())
        body.show_view(FACTS)
        body.go_to(first)
        await settle(pilot)
        lines = body.query_one("#figures").paragraphs  # type: ignore[attr-defined]
        for metric, label in (("input_price", "Input price"), ("output_price", "Output price"), ("ttft", "Time to")):
            line = next(line.text for line in lines if label in line.text)
            told[metric].add(re.findall(r" ([0-9.,]+) ", f"{line} ")[0])
        assert told == {metric: {shown} for metric, (_, shown) in FIGURES.items()}
        kept = tomllib.loads(workspace_screen(pilot).session.opened.path.read_text("utf-8"))
        values = {one["metric"]: one["value"] for one in kept["candidates"][0]["observations"]}
        assert {metric: values[metric] for metric in FIGURES} == {
            metric: value for metric, (value, _) in FIGURES.items()
        }
        await pilot.press("e")
        await settle(pilot)
        shown = screen_text(pilot)
        assert "0.30 $/M" in shown and "2.00 $/M" in shown


def test_the_catalogue_shows_prices_by_the_same_rule() -> None:
    """With room for a third decimal."""
    for value in (0.3, 2, 0.0725, 0.552, 10):
        assert price_text(value).strip() == figure_shown("input_price", value)
