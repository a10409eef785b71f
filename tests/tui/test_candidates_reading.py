"""Reading the candidates: sorting, filtering, marking, comparing, plotting, asking why not, copying."""

from __future__ import annotations

import pytest

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.comparison.measures import measures
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.tui.draw.lines import width_of
from shortlist.tui.draw.plotting import plan
from shortlist.tui.parts.heat_cells import score_bar, usual_levels
from shortlist.tui.screens.candidates.body import COMPARE, PLOT, CandidatesBody
from shortlist.tui.screens.candidates.cells import Selected, drawn
from shortlist.tui.screens.candidates.detail import DetailExtent, grid_lines, measured, reasons
from shortlist.tui.screens.candidates.figures import figure_lines
from shortlist.tui.screens.candidates.plot import Axes, plot_of
from shortlist.tui.screens.candidates.side_by_side import against
from shortlist.tui.screens.candidates.tables import comparison, facts
from shortlist.tui.screens.candidates.why_not_dialog import why_not_lines
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import DrawnLine
from shortlist.tui.widgets.scatter import Scatter
from shortlist.tui.widgets.summary import money
from tests.conftest import TODAY
from tests.tui.conftest import Open, screen_text, until, with_candidates, worked_data, workspace_screen
from tests.tui.test_verdict import ALL, named, product

NAMES = ("n" * 120, "通义千问 " * 12, "e\u0301" * 60, "👩\u200d💻 coder", "\u0301first")


def long_names() -> Workspace:
    """The worked example with names of 120 characters, wide and combining ones."""
    data = worked_data()
    for candidate, name in zip(data["candidates"], NAMES, strict=False):
        candidate["name"] = name
    return read_workspace(data)


def rows(grid: Grid) -> list[str]:
    """The keys of the rows in their order."""
    return [row.key for row in grid.table.rows]


async def test_rows_are_sorted_by_the_column_under_the_cursor(application: Open) -> None:
    """The best first, the other way round, as ranked again; the cursor stays on its row, the header has an arrow."""
    async with application() as pilot:
        await pilot.press("2")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        grid, ranked = body.query_one(Grid), rows(body.query_one(Grid))
        await pilot.press("v", "right", "right", "down")
        here = grid.row_key
        assert grid.column_key == "input_price"
        await pilot.press("s")
        prices = [body.desk.session.analysis.by_id[key].figures.value("input_price") for key in rows(grid)]
        assert prices == sorted(prices, key=lambda price: (price is None, price or 0)) and None in prices
        assert grid.row_key == here and "▲" in screen_text(pilot)
        await pilot.press("S")
        back = [body.desk.session.analysis.by_id[key].figures.value("input_price") for key in rows(grid)]
        assert back[-1] is None and back[:-1] == prices[-2::-1]
        assert grid.row_key == here and "▼" in screen_text(pilot)
        await pilot.press("s")
        assert rows(grid) == ranked
        await pilot.press("left", "left", "left", "s")
        names = [body.desk.session.analysis.by_id[key].candidate.name.casefold() for key in rows(grid)]
        assert grid.column_key == "name" and names == sorted(names)


@pytest.mark.parametrize(("width", "offered"), [(80, "★ ◇ recommended"), (120, "★ recommended  ◇ to stand in")])
async def test_the_signs_say_whether_somebody_is_chosen(application: Open, width: int, offered: str) -> None:
    """While nothing is decided they are recommendations, over all steps as on one alone, and in the plot."""
    async with application(with_candidates(4), (width, 24)) as pilot:
        await pilot.press("2")
        for _ in range(2):
            assert offered in screen_text(pilot) and "default" not in screen_text(pilot).splitlines()[3]
            await pilot.press("p")
        await pilot.press("d")
        assert "★ default" in screen_text(pilot) and offered not in screen_text(pilot)


async def test_one_step_that_is_not_decided_has_a_recommendation(application: Open) -> None:
    """Beside steps for which somebody is chosen."""
    decided = product(dict.fromkeys(ALL, "a") | {"two": None})
    async with application(read_workspace(decided), (120, 40)) as pilot:
        await pilot.press("2")
        assert "★ default  ◇ fallback" in screen_text(pilot)
        await pilot.press("]")
        assert "★ default  ◇ fallback" in screen_text(pilot)
        await pilot.press("]")
        assert "★ recommended  ◇ to stand in" in screen_text(pilot)


