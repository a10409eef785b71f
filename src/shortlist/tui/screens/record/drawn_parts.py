"""The drawn parts beside the list of sections: the question, and the line over the editor."""

from __future__ import annotations

from shortlist.tui.draw.drawn import Still, ToldLine
from shortlist.tui.draw.lines import Cell, fit, width_of, wrapped


class SectionHead(Still):
    """What is shown beside the list: its name, and the question that it answers."""

    DEFAULT_CSS = "SectionHead { height: 3; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.title, self.question = "", ""

    def show(self, title: str, question: str) -> None:
        """Show another name and question."""
        if (title, question) != (self.title, self.question):
            self.title, self.question = title, question
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        if y == 0:
            return [Cell(fit(self.title, width), "head")]
        lines = wrapped(self.question, width)
        return [Cell(fit(lines[y - 1] if y - 1 < len(lines) else "", width), "plain")]


class ProseRule(Still):
    """The rule between the facts and the words of the team."""

    DEFAULT_CSS = "ProseRule { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.told, self.active = "", False

    def show(self, told: str, active: bool) -> None:
        """Say how far the text is, and whether it is being written."""
        if (told, active) != (self.told, self.active):
            self.told, self.active = told, active
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        mark = "━" if self.active else "─"
        words = f" Your words: {self.told} "
        words = fit(words, min(width_of(words), max(0, width - 3)))
        return [
            Cell(mark * 2, "accent" if self.active else "dim"),
            Cell(words, "accent" if self.active else "plain"),
            Cell(mark * max(0, width - 2 - width_of(words)), "accent" if self.active else "dim"),
        ]


class DueLine(ToldLine):
    """Over everything: that the decision is due to be reopened, and by what; not there while nothing is."""

    DEFAULT_CSS = "DueLine { dock: top; display: none; background: $error-muted; }"
