"""A section, or the whole record, as a reader of the exported Markdown sees it."""

from __future__ import annotations

import io
from typing import ClassVar

from rich.console import Console
from rich.markdown import Markdown as RichMarkdown
from rich.segment import Segment
from rich.theme import Theme
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from shortlist.core.analysis import Analysis
from shortlist.sanitising import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.widgets.pane import Pane

STYLES = Theme(
    {
        **{f"markdown.h{level}": "bold" for level in range(3, 8)},
        "markdown.h1": "bold",
        "markdown.h2": "bold underline",
        "markdown.code": "bold",
        "markdown.code_block": "",
        "markdown.block_quote": "italic",
        "markdown.item.bullet": "bold",
        "markdown.item.number": "bold",
        "markdown.hr": "",
        "markdown.link": "underline",
        "markdown.link_url": "underline",
        "markdown.table.border": "",
        "markdown.table.header": "bold",
    }
)
"""Weight and line alone: the colours are those of the theme, dark or light."""


def rendered(markdown: str, width: int) -> list[Strip]:
    """Markdown drawn in that many columns; links are shown as text and open nothing, no control character is left."""
    console = Console(width=width, file=io.StringIO(), color_system="truecolor", theme=STYLES, legacy_windows=False)
    document = RichMarkdown(markdown, hyperlinks=False, code_theme="ansi_dark")
    lines = console.render_lines(document, console.options.update(width=width), pad=False)
    return [Strip([Segment(shown(part.text), part.style) for part in line if not part.control]) for line in lines]


class PreviewPane(Pane):
    """Shows drawn lines; the keys of a pane scroll it."""

    DEFAULT_CSS = """
    PreviewPane, PreviewPane:focus { height: 1fr; border: none; padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._markdown = ""
        self._strips: list[Strip] = []

    def show_markdown(self, markdown: str) -> None:
        """Show another text, from the top."""
        self._markdown = markdown
        self._lay_out()
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def _lay_out(self) -> None:
        self._strips = rendered(self._markdown, max(20, self.steady_room)) if self._markdown else []
        self.resize_to(len(self._strips))

    def count(self) -> int:
        return len(self._strips)

    def render_line(self, y: int) -> Strip:
        number = self.top + y
        strip = self._strips[number] if number < len(self._strips) else Strip([])
        return strip.adjust_cell_length(self.room).apply_style(self.rich_style)


class PreviewDialog(Dialog[None]):
    """Shows the section first; the same key shows the whole record, and back."""

    DEFAULT_CSS = """
    PreviewDialog > #box { width: 96%; max-width: 124; height: 96%; max-height: 96%; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("preview")

    def __init__(self, analysis: Analysis, section: str | None) -> None:
        keys = keyed("↑ and ↓ scroll, PgDn a page, {preview.whole} the whole or the section, Esc closes.")
        super().__init__("", keys)
        self._analysis, self._section, self._whole = analysis, section, section is None

    def inside(self) -> ComposeResult:
        yield PreviewPane()

    def on_mount(self) -> None:
        self.query_one(PreviewPane).focus()
        # Once the width is known.
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        from shortlist.core.document.sections import SECTION_TITLES
        from shortlist.export.markdown import markdown, section_markdown

        if self._whole or self._section is None:
            heading, text = "Preview: the whole record", markdown(self._analysis)
        else:
            heading = f"Preview: {SECTION_TITLES[self._section]}"
            text = section_markdown(self._analysis, self._section)
        self.write("heading", heading)
        self.query_one(PreviewPane).show_markdown(text)

    def action_whole(self) -> None:
        if self._section is not None:
            self._whole = not self._whole
            self._draw()
