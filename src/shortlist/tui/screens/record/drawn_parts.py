"""The drawn parts beside the list of sections: the question, and what is due."""

from __future__ import annotations

from shortlist.tui.draw.drawn import Still, ToldLine
from shortlist.tui.draw.lines import Cell, fit, width_of, wrapped


class SectionHead(Still):
    """What is shown beside the list: its name, and the question that it answers."""

    DEFAULT_CSS = """
    SectionHead { height: 3; padding: 0 1; }
    SectionHead.-one { height: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.title, self.question = "", ""

    def show(self, title: str, question: str) -> None:
        """Show another name and question."""
        if (title, question) != (self.title, self.question):
            self.title, self.question = title, question
            self.set_class(width_of(question) <= self.size.width, "-one")
            self.refresh()

    def on_resize(self) -> None:
        self.set_class(width_of(self.question) <= self.size.width, "-one")

    def line(self, y: int, width: int) -> list[Cell]:
        if y == 0:
            return [Cell(fit(self.title, width), "head")]
        lines = [*wrapped(self.question, width), ""]
        return [Cell(fit(lines[min(y, len(lines)) - 1], width))]


class DueLine(ToldLine):
    """Over everything: that the decision is due to be reopened, and by what; not there while nothing is."""

    DEFAULT_CSS = "DueLine { dock: top; display: none; background: $error-muted; }"
