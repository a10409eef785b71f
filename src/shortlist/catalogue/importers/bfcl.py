"""The Berkeley Function-Calling Leaderboard: accuracy in percent, once with native calling, once by prompt.

https://gorilla.cs.berkeley.edu/leaderboard.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from shortlist.catalogue.importers.arena import licence_facts
from shortlist.catalogue.importers.common import (
    MOST_NAMES,
    Importer,
    Origin,
    read_aside,
    setting,
    table_records,
    table_with,
    tried,
)
from shortlist.core.importing.rows import Item, ModelRow
from shortlist.core.importing.source_file import SourceFile
from shortlist.core.importing.values import LONGEST_TEXT, BadValue, number, percentage, required, text

SOURCE, URL = "Berkeley Function-Calling Leaderboard", "https://gorilla.cs.berkeley.edu/leaderboard.html"
METRIC = "quality.bfcl"
PARTS = {
    "Non-Live AST Acc": "non_live",
    "Non-Live AST Summary": "non_live",
    "Live Acc": "live",
    "Multi Turn Acc": "multi_turn",
    "Memory Acc": "memory",
}
HARNESS = {"fc": "native function calling", "prompt": "functions in the prompt"}
PROMPTED = "_prompt"
"""What the metrics of rows end in whose functions stand in the prompt: the two ways are not comparable."""


sniff = table_with("Overall Acc", "Model", "Multi Turn Acc")


def read(document: SourceFile) -> Iterator[Item]:
    """A row for every model and way of calling; one beside a native row that names no way is the prompted one."""
    assert document.table is not None
    found = (_parts(record.cells.get("Model", "")[:LONGEST_TEXT]) for record in document.table.records())
    native = frozenset(name.casefold() for name, way, _ in islice(found, MOST_NAMES) if way == "fc")
    return table_records(document, lambda place, row: _row(document, place, row, native), "Model")


def _row(document: SourceFile, place: str, row: Mapping[str, str], native: frozenset[str]) -> ModelRow:
    id_ = required(row["Model"], "model")
    name, way, effort = _parts(id_)
    if not way and name.casefold() in native:
        way = "prompt"
    overall = percentage(row["Overall Acc"])
    if overall is None:
        raise BadValue("it has no overall accuracy")
    stated = document.version or f"leaderboard of {document.day}"
    origin = Origin(SOURCE, document.day, URL, ", ".join(filter(None, (stated, HARNESS.get(way, way)))))
    metric, notes = METRIC, list[str]()
    if way == "prompt":
        metric += PROMPTED
    figures = list(origin.figure(metric, overall))
    for column, part in PARTS.items():
        figures += tried(notes, column, origin.read, f"{metric}_{part}", percentage, row.get(column), minor=True)
    model, named_setting = setting(name)
    return ModelRow(
        id=id_,
        place=place,
        name=id_,
        model=model,
        developer=text(row.get("Organization")),
        effort=effort or named_setting,
        facts=licence_facts(text(row.get("License"))),
        figures=tuple(figures),
        notes=(*notes, *_notes(row, notes)),
    )


def _parts(id_: str) -> tuple[str, str, str]:
    """The model, the way of calling, and the setting that stands with it."""
    name, opened, told = id_.rpartition("(")
    if not opened or not name.strip(" ") or not told.endswith(")") or told.count(")") > 1:
        return id_, "", ""
    words = re.findall(r"[a-z]+", told.casefold())
    way = next((word for word in words if word in HARNESS), "")
    return name.rstrip(" "), way, "thinking" if "thinking" in words else ""


def _notes(row: Mapping[str, str], notes: list[str]) -> Iterator[str]:
    cost, latency = (
        read_aside(notes, column, None, number, row.get(column), grouped=True)
        for column in ("Total Cost ($)", "Latency Mean (s)")
    )
    if cost is not None:
        yield f"The whole leaderboard cost ${cost:g}."
    if latency is not None:
        yield f"A call of the leaderboard took {latency:g} s on average, which is no time to first token."


FORMAT = Importer("bfcl", "Berkeley Function-Calling Leaderboard", sniff, read)
