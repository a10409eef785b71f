"""The five screens in the order of the work, each imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shortlist.core.editing import KeyPath
    from shortlist.tui.body import Body, Desk


class ScreenTab(NamedTuple):
    """A screen of the frame."""

    id: str
    title: str
    make: Callable[[Desk], Body]


def _scenario(desk: Desk) -> Body:
    from shortlist.tui.screens.scenario import ScenarioBody

    return ScenarioBody(desk)


def _candidates(desk: Desk) -> Body:
    from shortlist.tui.screens.candidates import CandidatesBody

    return CandidatesBody(desk)


def _checklist(desk: Desk) -> Body:
    from shortlist.tui.screens.checklist import ChecklistBody

    return ChecklistBody(desk)


def _cost(desk: Desk) -> Body:
    from shortlist.tui.screens.cost import CostBody

    return CostBody(desk)


def _record(desk: Desk) -> Body:
    from shortlist.tui.screens.record import RecordBody

    return RecordBody(desk)


TABS = (
    ScreenTab("scenario", "Scenario", _scenario),
    ScreenTab("candidates", "Candidates", _candidates),
    ScreenTab("checklist", "Checklist", _checklist),
    ScreenTab("cost", "Cost", _cost),
    ScreenTab("record", "Record", _record),
)
NUMBERS = {tab.id: number for number, tab in enumerate(TABS, 1)}


def tab_of(path: KeyPath) -> str:
    """The screen on which a place of the document is shown."""
    match path:
        case ("scenario" | "title", *_):
            return "scenario"
        case ("candidates", int(), "answers", *_) | ("checks" | "answers", *_):
            return "checklist"
        case ("records", *_):
            return "record"
    return "candidates"


STEP_TABS = ("candidates", "candidates", "candidates", "candidates", "candidates", "candidates", "record")
"""Where each of the seven steps of the walkthrough is done."""
