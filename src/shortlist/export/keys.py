"""The keys of the application as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console

from shortlist.export.tables import Sheet, text


def print_keys(rows: Sequence[tuple[dict[str, Any], str]], file: Path, out: Console) -> None:
    """What works where, by which keys; those of the user's own marked."""
    widest = max(len(_keys(row, keys)) for row, keys in rows)
    for where, group in groupby(rows, key=lambda one: one[0]["where"]):
        table = Sheet((where.ljust(widest), "left"), ("", "left"), ("id", "left"), giving_way=1)
        for row, keys in group:
            table.add(text(_keys(row, keys)), text(row["does"]), text(row["id"]))
        table.print(out)
        out.print()
    out.print(text(f'Your own keys: a line such as "candidates.sort" = "ctrl+k, f7" in {file}'))


def _keys(row: dict[str, Any], keys: str) -> str:
    return f"{keys} (yours)" if row["yours"] else keys
