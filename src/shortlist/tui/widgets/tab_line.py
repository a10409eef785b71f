"""The tabs as one line: number, name and state of each, the one in front marked; it fits whatever the width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shortlist.tui.draw.lines import Cell, width_of
from shortlist.tui.draw.tones import VERDICT_TONES
from shortlist.tui.tabs import DROPPED_FIRST, NO_STATE, TABS, TabState

HERE = "▸"
"""Stands before the tab in front, so that it is told apart without colours too."""


class TabText(NamedTuple):
    """A tab as it is drawn: its name behind its number, its state, and the columns at which both begin and end."""

    id: str
    name: str
    state: TabState
    start: int
    end: int


class _Form(NamedTuple):
    """How much the tabs say."""

    gap: int
    brief: bool
    dropped: frozenset[str]
    front_brief: bool = False


FORMS = (
    _Form(2, False, frozenset()),
    *(
        _Form(1, brief, frozenset(DROPPED_FIRST[:dropped]), front_brief)
        for dropped in range(len(DROPPED_FIRST) + 1)
        for brief, front_brief in ((False, False), (True, False), (True, True))
    ),
)
"""From all that can be said to names alone."""


def tab_texts(states: Mapping[str, TabState], front: str, width: int) -> tuple[TabText, ...]:
    """The tabs in at most so many columns; the narrowest form where none fits."""
    laid: tuple[TabText, ...] = ()
    for form in FORMS:
        laid = tuple(_laid(states, front, form))
        if laid[-1].end <= width:
            break
    return laid


def _laid(states: Mapping[str, TabState], front: str, form: _Form) -> Iterator[TabText]:
    edge = 0
    for number, tab in enumerate(TABS, 1):
        brief = form.front_brief if tab.id == front else form.brief
        title = (brief and tab.brief) or tab.title
        name = f"{number} {title}"
        state = NO_STATE if tab.id in form.dropped else states.get(tab.id, NO_STATE)
        end = edge + 1 + width_of(name) + bool(state.text) + width_of(state.text)
        yield TabText(tab.id, name, state, edge, end)
        edge = end + form.gap - 1


def tab_cells(states: Mapping[str, TabState], front: str, width: int) -> list[Cell]:
    """The line as it is drawn."""
    cells: list[Cell] = []
    edge = 0
    for one in tab_texts(states, front, width):
        cells.append(Cell(" " * (one.start - edge)))
        edge = one.end
        state = f" {one.state.text}" if one.state.text else ""
        if one.id == front:
            cells.append(Cell(f"{HERE}{one.name}{state}", "tab"))  # type: ignore[arg-type]
        else:
            cells += [Cell(f" {one.name}"), Cell(state, VERDICT_TONES[one.state.verdict])]
    return cells
