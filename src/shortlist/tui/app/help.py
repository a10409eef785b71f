"""Help: what this screen is for, and every key that does something here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from shortlist.shown import shown
from shortlist.tui.app.commands import UNNAMED
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.bindings import bound, key_name, keyed
from shortlist.tui.keys.table import ACTIONS, GROUPS


class HelpDialog(Dialog[None]):
    """The keys, the nearest first."""

    DEFAULT_CSS = """
    HelpDialog > #box { height: 90%; }
    HelpDialog #keys { height: 1fr; }
    HelpDialog #terms { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound("help")

    def __init__(self, text: str, bindings: Iterable[Binding], terms: Iterable[str] = ()) -> None:
        """`terms` are the ids of what is explained beneath the keys."""
        super().__init__()
        self._text, self._keys, self._terms = text, key_lines(bindings), tuple(terms)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(Content("Help"), id="heading")
            with VerticalScroll(id="keys"):
                yield Static(Content(shown(self._text)), id="text")
                yield Static(Content("\n".join(self._keys)))
                if self._terms:
                    yield Static(term_lines(self._terms), id="terms")
            yield Static(
                Content(keyed("Esc closes, ↑ and ↓ scroll; {app.palette} lists every command by name.")), id="foot"
            )

    def action_scroll_keys(self, by: int) -> None:
        self.query_one("#keys", VerticalScroll).scroll_relative(y=by * 3, animate=False)


def key_lines(bindings: Iterable[Binding]) -> list[str]:
    """One line for each action, its keys and what it does: those of this place, those that move, those everywhere.

    In the order of the table: what a screen has of its own comes before what several have.
    """
    order = {id_: place for place, id_ in enumerate(ACTIONS)}
    told: dict[str, dict[str, list[str]]] = {HERE: {}, MOVING: {}, EVERYWHERE: {}}
    for binding in sorted(bindings, key=lambda one: order.get(one.id or "", len(order))):
        # What has no id is Textual's own.
        if binding.description and binding.id is not None:
            told[_group(binding.id)].setdefault(binding.description, []).append(key_name(binding.key))
    lines: list[str] = []
    for group, actions in told.items():
        if actions:
            lines += ["", group] if lines else [group]
        lines += [f"  {', '.join(dict.fromkeys(names)):<18} {what}" for what, names in actions.items()]
    return lines


def term_lines(ids: Iterable[str]) -> Content:
    """Terms with what they mean, each name standing out."""
    from shortlist.core.document.terms import TERMS

    lines = [Content("Terms")]
    for id_ in ids:
        name, meaning, _ = TERMS[id_]
        lines.append(Content.assemble("  ", (name, "bold"), f": {meaning}"))
    return Content("\n").join(lines)


HERE, MOVING, EVERYWHERE = "Here", "Moving about", "Everywhere"
COMMON_IDS = frozenset(action.id for action in (*GROUPS["app"], *GROUPS["workspace"]))


def _group(id_: str) -> str:
    """Where an action belongs, by its id."""
    if id_ in COMMON_IDS:
        return EVERYWHERE
    return MOVING if id_.partition(".")[0] in (*UNNAMED, "pane") or id_.endswith("tab") else HERE
