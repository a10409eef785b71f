"""The screens in the order of the work, each imported when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shortlist.core.edits.places import KeyPath


class ScreenTab(NamedTuple):
    """A screen of the frame; `body` names its module and class. Its number is its place among the tabs."""

    id: str
    title: str
    body: str
    function_key: str
    """Goes there from a text too, where the number is text."""
    shows: tuple[str, ...] = ()
    """What of the document it shows, as beginnings of key paths; `*` is any row."""


TABS = (
    ScreenTab("scenario", "Scenario", "shortlist.tui.screens.scenario.body:ScenarioBody", "f2", ("scenario", "title")),
    ScreenTab("candidates", "Candidates", "shortlist.tui.screens.candidates.body:CandidatesBody", "f3", ("",)),
    ScreenTab(
        "checklist",
        "Checklist",
        "shortlist.tui.screens.checklist.body:ChecklistBody",
        "f4",
        ("checks", "answers", "candidates.*.answers"),
    ),
    ScreenTab("cost", "Cost", "shortlist.tui.screens.cost.body:CostBody", "f5"),
    ScreenTab("record", "Record", "shortlist.tui.screens.record.body:RecordBody", "f6", ("records",)),
    ScreenTab("evidence", "Evidence", "shortlist.tui.screens.evidence.body:EvidenceBody", "f7", ("evaluations",)),
)
TAB = {tab.id: tab for tab in TABS}


def tab_of(path: KeyPath) -> str:
    """The screen on which a place of the document is shown: that which names the longest beginning of it."""
    parts = ["*" if isinstance(part, int) else part for part in path]
    beginnings = [".".join(parts[:length]) for length in range(len(parts), -1, -1)]
    return next(tab.id for beginning in beginnings for tab in TABS if beginning in tab.shows)


STEP_TABS = ("scenario", "candidates", "candidates", "candidates", "candidates", "candidates", "candidates", "record")
"""Where each step of the walkthrough, from 0, is done."""
