"""The keys of the candidates that are hinted, by the view in front, those first that are wanted first."""

from __future__ import annotations

from shortlist.tui.keys.hint import Hint, hint

OF_PLOT = (
    hint("table.view"),
    hint("table.filter"),
    hint("candidates.axis_x"),
    hint("candidates.axis_y"),
    hint("candidates.plot", "back"),
)
OF_NOBODY = (
    hint("candidates.add", "add from the catalogue"),
    hint("candidates.import", "import a file"),
    hint("candidates.add_by_hand"),
)
"""What brings a first candidate."""


def hints_of_table(steps: tuple[Hint, ...], comparing: bool, marked: bool) -> tuple[Hint, ...]:
    """The keys of the tables: `comparing` several side by side, or with rows `marked` to be."""
    first = (hint("table.view"), hint("table.filter"), *steps)
    edits = (
        hint("candidates.add"),
        hint("candidates.import"),
        hint("candidates.edit"),
        hint("candidates.figures"),
        hint("candidates.default"),
        hint("candidates.fallback"),
        hint("candidates.adopt"),
    )
    own = (hint("candidates.why_not"), hint("candidates.plot"), hint("candidates.sort"), hint("candidates.rate"))
    compare = hint("candidates.compare"), hint("candidates.mark")
    details = hint("table.tab")
    if comparing:
        return (*first, hint("candidates.compare", "back"), hint("candidates.why_not"), *edits, details)
    if marked:
        return (*first, *compare, *edits, *own, details)
    return (*first, *edits, *own, *compare, details)
