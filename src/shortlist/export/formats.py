"""The formats that an analysis is written in, by name; each module is imported when its format is asked for."""

from __future__ import annotations

import json
from typing import Protocol

from shortlist.core.analysis import Analysis
from shortlist.export.notes import RecordNote


class Writer(Protocol):
    """What writes a format; `note` where the record is not the one that the workspace itself has last."""

    def __call__(self, analysis: Analysis, note: RecordNote | None = None) -> str: ...


def _json(analysis: Analysis, note: RecordNote | None = None) -> str:
    from shortlist.export.analysis_json import analysis_data

    return json.dumps(analysis_data(analysis), ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def _csv(analysis: Analysis, note: RecordNote | None = None) -> str:
    from shortlist.export.csv_table import csv_table

    return csv_table(analysis)


def _matrix(analysis: Analysis, note: RecordNote | None = None) -> str:
    from shortlist.export.matrix import matrix

    return matrix(analysis)


def _markdown(analysis: Analysis, note: RecordNote | None = None) -> str:
    from shortlist.export.markdown import markdown

    return markdown(analysis, note)


def _madr(analysis: Analysis, note: RecordNote | None = None) -> str:
    from shortlist.export.madr import madr

    return madr(analysis, note)


def _html(analysis: Analysis, note: RecordNote | None = None) -> str:
    from shortlist.export.html_page import html_page

    return html_page(analysis, note)


FORMATS: dict[str, Writer] = {
    "markdown": _markdown,
    "madr": _madr,
    "matrix": _matrix,
    "html": _html,
    "json": _json,
    "csv": _csv,
}
"""What writes each format; TOML is the store's own."""
