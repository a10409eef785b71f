"""Every action by name in the command palette: what a key does, the palette does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual import events
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from shortlist.tui.dialogs.base import DismissedOnce
from shortlist.tui.keys.bindings import key_name, key_of, moved
from shortlist.tui.textual_private import PatientPalette, bindings_of
from shortlist.tui.widgets.frame_lines import TooSmall

UNNAMED = frozenset({"list", "grid", "editor", "dialog", "choices"})
"""Families of bindings that only move about: they are listed in the help, not by name."""


class PaletteCommand(NamedTuple):
    """What can be done, what is said beneath its name, and how it is done."""

    name: str
    help: str
    run: Callable[[], object]


class ShortlistCommands(Provider):
    """The actions of the screen, of what it shows, and of the application, and then what has no key.

    Both come from one provider: Textual holds providers in a set, and lists what they find in the order in which they
    are ready, which is another one each time.
    """

    def _commands(self) -> Iterator[PaletteCommand]:
        screen, body = self.screen, getattr(self.screen, "body", None)
        nodes: list[DOMNode] = []
        if screen.focused is not None:
            nodes.append(screen.focused)
        if body is not None:
            nodes += [body, *body.walk_children()]
        seen: set[str] = set()
        for node in (*nodes, screen, self.app):
            for key, binding in bindings_of(node):
                # What Textual's own parts bind has no id: moving and deleting letter by letter is no command.
                id_ = binding.id or ""
                family = id_.partition(".")[0]
                if id_ and binding.description and family not in UNNAMED and binding.description not in seen:
                    seen.add(binding.description)
                    told = key_of(id_) if id_ in moved() else key_name(key)
                    run = partial(self.app.run_action, binding.action, node)
                    yield PaletteCommand(binding.description, f"key {told}", run)
        yield from (PaletteCommand(one.title, one.help, one.callback) for one in self.app.get_system_commands(screen))

    async def discover(self) -> Hits:
        """All of them, while nothing is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.name, command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose name is near what was typed."""
        matcher = self.matcher(query)
        for command in self._commands():
            if (score := matcher.match(command.name)) > 0:
                yield Hit(score, matcher.highlight(command.name), command.run, help=command.help)


class Palette(PatientPalette, DismissedOnce[None]):
    """The command palette; what reaches it after it was left does nothing."""

    # What stands under a command is less than its name, and not dimmed besides: both are black or white over their own
    # ground, whichever stands out, as the colours of some themes can hardly be read on the line under the cursor.
    DEFAULT_CSS = """
    Palette { layers: base cover; }
    Palette > .command-palette--help-text { color: auto 80%; text-style: not bold; }
    Palette CommandList > .option-list--option-highlighted { color: auto 95%; }
    """

    def on_resize(self, event: events.Resize) -> None:
        TooSmall.fit(self, event.size.width, event.size.height)