async def test_a_filter_with_ranges_narrows_every_view(application: Open) -> None:
    """Each letter counts at once; a mistake is told beneath; the plot shows the same candidates."""
    async with application() as pilot:
        await pilot.press("2", "slash", *"input<")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        grid = body.query_one(Grid)
        assert "input< needs a number" in screen_text(pilot) and len(rows(grid)) == 5
        await pilot.press(*"0.5")
        by_id = body.desk.session.analysis.by_id
        want = {id_ for id_, one in by_id.items() if (one.figures.value("input_price") or 9) < 0.5}
        assert set(rows(grid)) == want and f"{len(want)} of 5 candidates" in screen_text(pilot)
        await pilot.press("enter", "p")
        assert body.view == PLOT
        assert {point.key for point in body.query_one(Scatter).plot.points} == want
        await pilot.press("escape")
        assert len(body.query_one(Scatter).plot.points) == 5 and body.query_one(Scatter).has_focus


async def test_marked_rows_are_compared_with_the_first(application: Open) -> None:
    """In the order in which they were marked; why not is asked of the column under the cursor."""
    async with application() as pilot:
        await pilot.press("2", "down", "space", "up", "space")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        ranking = body.desk.session.analysis.ranking
        assert body.selection.marked == [ranking[1].id, ranking[0].id] and screen_text(pilot).count("■") == 2
        await pilot.press("c")
        grid = body.query_one(Grid)
        assert body.view == COMPARE and [one.key for one in grid.table.columns[1:]] == body.selection.marked
        assert body.candidate == ranking[1].id
        await pilot.press("n")
        assert f"Why not {ranking[1].candidate.name}?" in screen_text(pilot)
        await pilot.press("escape", "c", "space")
        assert body.view != COMPARE and len(body.selection.marked) == 1


