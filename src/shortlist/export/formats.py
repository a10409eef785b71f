"""The formats that an analysis is written in, by name; each module is imported when its format is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable

from shortlist.core.analysis import Analysis


def _json(analysis: Analysis) -> str:
    from shortlist.export.analysis_json import analysis_data

    return json.dumps(analysis_data(analysis), ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def _csv(analysis: Analysis) -> str:
    from shortlist.export.csv_table import csv_table

    return csv_table(analysis)


def _matrix(analysis: Analysis) -> str:
    from shortlist.export.matrix import matrix

    return matrix(analysis)


def _markdown(analysis: Analysis) -> str:
    from shortlist.export.markdown import markdown

    return markdown(analysis)


FORMATS: dict[str, Callable[[Analysis], str]] = {
    "markdown": _markdown,
    "matrix": _matrix,
    "json": _json,
    "csv": _csv,
}
"""What writes each format; TOML is the store's own."""
