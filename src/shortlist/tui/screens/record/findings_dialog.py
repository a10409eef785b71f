"""The findings by kind, those of one section first; the chosen one is returned, to go to where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
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
        self._workspace, self._here, self._rest = workspace, here, rest
        self._chosen: list[Finding] = []
        """In the order of the list."""
        self._against = {(one.rule, one.where) for one in against}
        heading = f"{len(rest)} findings"
        if here:
            heading = f"{len(here)} on “{section}”"
            if rest:
                heading += f", then {len(rest)} on the rest"
        if self._against:
            heading += f"; {count(len(self._against), 'error')} before acceptance"
        super().__init__(heading, "Enter goes to where it lies, Esc closes.")

    def inside(self) -> ComposeResult:
        yield Choices(self._options(), classes="fits")

    def _options(self) -> Iterator[Option]:
        """By kind, under its name; what is said of several candidates stands over their list."""
        styles = UNCOLOURED if self.app.no_color else STYLES
        for part in (self._here, self._rest):
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
