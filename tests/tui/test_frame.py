"""The frame's own lines: tabs that say how their screens stand, and panels with their titles in the border."""

from __future__ import annotations

from itertools import product

import pytest
from textual.widgets import Input

from shortlist.core.edits.places import with_value
from shortlist.tui.draw.lines import width_of
from shortlist.tui.screens.candidates.detail import explained_column
from shortlist.tui.tabs import TABS, TabState
from shortlist.tui.widgets.frame_lines import TopBar
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.panel import Panel, box_bottom, box_line, box_top
from shortlist.tui.widgets.tab_line import HERE, tab_cells, tab_texts
from tests.core.documents import analysed
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.test_verdict import ALL, named
from tests.tui.test_verdict import product as product_of

STATES = {
    "scenario": ("✓", "12?"),
    "candidates": ("0", "500"),
    "checklist": ("✖ 25", "1,250?"),
    "cost": ("$44", "✖ $1.25M"),
    "record": ("draft", "superseded"),
    "evidence": ("", "12"),
}


def test_the_tabs_fit_whatever_they_say() -> None:
    """Every number and name is there at 80 columns, and all that is known from 120 on."""
    ids = list(STATES)
    for texts, front in product(product(*STATES.values()), ids):
        states = {id_: TabState(text) for id_, text in zip(ids, texts, strict=True)}
        line = "".join(cell.text for cell in tab_cells(states, front, 80))
        assert width_of(line) <= 80
        tab = TABS[ids.index(front)]
        assert any(f"{HERE}{ids.index(front) + 1} {name}" in line for name in (tab.title, tab.brief or tab.title))
        assert [one.name.partition(" ")[0] for one in tab_texts(states, front, 80)] == list("123456")
        wide = "".join(cell.text for cell in tab_cells(states, front, 120))
        assert all(text in wide for text in texts) and "3 Checklist" in wide
    narrow = tab_texts({id_: TabState(texts[1]) for id_, texts in STATES.items()}, "cost", 80)
    assert [one.id for one in narrow if not one.state.text] == ["scenario", "record", "evidence"]
    assert [one.name for one in narrow][2] == "3 Checks"


@pytest.mark.parametrize("front", list(STATES))
def test_a_brief_title_comes_before_a_state_is_left_out(front: str) -> None:
    """That of the tab in front too: the worked example says the status of its record on every screen."""
    texts = ("✓", "5", "✓", "$43", "proposed", "")
    states = {id_: TabState(text) for id_, text in zip(STATES, texts, strict=True)}
    found = tab_texts(states, front, 80)
    assert tuple(one.state.text for one in found) == texts
    assert found[2].name == "3 Checks"


def states_of(analysis: object) -> list[tuple[str, str]]:
    """What the tabs say, in their order."""
    return [tuple(tab.state(analysis)) for tab in TABS]  # type: ignore[arg-type, misc]


def test_what_the_tabs_say() -> None:
    """The exercise, the worked example, a product of several steps, and one that is over its budget."""
    assert states_of(named("support-assistant")) == [
        ("✓", "pass"),
        ("0", "not_applicable"),
        ("", "not_applicable"),
        ("", "not_applicable"),
        ("", "not_applicable"),
        ("", "not_applicable"),
    ]
    assert states_of(named("support-assistant-worked"))[1:5] == [
        ("5", "not_applicable"),
        ("✓", "pass"),
        ("$43", "pass"),
        ("proposed", "not_applicable"),
    ]
    retrieval = named("retrieval-assistant")
    unknown = {(check, one.id) for one in retrieval.ranking for check in one.standing.unknown}
    assert states_of(retrieval)[2] == (f"{len(unknown)}?", "unknown") and len(unknown) == 3
    assert states_of(analysed(product_of(ALL, {"monthly_budget_usd": 1.0})))[3] == ("✖ $4.20", "fail")
    undecided = states_of(analysed(product_of(dict.fromkeys(ALL))))
    assert undecided[3][0].startswith("$") and undecided[4] == ("", "not_applicable")


