"""The user's keys: one small TOML file in the data directory, which the application reads and never writes."""

from __future__ import annotations

import tomllib
from typing import Any

from shortlist.core.basics.errors import system_words
from shortlist.sanitising import shown
from shortlist.store.places import Places
from shortlist.store.reading import FileFormat, UnreadableFile, decode_text, read_bytes

KEYMAP = FileFormat("a file of keys", "it is TOML", 1_000_000)


def read_keymap(places: Places) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the file says, and what keeps it from being read; nothing of either where there is none."""
    path = places.keymap
    try:
        if not path.exists():
            return {}, ()
        return tomllib.loads(decode_text(read_bytes(path, KEYMAP), path, KEYMAP)), ()
    except UnreadableFile as error:
        return {}, (str(error),)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return {}, (f'{shown(str(path))}: {shown(str(error))}; a line reads "candidates.sort" = "x"',)
    except OSError as error:
        return {}, (f"{shown(str(path))}: {system_words(error)}",)
