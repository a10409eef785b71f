"""A list to choose from, with the keys that hands know; what is typed goes to the line that begins with it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from shortlist.sanitising import shown
from shortlist.tui.draw.lines import wrapped
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.pane import BEGINNING, hanging

HANGING = "  "
"""What the other lines of a choice without a sign begin with, so that its first one is told from them."""
PADDING, LEAST = 2, 20
"""Columns beside a choice, and the least that are worth wrapping to."""
TYPED_S = 1.0
"""From one letter to the next, as long as they are of one word."""


class Choices(OptionList):
    """An option list that j, k, g and G move in as well; letters are the beginning of what is looked for.

    A letter that does something here does it, and begins a word all the same: with `g` one is at the first choice, with
    `gen` at what begins so.
    """

    BINDINGS: ClassVar[list[BindingType]] = bound("choices")
    _typed = ""
    _typed_at = 0.0

    def __init__(self, choices: Iterable[str | Option] = (), *, classes: str | None = None) -> None:
        """Texts are cleaned, and never read as markup."""
        super().__init__(*(_option(one) for one in choices), markup=False, classes=classes)

    def show(self, choices: Iterable[str]) -> None:
        """List other choices."""
        self.clear_options()
        self.add_options(_option(one) for one in choices)

    @cached_property
    def _wrapped(self) -> dict[int, tuple[str, str]]:
        """The choices as they are drawn and as they were given, by the identity of their options."""
        return {}

    def on_resize(self) -> None:
        """Wrap every choice under where its words begin, one without a sign a little to the right of that; one that has
        several styles is left alone."""
        width = self.scrollable_content_region.width - PADDING
        for index, option in enumerate(self.options):
            prompt = option.prompt
            if not isinstance(prompt, Content) or width < LEAST or (style := _style(prompt)) is None:
                continue
            drawn, told = self._wrapped.get(id(option), ("", ""))
            if prompt.plain != drawn:
                told = prompt.plain
            lines = "\n".join(_lines(told, width))
            self._wrapped[id(option)] = lines, told
            if lines != prompt.plain:
                self.replace_option_prompt_at_index(index, Content.styled(lines, style))

    def on_key(self, event: events.Key) -> None:
        """Go to what begins with the letters typed, or else with the last of them."""
        letter = event.character
        if letter is None or not event.is_printable:
            return
        begun = self._typed if time.monotonic() - self._typed_at < TYPED_S else ""
        self._typed_at = time.monotonic()
        acts = letter == " " or event.key in self.screen.active_bindings
        names = [_name(option.prompt) for option in self.options]
        found = bool(begun) and self._go_to((begun + letter).casefold(), names)
        if not found:
            self._typed = letter.casefold()
            found = not acts and self._go_to(self._typed, names)
        if found:
            event.stop()
            event.prevent_default()

    def _go_to(self, wanted: str, names: list[str]) -> bool:
        """Whether something begins so; the cursor is then there."""
        found = next((at for at, name in enumerate(names) if name.startswith(wanted)), None)
        if found is None:
            return False
        self._typed, self.highlighted = wanted, found
        return True

    # A list that is not laid out yet has no pages.

    def action_page_up(self) -> None:
        with suppress(LookupError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        with suppress(LookupError):
            super().action_page_down()  # type: ignore[no-untyped-call]


def _option(choice: str | Option) -> Option:
    return Option(Content(shown(choice))) if isinstance(choice, str) else choice


def _lines(told: str, width: int) -> list[str]:
    """A choice in lines, of which the others stand to the right of the first one's beginning."""
    if BEGINNING.match(told)[0]:  # type: ignore[index]
        return hanging(told, width)
    first, *rest = wrapped(told, width)
    return [first, *(f"{HANGING}{line}" for line in wrapped(" ".join(rest), width - len(HANGING)) if rest)]


def _name(prompt: object) -> str:
    """The words of a line behind its signs."""
    text = prompt.plain if isinstance(prompt, Content) else str(prompt)
    start = next((at for at, letter in enumerate(text) if letter.isalnum()), 0)
    return text[start:].casefold()


def _style(prompt: Content) -> str | Style | None:
    """The one style of a choice, an empty one where it has none; None where it has several."""
    if not prompt.spans:
        return ""
    first, *others = prompt.spans
    return None if others or (first.start, first.end) != (0, len(prompt.plain)) else first.style
