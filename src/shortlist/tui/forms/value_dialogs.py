"""What has no line of its own in a form: a longer text, or several of a few words; every change counts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, TextArea

from shortlist.sanitising import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.dialogs.base import words as told
from shortlist.tui.keys.bindings import bound
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.widgets.choices import Choices


class ManyDialog(Dialog[None]):
    """Ticks words, each told with what it means; `changed` is called with all that are ticked, in their order."""

    BINDINGS: ClassVar[list[BindingType]] = bound("many")

    def __init__(
        self,
        heading: str,
        text: str,
        words: Mapping[str, str],
        ticked: Iterable[str],
        changed: Callable[[list[str]], None],
    ) -> None:
        super().__init__(heading, f"Space or Enter ticks; {ESC['counts']}.")
        self._text, self._changed, self._words = text, changed, words
        self._ticked = set(ticked)

    def inside(self) -> ComposeResult:
        yield told("text", self._text)
        yield Choices(map(self._told, self._words))

    def _told(self, word: str) -> str:
        sign = "✓" if word in self._ticked else "·"
        return f" {sign} {shown(self._words[word])}"

    def action_tick(self) -> None:
        """Tick or untick the word under the cursor."""
        choices = self.query_one(Choices)
        index = choices.highlighted
        if index is not None:
            word = list(self._words)[index]
            self._ticked ^= {word}
            choices.replace_option_prompt_at_index(index, Content(self._told(word)))
            self._changed([one for one in self._words if one in self._ticked])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.action_tick()


class TextDialog(Dialog[None]):
    """Edits a text of several lines."""

    DEFAULT_CSS = """
    TextDialog TextArea, TextDialog TextArea:focus { height: auto; min-height: 8; border: none; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bound("tabs")

    def __init__(self, heading: str, help_: str, text: str, typed: Callable[[str], None]) -> None:
        super().__init__(heading, f"{help_} {ESC['counts']}.")
        self._text, self._typed = text, typed

    memory = ""
    """None: every change counts at once."""

    def inside(self) -> ComposeResult:
        yield TextArea(self._text, soft_wrap=True, show_line_numbers=False, classes="fits")

    def action_tab(self, tab: str) -> None:
        """Go to a screen, as from within any other text."""
        workspace = self.app.workspace
        self.action_close()
        if workspace is not None:
            self.app.call_later(workspace.action_tab, tab)

    def on_mount(self) -> None:
        """Start behind the text; what the area made of its line ends is no edit."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        self._loaded = area.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        text = event.text_area.text
        self._typed(self._text if text == self._loaded else text)
