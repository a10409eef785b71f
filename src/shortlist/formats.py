"""The formats that a decision is exported in: what each is for, how its files end, and what writes it.

The command line, the screens and the folders of records read them here; a new one is its module and a row. Modules are
named, so that each is loaded only when its format is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis


class ExportSource(NamedTuple):
    """Where the workspace comes from, as far as its content does not say it."""

    name: str = ""
    """The workspace's name."""
    golden: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    """By step, the examples of its golden dataset."""


NOWHERE = ExportSource()


class Format(NamedTuple):
    """A row of the table."""

    id: str
    ending: str
    told: str
    """What it is for, in a clause."""
    writer: str
    """The function that writes it, as `module:function` under `shortlist`."""
    record: bool = False
    """Whether it writes the record: then its writer takes the note on it, and a folder of records may hold it."""
    kind: str = ""
    """What the name of a file says of it, where the ending alone would be taken for another format."""

    sourced: bool = False
    """Whether its writer takes the `ExportSource`."""

    def write(self, analysis: Analysis, note: object = None, source: ExportSource | None = None) -> str:
        """The text; `note` (a `RecordNote`) where the record is not the one that the workspace itself has last."""
        module, _, function = self.writer.partition(":")
        writer = getattr(import_module(f"shortlist.{module}"), function)
        text: str
        if self.sourced:
            text = writer(analysis, source or NOWHERE)
        else:
            text = writer(analysis, note) if self.record else writer(analysis)
        return text


def _runs(id_: str, ending: str, told: str) -> Format:
    """A format of a gateway or test runner, which has a module and a function of its name."""
    name = id_.replace("-", "_")
    return Format(id_, ending, told, f"gateway.{name}:{name}", kind=id_, sourced=True)


_ROWS = (
    Format(
        "markdown",
        "md",
        "Markdown: the record with its facts and sources",
        "export.markdown:markdown",
        record=True,
        kind="record",
    ),
    Format("matrix", "md", "Matrix: the eleven criteria as a Markdown table", "export.matrix:matrix", kind="matrix"),
    Format("madr", "md", "MADR 4: for a folder of decision records", "export.madr:madr", record=True),
    Format("html", "html", "HTML: one page to read, send and print", "export.html_page:html_page", record=True),
    Format("csv", "csv", "CSV: the comparison for a spreadsheet", "export.csv_table:csv_table"),
    Format("json", "json", "JSON: all of the analysis for another program", "export.analysis_json:analysis_json"),
    Format("toml", "toml", "TOML: the workspace itself", "exporting:toml", kind="workspace"),
    _runs("litellm", "yaml", "LiteLLM: the config of its proxy, a group for each step"),
    _runs("openrouter", "jsonc", "OpenRouter: the body of a request for each step"),
    _runs("promptfoo", "yaml", "promptfoo: the golden examples as a regression test"),
    _runs("inspect-prices", "yaml", "Inspect: the prices of every candidate"),
)
FORMATS = {row.id: row for row in _ROWS}
"""The most likely first."""
RECORD_FORMATS = tuple(one.id for one in FORMATS.values() if one.record)