async def test_the_plot_is_read_by_keys_and_by_mouse(application: Open) -> None:
    """Arrows go from point to point, the pane tells the point; the axes change; the table has the same cursor."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("2", "p", "right", "right")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        scatter = body.query_one(Scatter)
        order = sorted(scatter.plot.points, key=lambda point: (point.x, point.y))
        width, height = scatter.content_region.width - 9, scatter.content_region.height - 3
        assert height > 20 and scatter.plan == plan(
            scatter.plot.points, scatter.plot.across, scatter.plot.up, width, height, scatter.plot.bounds
        )
        assert scatter.cursor == body.candidate and scatter.cursor in {point.key for point in order}
        title = scatter.plot.up_title
        await pilot.press("b", "B")
        assert scatter.plot.up_title != title and "cost per successful" not in scatter.plot.across_title
        mark = scatter.plan.marks[-1]
        region = scatter.content_region
        await pilot.click(Scatter, offset=(mark.column + 9 + 1, mark.row + 1))
        assert region.width and scatter.cursor == mark.point.key == body.candidate
        await pilot.press("p")
        assert body.query_one(Grid).has_focus and body.query_one(Grid).row_key == mark.point.key


async def test_cells_rows_and_tables_are_copied(application: Open) -> None:
    """To the clipboard, rows and tables as Markdown, and a toast says what."""
    async with application() as pilot:
        await pilot.press("2", "space", "Y", "c")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        first = body.desk.session.analysis.ranking[0]
        assert pilot.app.clipboard == f"{first.score.middle:.0f}"
        await until(pilot, lambda: "Copied" in screen_text(pilot))
        await pilot.press("Y", "r")
        lines = pilot.app.clipboard.splitlines()
        assert len(lines) == 3 and lines[2].startswith(f"| ★ {first.candidate.name}")
        await pilot.press("Y", "down", "down", "enter")
        assert len(pilot.app.clipboard.splitlines()) == 2 + len(body.desk.session.analysis.ranking)


@pytest.mark.walk
@pytest.mark.parametrize("number", [0, 1, 12, 200])
async def test_every_view_stands_with_any_number(application: Open, number: int) -> None:
    """Every view and every key, with nobody and with many."""
    async with application(with_candidates(number)) as pilot:
        await pilot.press("2", "s", "S", "space", "G", "space", "c", "v", "v", "v", "b", "up", "n", "escape", "p", "Y")
        assert pilot.app.is_running


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_long_and_wide_names_keep_the_columns(application: Open, size: tuple[int, int]) -> None:
    """Every line is exactly as wide as the screen, in every view."""
    async with application(long_names(), size) as pilot:
        await pilot.press("2", "space")
        for _ in range(4):
            await pilot.press("v")
            await pilot.pause()
            assert {width_of(line) for line in screen_text(pilot).split("\n")} <= {size[0]}


def test_words_come_before_bars_and_names(worked: Analysis) -> None:
    """Words of four letters and whole names, then a bar, then whole words; the rest comes behind."""
    for width, bar, longest in ((72, False, 4), (78, True, 4), (95, True, 4), (150, True, 6)):
        table = comparison(worked, width, whole=True)
        shown = [column.key for column in table.columns]
        assert shown[:2] == ["name", "score"] and shown[-2:] == ["access", "index"] and ("range" in shown) == bar
        levels = [cell.text.rstrip("*") for row in table.rows for cell in row.cells[2 + bar : 9 + bar]]
        assert max(map(len, levels)) == longest
        assert sum(column.width + 1 for column in table.columns[: 10 + bar]) <= width + 1
        assert table.columns[0].width >= max(width_of(row.cells[0].text) for row in table.rows)
    long = analyse(long_names(), None, TODAY)
    assert comparison(long, 78).columns[0].width < 35 < 120 < comparison(long, 220).columns[0].width


def test_what_differs_is_tinted(worked: Analysis) -> None:
    """A cell like most of its column is plain, another is tinted; what is bad is never paler than what is good."""
    rows = {row.key: row.cells for row in comparison(worked, 72).rows}
    listed = [result for result in worked.ranking if result.standing.status != "excluded"]
    usual = usual_levels(worked.ranking)
    for result in listed:
        for column, cell in zip(COLUMNS, rows[result.id][2:9], strict=True):
            value = result.columns[column]
            assert (cell.tone == "plain") == (value.level == usual[column] != "poor"), (result.id, column)
    tinted = [cell.tone for result in listed for cell in rows[result.id][2:9] if cell.tone.startswith("tint")]
    assert 0 < len(tinted) < 3 * len(listed)


def test_a_score_is_a_bar_with_its_range() -> None:
    """Filled to the eighth of a column; of a range to its least, with a whisker to its most; always as wide."""
    assert score_bar(65, 65, 10) == "██████▌   " and score_bar(60, 75, 10) == "██████├┤  "
    assert score_bar(84, 86, 10) == "████████┤ " and score_bar(None, None, 4) == "?   "
    assert all(len(score_bar(low, high, 10)) == 10 for low in range(0, 101, 7) for high in range(low, 101, 7))


def test_ranges_are_drawn() -> None:
    """An interval as a bar from its least to its most, a figure as a point, always as wide as asked."""
    assert drawn(0, 100, 10) == "├────────┤"
    assert drawn(50, 50, 11) == "·····┃·····"
    assert drawn(51, 53, 10).count("│") == 1 and "├┤" in drawn(50, 52, 10)
    assert all(len(drawn(low, high, 16)) == 16 for low in range(0, 101, 7) for high in range(low, 101, 7))
    assert drawn(None, None, 9).strip() == "?"


def test_differences_are_against_the_first(worked: Analysis) -> None:
    """Signed, toned by what is better, none where something is unknown."""
    table = against(worked, 120, Selected(worked.ranking))
    shown = {row.key: row.cells for row in table.rows}
    known = measures(worked)
    first = worked.ranking[0]
    for place, result in enumerate(worked.ranking[1:], 2):
        mine, base = result.cost.per_successful_task, first.cost.per_successful_task
        assert mine is not None and base is not None
        cell = shown["task"][place]
        assert ("+" in cell.text, cell.tone) == ((True, "bad") if mine > base else (False, "good"))
        if known["ttft"].of(result) is None:
            assert shown["ttft"][place].text == "?"
    assert not set("+−") & set(shown["score"][1].text)


def test_a_score_has_what_it_must_be_read_with(worked: Analysis) -> None:
    """Effort and index version stand beside the quality in the facts."""
    metric = worked.workspace.scenario.quality_metric
    for row in facts(worked, 120).rows:
        found = worked.by_id[row.key].figures.observation(metric)
        assert found is not None and found.version in row.cells[2].text and found.effort in row.cells[2].text


def test_the_details_are_a_grid_with_the_sentences_behind(worked: Analysis) -> None:
    """A row for each column with its weight and points, each step's figure of its limit; sentences where asked."""
    result = worked.ranking[0]
    plain, led, whole = (
        [line.text for line in reasons(worked, result.id, 118, shown)]
        for shown in (DetailExtent(), DetailExtent("latency_risk"), DetailExtent(sentences=True))
    )
    assert f"Rank 1 of {len(worked.ranking)}" in plain[0]
    for column in COLUMNS:
        row = next(text for text in plain if text[1:].startswith(COLUMN_WORDS[column].title))
        share = worked.weight_shares[column]
        assert f"{100 * share:.0f} %" in row and f" {100 * (result.columns[column].value or 0):.0f} " in row
    sentence = result.columns["latency_risk"].reason
    assert not any(sentence in text for text in plain) and sum(sentence in text for text in led) == 1
    assert next(text for text in led if "latency" in text).startswith("›")
    told = {column: result.columns[column].reason for column in COLUMNS}
    assert all(any(sentence in text for text in whole) for sentence in told.values())
    for step in result.steps.values():
        needs = step.serving.step.needs
        asked = [limit for limit in (needs.max_ttft_s, needs.max_total_s) if limit is not None]
        assert not asked or any(f"of {limit:g} s" in text for text in plain for limit in asked)
    assert any("24.7 of 10–25 ███" in text for text in plain) and any("of $400 a month" in text for text in plain)
    narrow = [line.text for line in reasons(worked, result.id, 50)]
    assert any(text.startswith(" Also plays ") for text in narrow)
    assert all(
        len(line.text) <= 50 for line in grid_lines(worked, result, 50, DetailExtent()) if isinstance(line, DrawnLine)
    )


