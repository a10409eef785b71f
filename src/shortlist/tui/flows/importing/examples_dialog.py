"""What the columns of a table of examples mean: proposed, changed, confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.importing.example_columns import (
    METRIC,
    METRIC_HELP,
    checked_meanings,
    example_meaning_words,
    example_meanings,
    is_examples,
)
from shortlist.core.importing.source_file import SourceFile
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.draw.lines import Cell
from shortlist.tui.flows.importing.mapping_dialog import MappingDialog
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.table import Row

ABOUT = (
    "A table of examples, one answer a line. What stands here is guessed from its headings and nothing is read yet: "
    "one column is the example or its input, and one whether it was answered rightly."
)
LACKS = "One column needs to be the example or its input, and one the verdict or whether it passed."


class ExamplesDialog(MappingDialog[Mapping[str, str]]):
    """Asks what the columns mean; an empty answer says that it is no table of examples, None is Esc."""

    help_text = (
        "Each column with its first value and what it is taken for. Enter says what it means; {import.columns} "
        "confirms, and a table with the same headings is not asked about again."
    )
    OTHER = "other"
    """The key of the line that says it is no table of examples."""
    NAMED = PREFIX = METRIC

    def __init__(self, document: SourceFile, proposed: Mapping[str, str]) -> None:
        super().__init__(document, proposed, ABOUT, example_meanings, example_meaning_words)

    def beneath(self) -> list[Row]:
        return [Row(self.OTHER, (Cell("none of this", "head"), Cell("read it as a table of figures")))]

    def asked_name(self, title: str) -> PromptDialog:
        return PromptDialog("The name of the rate", METRIC_HELP, "_".join(title.casefold().split()), "a name")

    def on_grid_opened(self) -> None:
        key = self.query_one(Grid).row_key
        if key == self.OTHER:
            self.dismiss({})
        elif key is not None:
            self.ask_meaning(key)

    def action_confirm(self) -> None:
        try:
            found = checked_meanings(self.columns, self._header)
        except ShortlistError as error:
            self.write("wrong", str(error))
            return
        if not is_examples(found):
            self.write("wrong", LACKS)
            return
        self.texts_taken()
        self.dismiss(found)
