"""What a preview of an import is, whatever the file holds: what it comes to above, its lines, all of one beneath."""

from __future__ import annotations

from textual.widget import Widget

from shortlist.tui.dialogs.base import Dialog, Result
from shortlist.tui.widgets.pane import Pane


class PlanPreview(Dialog[Result]):
    """Shows a plan line by line, for a person to choose from."""

    lines: Widget
    """What is chosen from."""

    DEFAULT_CSS = """
    PlanPreview > #box { max-height: 98%; }
    PlanPreview #summary { color: $text-muted; height: auto; max-height: 4; }
    """
    DEFAULT_CLASSES = "tight"
    memory = ""
    """None: what is typed here finds lines, and is no text of the decision."""

    def action_other_part(self) -> None:
        pane = self.query_one(Pane)
        (self.lines if pane.has_focus else pane).focus()