def test_a_bill_without_the_fallback_says_so(worked: Analysis) -> None:
    """The verdict's bill holds a share of the fallback, the grid's none; without one the two are the same."""

    def budget_line(analysis: Analysis, width: int = 118) -> str:
        lines = grid_lines(analysis, analysis.ranking[0], width, DetailExtent())
        return next(line.text for line in lines if isinstance(line, DrawnLine) and "of $400 a month" in line.text)

    assert worked.scenario.fallback_share and "$43.72 of $400 a month, alone" in budget_line(worked)
    assert "of $400 a month  $0.229 of $0.30 a task" in budget_line(worked, 72), "no figure gives way to the word"
    scenario = worked.scenario.model_copy(update={"fallback_share": 0.0})
    never = worked.workspace.model_copy(update={"scenario": scenario})
    nobody = worked.workspace.model_copy(
        update={"decision": worked.workspace.decision.model_copy(update={"fallback": None, "steps": ()})}
    )
    for workspace in (never, nobody):
        assert "alone" not in budget_line(analyse(workspace, None, worked.today))


def test_facts_head_everything_that_a_month_comes_to(worked: Analysis) -> None:
    """People included, not the bill that Home heads `$/month`; the heading is whole in its column."""
    table = facts(worked, 200)
    at = next(place for place, one in enumerate(table.columns) if one.key == "monthly")
    column = table.columns[at]
    assert column.title == "all in $/mo" and width_of(column.title) <= column.width
    assert table.rows[0].cells[at].text.strip() == money(worked.ranking[0].cost.monthly)


def test_figures_are_a_table(worked: Analysis) -> None:
    """In aligned columns where there is room, by their origin where not; no id of a metric; addresses when asked."""
    result = worked.ranking[0]
    wide, narrow, whole = (
        [line.text for line in figure_lines(worked, result, width, asked)]
        for width, asked in ((150, False), (60, False), (150, True))
    )
    assert wide[0].split() == ["figure", "value", "unit", "source", "age", "basis", "setting"]
    rows = [text for text in wide if text.startswith(" ● ") and "in force" not in text]
    assert len({text.index("published") for text in rows}) == 1 and len(rows) == len(result.in_force())
    points = {text.index(".") for text in rows if "." in text[:40]}
    assert len(points) == 1
    assert not any("_" in text for text in (*wide, *narrow)) and max(map(len, narrow)) <= 60
    assert any(text.startswith("Artificial Analysis, 50 d, published") for text in narrow)
    assert not any("https://" in text for text in wide) and any("https://" in text for text in whole)


