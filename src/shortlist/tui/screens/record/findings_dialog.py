"""The findings by kind, those of one section first; the chosen one is returned, to go to where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from shortlist.core.basics.words import count
from shortlist.core.changes.place_words import place_words
from shortlist.core.document.workspace import Workspace
from shortlist.core.findings import Finding
from shortlist.export.finding_kinds import finding_kinds
from shortlist.sanitising import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.brief_names import in_brief
from shortlist.tui.screens.record.section_list import SEVERITY
from shortlist.tui.widgets.choices import Choices

STYLES = {"error": "bold $text-error", "warning": "bold $text-warning", "info": "$foreground 70%"}
"""Of the headings, by how bad what stands under them is."""
UNCOLOURED = {"error": "bold $foreground", "warning": "$foreground", "info": "$foreground 70%"}
"""The same where colours say nothing: the worse, the brighter."""


class FindingsDialog(Dialog[Finding]):
    """Lists findings; returns the chosen one, None for Esc."""

    DEFAULT_CSS = "FindingsDialog > #box { width: 94; }"

    def __init__(
        self,
        workspace: Workspace,
        section: str,
        here: Sequence[Finding],
        rest: Sequence[Finding],
        against: Sequence[Finding] = (),
    ) -> None:
        """`against` are the errors that stand against acceptance: warnings of today, and what is missing only then."""
        super().__init__()
        self._workspace = workspace
        self._chosen: list[Finding] = []
        """In the order of the list."""
        self._against = {(one.rule, one.where) for one in against}
        self._section, self._here, self._found = section, len(here), (*here, *rest)

    def compose(self) -> ComposeResult:
        heading = f"{len(self._found)} findings"
        if self._here:
            rest = len(self._found) - self._here
            heading = f"{self._here} on “{self._section}”"
            if rest:
                heading += f", then {rest} on the rest"
        if self._against:
            heading += f"; {count(len(self._against), 'error')} before acceptance"
        with Vertical(id="box"):
            yield Static(Content(shown(heading)), id="heading")
            yield Choices(*self._options(), markup=False, classes="fits")
            yield Static(Content("Enter goes to where it lies, Esc closes."), id="foot")

    def _options(self) -> Iterator[Option]:
        """By kind, under its name; what is said of several candidates stands over their list."""
        styles = UNCOLOURED if self.app.no_color else STYLES
        for part in (self._found[: self._here], self._found[self._here :]):
            for kind in finding_kinds(self._workspace, part):
                first = kind.alike[0].findings[0]
                gravity, style = SEVERITY[first.severity], styles[first.severity]
                if (first.rule, first.where) in self._against:
                    # No error yet, but one before acceptance.
                    gravity, style = "✖ error before acceptance", styles["error"]
                number = f" ({kind.number})" if kind.number > 1 else ""
                yield Option(Content.styled(f"{gravity}: {kind.name}{number}", style), disabled=True)
                for alike in kind.alike:
                    if len(alike.findings) == 1:
                        yield self._option(alike.findings[0], alike.told)
                        continue
                    yield Option(
                        Content.styled(f"  {shown(in_brief(alike.told, self._workspace))}", "$foreground"),
                        disabled=True,
                    )
                    for one in alike.findings:
                        yield self._option(one, f"  · {place_words(self._workspace, one.where)}")

    def _option(self, one: Finding, words: str) -> Option:
        self._chosen.append(one)
        told = shown(in_brief(words, self._workspace))
        return Option(Content(f"  {told}"), id=f"finding-{len(self._chosen) - 1}")

    def on_mount(self) -> None:
        choices = self.query_one(Choices)
        choices.highlighted = next(at for at, one in enumerate(choices.options) if not one.disabled)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        number = (event.option_id or "").removeprefix("finding-")
        self.dismiss(self._chosen[int(number)])
