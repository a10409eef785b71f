"""What stands beneath the table of a view: panels of tables that are only looked at, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shortlist.core.basics.words import count
from shortlist.tui.widgets.panel import Panel
from shortlist.tui.widgets.still_table import StillTable
from shortlist.tui.widgets.table import Table

LEAST = 5
"""Lines in which something of a table is seen."""
AROUND = 4
"""Columns of a panel around what it says: its border, and a blank one beside that."""


class LowerTable(NamedTuple):
    """A table beneath another one: its title, the table, and what is said of it."""

    title: str
    table: Table
    notes: tuple[str, ...] = ()
    whole: bool = False
    """Whether it stands there only where all of its rows have room."""


class LowerPanels:
    """Panels that show what they say in full first; the last one has the rest where they `stretch`."""

    def __init__(self, most: int, classes: str = "under", stretch: bool = True) -> None:
        """`most` is how many there are."""
        self._tables = tuple(StillTable() for _ in range(most))
        self.panels = tuple(Panel("", table, classes=classes) for table in self._tables)
        self.stretch = stretch

    @property
    def shown(self) -> list[Panel]:
        """Those that are in sight."""
        return [panel for panel in self.panels if panel.display]

    def hide(self) -> None:
        """Leave the room to the table."""
        for panel in self.panels:
            panel.display = False

    def show(self, parts: Iterable[LowerTable], width: int, lines: int) -> bool:
        """Show as many parts as have room in so many columns and lines; whether there is any.

        Of a table as many rows are shown as there is room for, and it says how many are not; sentences are never cut.
        A part of the same title as one that is shown already is passed over.
        """
        seen, rest, titles = 0, iter(parts), set[str]()
        for panel, table in zip(self.panels, self._tables, strict=True):
            if lines < LEAST:
                break
            # What does not fit leaves its place to the next.
            for part in rest:
                if part.title in titles:
                    continue
                table.show(part.table, part.notes)
                need = len(table.lines(max(20, width - AROUND))) + 2
                if lines >= (min(need, LEAST) if part.table.rows and not part.whole else need):
                    break
            else:
                break
            out_of_sight = max(0, need - lines)
            panel.name_it(part.title, f"▼ {count(out_of_sight, 'more line')}" if out_of_sight else "")
            panel.styles.height = min(need, lines)
            panel.display = True
            titles.add(part.title)
            lines -= min(need, lines)
            seen += 1
        if seen and self.stretch:
            self.panels[seen - 1].styles.height = "1fr"
        for panel in self.panels[seen:]:
            panel.display = False
        return bool(seen)
