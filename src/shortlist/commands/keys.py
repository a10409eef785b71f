"""Every key of the application, without a terminal: what it does, where, and whether the user moved it."""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path
from typing import Any

from shortlist.commands.common import OK, out, print_json
from shortlist.core.basics.errors import ShortlistError
from shortlist.store.places import places


def keys(arguments: argparse.Namespace) -> int:
    """Print the bindings with the keys that are in force; mistakes in the user's file are told after them."""
    from shortlist.store.keymap import read_keymap
    from shortlist.tui.app.keymap_file import understood
    from shortlist.tui.keys.table import listed

    where = places(arguments.data_dir)
    entries, mistakes = read_keymap(where)
    keymap = understood(entries, str(where.keymap))
    rows: list[dict[str, Any]] = [
        {
            "id": one.id,
            "keys": list(keymap.keys.get(one.id, one.keys)),
            "usual": list(one.keys),
            "yours": one.id in keymap.keys,
            "does": one.name,
            "where": one.where,
        }
        for one in listed()
    ]
    if arguments.json:
        print_json({"file": str(where.keymap), "keys": rows})
    else:
        _print(rows, where.keymap)
    if mistakes or keymap.mistakes:
        raise ShortlistError("\n".join((*mistakes, *keymap.mistakes)))
    return OK


def _print(rows: list[dict[str, Any]], file: Path) -> None:
    """What works where, by which keys; those of the user's own marked."""
    from shortlist.export.tables import PrintedTable, text
    from shortlist.tui.keys.bindings import key_name

    console, told = out(), []
    for row in rows:
        keys = ", ".join(map(key_name, row["keys"]))
        told.append((row, f"{keys} (yours)" if row["yours"] else keys))
    widest = max(len(keys) for _, keys in told)
    for where, group in groupby(told, key=lambda one: one[0]["where"]):
        table = PrintedTable(where.ljust(widest), "", "id", giving_way=1)
        for row, keys in group:
            table.add(text(keys), text(row["does"]), text(row["id"]))
        table.print(console)
        console.print()
    console.print(text(f'Your own keys: a line such as "candidates.sort" = "ctrl+k, f7" in {file}'))