def test_the_plot_draws_whoever_has_both_measures(worked: Analysis) -> None:
    """The axes may be any two different measures; each can be reached."""
    axes, seen = Axes(), set()
    for _ in range(len(measures(worked))):
        axes = axes.turned(worked, "x", 1)
        across, up = axes.measures(worked)
        assert across.key != up.key
        seen.add(across.key)
        plot = plot_of(worked, Selected(worked.ranking), axes)
        both = {r.id for r in worked.ranking if across.of(r) is not None and up.of(r) is not None}
        assert {point.key for point in plot.points} == both
    assert {"task", "monthly", "ttft", "input_price"} <= seen


def test_why_not_is_answered_for_everybody() -> None:
    """The first has nothing to change; the others have changes, or are told that no single one would do."""
    analysis = analyse(with_candidates(8), None, TODAY)
    for result in analysis.ranking:
        told = why_not_lines(analysis, result.id)
        default = analysis.recommendation.default
        assert ("nothing has to change" in told[0].text) == (default is not None and default.id == result.id)
        assert all(line.text for line in told)


def test_own_machines_have_no_prices_and_no_speed_of_another_host() -> None:
    """Switched to self-hosted, a candidate tells which of its figures do not hold there; what was measured does."""
    data = worked_data()
    row = data["candidates"][0]
    row |= {"access": "self_hosted", "openness": "open_weight", "hosting": {"gpu": "H100 80GB"}}
    seen = {"source": "A board", "as_of": TODAY, "basis": "published"}
    row["observations"] = [
        {"metric": "input_price", "value": 0.1, **seen},
        {"metric": "output_speed", "value": 90.0, **seen},
        {"metric": "ttft", "value": 0.4, **seen, "basis": "measured"},
    ]
    analysis = analyse(read_workspace(data), None, TODAY)
    told = [cell.text for cell in reasons(analysis, row["id"], 160)]
    line = next(text for text in told if text.startswith("On your own machines"))
    assert "not counted: input price" in line and "another host, and counted until you have your own: output" in line
    assert "first answer" not in line and "time to first" not in line.lower()
    marks = {text[3:].partition("  ")[0] for text in told if "A board" in text and text.startswith(" ●")}
    assert marks == {"Output speed", "Time to first token"}
    row["access"] = "hosted_inference"
    managed = analyse(read_workspace(data), None, TODAY)
    assert not any(cell.text.startswith("On your own") for cell in reasons(managed, row["id"], 160))


def test_a_row_of_the_comparison_is_drawn(worked: Analysis) -> None:
    """A bar for each on one scale, figures under their points where there is room, whole differences where not."""
    results = worked.ranking[:3]
    bars = [line.text for line in measured(worked, "bill", results[0].id, results, 90) if isinstance(line, DrawnLine)]
    bills = {one.candidate.name: one.cost.bill or 0.0 for one in results}
    assert [max((name for name in bills if name in bar), key=len) for bar in bars] == list(bills)
    drawn_ = [bar.count("█") for bar in bars]
    assert drawn_[max(range(3), key=list(bills.values()).__getitem__)] == 30 and min(drawn_) >= 1
    wide, narrow = (against(worked, width, Selected(results)) for width in (150, 78))
    prices = [row.cells[1].text for row in wide.rows if row.key.endswith("_price") and "." in row.cells[1].text]
    assert len({text.index(".") for text in prices}) == 1
    assert all(row.cells[1].text == row.cells[1].text.strip() for row in narrow.rows), "no room for it"
    for at, column in enumerate(wide.columns[1:], 1):
        assert all(width_of(row.cells[at].text) <= column.width for row in wide.rows), "no difference is cut"


def test_a_price_of_a_search_has_the_unit_that_it_has_elsewhere() -> None:
    """USD in the figures as in the form and in the sentences."""
    analysis = named("retrieval-assistant")
    result = next(one for one in analysis.ranking if one.figures.observation("search_price") is not None)
    told = [cell.text for cell in figure_lines(analysis, result, 160, whole=False)]
    assert any("USD a search" in text for text in told) and not any("$ a search" in text for text in told)