def test_the_checklist_says_what_fails_for_who_serves() -> None:
    """Before what is open for anybody; what fails for somebody who was not chosen says nothing of the decision."""
    assert states_of(analysed(product_of(ALL, {"monthly_budget_usd": 1.0})))[2] == ("✖ 2", "fail")
    data = worked_data()
    serves, other = data["decision"]["default"], data["candidates"][0]
    row = next(one for one in data["candidates"] if one["id"] == serves)
    failed = [{"check": f"first.{name}", "verdict": "fail"} for name in ("licensing", "privacy")]
    other["answers"] += failed
    assert states_of(analysed(data))[2] == ("✓", "pass")
    row["answers"] += failed[:1]
    assert states_of(analysed(data))[2] == ("✖ 1", "fail")
    row["answers"].append({"check": "first.operations", "verdict": "unknown"})
    assert states_of(analysed(data))[2] == ("✖ 1", "fail")


async def test_the_tabs_follow_an_edit_and_the_walkthrough_its_click(application: Open) -> None:
    """The figure behind Cost and that in the verdict are one; a click on what is next goes there."""
    async with application("retrieval-assistant") as pilot:
        assert "4 Cost $425" in screen_text(pilot) and "$425 of $2.5k" in screen_text(pilot)
        screen = workspace_screen(pilot)
        screen.desk.edit("budget", lambda one: with_value(one, ("scenario", "monthly_budget_usd"), 400.0))
        await pilot.pause()
        assert "4 Cost ✖ $425" in screen_text(pilot).splitlines()[1]
        assert "✖ $425 of $400" in screen_text(pilot).splitlines()[2]
        cost = next(one for one in tab_texts(screen.query_one(TopBar).states, screen.tab, 80) if one.id == "cost")
        await pilot.click(TopBar, offset=(cost.start + 2, 1))
        await until(pilot, lambda: screen.tab == "cost")
        line = screen_text(pilot).splitlines()[-2]
        await pilot.click(offset=(line.index("Rate every"), 22))
        await until(pilot, lambda: screen.tab == "candidates")


# --- panels


@pytest.mark.parametrize("width", [6, 7, 9, 40])
def test_a_box_drawn_by_hand_is_as_wide_as_it_must_be(width: int) -> None:
    """Whatever the title, the note and what stands in it."""
    for title in ("", "Candidates", "通义千问 long enough to be cut here and there"):
        for line in (box_top(title, width), box_line(box_top(title, 12), width), box_bottom(width, title)):
            drawn = "".join(cell.text for cell in line)
            assert width_of(drawn) == width, (title, drawn)
    assert "".join(cell.text for cell in box_top("Two", 12)) == "╭─ Two ────╮"
    assert "".join(cell.text for cell in box_bottom(12, "2 more")) == "╰─ 2 more ─╯"
    assert "".join(cell.text for cell in box_line(box_top("Two", 12), 12)) == "│ ╭─ Two … │"


async def test_a_panel_says_its_title_and_stands_out_with_the_focus(application: Open) -> None:
    """Box and note below on a tall terminal, one rule with both on a low one; markup is text."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("2")
        screen = workspace_screen(pilot)
        assert screen.body is not None
        pane = screen.body.query_one(Pane)
        pane.name_it("[bold]Details[/x]")
        assert screen.body is not None
        panel = Panel("Notes")
        await screen.body.mount(panel)
        await panel.mount(Input())
        panel.styles.height = 5
        panel.name_it("Notes", note="3 of 4")
        await pilot.pause()
        text = screen_text(pilot)
        assert "╭─ [bold]Details[/x] ─" in text and "more lines ─╯" in text
        assert "╭─ Notes ─" in text and " 3 of 4 ─╯" in text
        await pilot.press("tab")
        await pilot.pause()
        assert "┏━ [bold]Details[/x] ━" in screen_text(pilot)
        panel.query_one(Input).focus()
        await pilot.pause()
        assert "┏━ Notes ━" in screen_text(pilot) and "╭─ [bold]Details" in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        text = screen_text(pilot)
        assert "━ Notes  3 of 4 ━" in text and "┏" not in text and "╭" not in text


def test_a_figure_under_the_cursor_is_explained() -> None:
    """By its term where it has one; a column that is no figure needs none."""
    assert [cell.text.partition(":")[0] for cell in explained_column("cache_read_price")] == ["prefix cache"]
    assert explained_column("total")[0].text.startswith("p95: ") and explained_column("quality.livebench")
    assert explained_column("score") == explained_column(None) == []
