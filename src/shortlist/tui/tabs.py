"""The screens in the order of the work, each imported when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shortlist.core.edits.places import KeyPath


class ScreenTab(NamedTuple):
    """A screen of the frame; `body` names its module and class."""

    id: str
    title: str
    body: str


TABS = (
    ScreenTab("scenario", "Scenario", "shortlist.tui.screens.scenario.body:ScenarioBody"),
    ScreenTab("candidates", "Candidates", "shortlist.tui.screens.candidates.body:CandidatesBody"),
    ScreenTab("checklist", "Checklist", "shortlist.tui.screens.checklist.body:ChecklistBody"),
    ScreenTab("cost", "Cost", "shortlist.tui.screens.cost.body:CostBody"),
    ScreenTab("record", "Record", "shortlist.tui.screens.record.body:RecordBody"),
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
