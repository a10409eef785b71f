"""The contents table of the Hugging Face Open LLM Leaderboard, as CSV or as JSON, plain or as the viewer answers it.

https://huggingface.co/datasets/open-llm-leaderboard/contents
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    first_items,
    numbered,
    read_aside,
    records,
    table,
    table_records,
    tried,
)
from shortlist.core.importing.rows import Item, ModelRow
from shortlist.core.importing.source_file import SourceFile, as_table
from shortlist.core.importing.values import BadValue, day, number, percentage, required, text

SOURCE = "Open LLM Leaderboard"
URL = "https://huggingface.co/spaces/open-llm-leaderboard/open_llm_leaderboard"
METRIC = "quality.open_llm"
PARTS = {
    "IFEval": "ifeval",
    "BBH": "bbh",
    "MATH Lvl 5": "math_lvl_5",
    "GPQA": "gpqa_open_llm",
    "MUSR": "musr",
    "MMLU-PRO": "mmlu_pro_open_llm",
}
"""Columns from 0 to 100; the two that Artificial Analysis measures too keep apart from its figures."""
AVERAGE = "Average"


def sniff(document: SourceFile) -> bool:
    """Rows with a `fullname`, an average and IFEval."""
    if document.table is not None:
        columns = document.table.header
    else:
        first = (first_items(document) or first_items(document, "rows"))[:1]
        columns = tuple(key for one in first for key in as_table(one.get("row", one)))
    return {"fullname", "IFEval", "BBH"} <= set(columns) and _average(columns) is not None


def _average(columns: Any) -> str | None:
    """The heading of the average, which has an arrow behind it."""
    return next((one for one in columns if isinstance(one, str) and one.split(" ")[0] == AVERAGE), None)


def read(document: SourceFile) -> Iterator[Item]:
    """A row for every model and precision; what the leaderboard flags is refused."""
    if document.table is not None:
        return table_records(document, lambda place, row: _row(document, place, row), "fullname")
    values = document.json if isinstance(document.json, list) else document.json["rows"]
    return records(
        numbered(values, "rows"),
        lambda place, one: _row(document, place, _flat(one)),
        lambda one: _flat(one)["fullname"],
    )


def _flat(value: Any) -> dict[str, Any]:
    entry = table(value)
    return table(entry["row"], "row") if "row" in entry else entry


def _row(document: SourceFile, place: str, row: Mapping[str, Any]) -> ModelRow:
    model = required(row.get("fullname"), "fullname")
    if str(row.get("Flagged", "")).casefold() == "true":
        raise BadValue("the leaderboard flags it")
    average = percentage(row.get(_average(row) or ""))
    if average is None:
        raise BadValue("it has no average")
    precision = text(row.get("Precision"))
    notes: list[str] = []
    as_of = read_aside(notes, "Submission Date", None, day, row.get("Submission Date")) or document.day
    version = ", ".join(filter(None, (document.version or "v2", precision)))
    origin = Origin(SOURCE, as_of, URL, version)
    figures = list(origin.figure(METRIC, average))
    for column, name in PARTS.items():
        figures += tried(notes, column, origin.read, f"quality.{name}", percentage, row.get(column), minor=True)
    size = read_aside(notes, "#Params (B)", None, number, row.get("#Params (B)"))
    facts = {"openness": "open_weight"}
    if licence := read_aside(notes, "Hub License", "", text, row.get("Hub License")):
        facts["licence"] = licence
    if size and size > 0:
        notes.append(f"{size:g} billion parameters.")
    return ModelRow(
        id=f"{model} ({precision})" if precision else model,
        place=place,
        name=model.rpartition("/")[2],
        model=model,
        facts=facts,
        figures=tuple(figures),
        notes=tuple(notes),
    )


FORMAT = Importer("open-llm", "Open LLM Leaderboard, contents", sniff, read)
