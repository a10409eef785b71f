"""Every key of the application, without a terminal: what it does, where, and whether the user moved it."""

from __future__ import annotations

import argparse
from typing import Any

from shortlist.commands.common import OK, out, print_json
from shortlist.core.basics.errors import ShortlistError
from shortlist.store.places import places


def keys(arguments: argparse.Namespace) -> int:
    """Print the bindings with the keys that are in force; mistakes in the user's file are told after them."""
    from shortlist.store.keymap import read_keymap
    from shortlist.tui.app.keymap_file import understood
    from shortlist.tui.keys.bindings import key_name
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
        from shortlist.export.keys import print_keys

        print_keys([(one, ", ".join(map(key_name, one["keys"]))) for one in rows], where.keymap, out())
    if mistakes or keymap.mistakes:
        raise ShortlistError("\n".join((*mistakes, *keymap.mistakes)))
    return OK
