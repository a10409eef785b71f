"""Help: what this screen is for, and every key that does something here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from shortlist.tui.app.commands import UNNAMED
from shortlist.tui.dialogs.lines import LinesDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, key_name, keyed
from shortlist.tui.keys.table import ACTIONS, GROUPS
from shortlist.tui.widgets.pane import Pane


class HelpDialog(LinesDialog[None]):
    """The keys, the nearest first."""

    BINDINGS: ClassVar[list[BindingType]] = bound("help")

    def __init__(self, text: str, bindings: Iterable[Binding], terms: Collection[str] = ()) -> None:
        """`terms` are the ids of what is explained beneath the keys."""
        lines = [Cell(text), Cell(" "), *key_lines(bindings)]
        if terms:
            lines += [Cell(" "), *term_lines(terms)]
        super().__init__("Help", lines)
        self.foot = keyed("Esc closes, ↑ and ↓ scroll; {app.palette} lists every command by name.")

    def action_scroll_keys(self, by: int) -> None:
        self.query_one(Pane).action_move(by * 3)


def key_lines(bindings: Iterable[Binding]) -> list[Cell]:
    """One line for each action, its keys and what it does: those of this place, those that move, those everywhere.

    In the order of the table: what a screen has of its own comes before what several have.
    """
    order = {id_: place for place, id_ in enumerate(ACTIONS)}
    told: dict[str, dict[str, list[str]]] = {HERE: {}, MOVING: {}, EVERYWHERE: {}}
    for binding in sorted(bindings, key=lambda one: order.get(one.id or "", len(order))):
        # What has no id is Textual's own.
        if binding.description and binding.id is not None:
            told[_group(binding.id)].setdefault(binding.description, []).append(key_name(binding.key))
    lines: list[Cell] = []
    for group, actions in told.items():
        if actions and lines:
            lines.append(Cell(" "))
        if actions:
            lines.append(Cell(group, "head"))
        lines += [Cell(f"  {', '.join(dict.fromkeys(names)):<18} {what}") for what, names in actions.items()]
    return lines


def term_lines(ids: Iterable[str]) -> Iterator[Cell]:
    """Terms, each with what it means beneath."""
    from shortlist.core.document.terms import TERMS

    yield Cell("Terms", "head")
    for id_ in ids:
        yield Cell(f"  {TERMS[id_].name}", "strong")
        yield Cell(f"    {TERMS[id_].meaning}")


HERE, MOVING, EVERYWHERE = "Here", "Moving about", "Everywhere"
COMMON_IDS = frozenset(action.id for action in (*GROUPS["app"], *GROUPS["workspace"], *GROUPS["tabs"]))


def _group(id_: str) -> str:
    """Where an action belongs, by its id."""
    if id_ in COMMON_IDS:
        return EVERYWHERE
    if id_.partition(".")[0] in (*UNNAMED, "pane") or id_.endswith("tab"):
        return MOVING
    return HERE
