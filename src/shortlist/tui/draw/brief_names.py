"""Long names of candidates within what a screen says: what is said of them stays in sight, and they stay apart.

The frame imports this, and is painted before the core is imported: how a name is shortened is asked for with the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from shortlist.tui.draw.lines import NAME, Cell

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace

Line = TypeVar("Line")


def in_brief(text: str, workspace: Workspace) -> str:
    """A sentence with the names of the candidates, those that are long shortened."""
    from shortlist.core.basics.short_names import with_brief_names

    return with_brief_names(text, tuple(workspace.names.values()), NAME)


def lines_in_brief(lines: Sequence[Line], workspace: Workspace) -> Sequence[Line]:
    """Lines with the names of the candidates shortened in their sentences; a line that is a name alone has it whole,
    and what is drawn in columns cuts its own."""
    from shortlist.core.basics.short_names import told_apart, with_brief_names

    names = tuple(workspace.names.values())
    if not told_apart(names, NAME):
        return lines
    told: list[Line] = []
    for line in lines:
        if isinstance(line, Cell) and line.text not in names:
            line = line._replace(text=with_brief_names(line.text, names, NAME))
        told.append(line)
    return told
