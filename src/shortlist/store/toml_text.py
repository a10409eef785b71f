"""A workspace as canonical TOML: keys in the order of the schema, every table under its own heading.

tomli-w chooses between an inline array and `[[…]]` headings by the length of a row, so that one more word in a note
would move a whole list; here a table always has a heading, and tomli-w writes the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tomli_w import dumps

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.leaf_differences import are_rows
from shortlist.core.document.workspace import Workspace, to_data
from shortlist.sanitising import UNSEEN

KEPT = 200
"""Characters of a text whose line is kept at most."""


def workspace_text(workspace: Workspace, candidates: Sequence[str] = ()) -> str:
    """The canonical text of a workspace; the same workspace always gives the same text.

    `candidates` are the texts of its candidates, where they are known (`candidate_text`).
    """
    if not candidates:
        return data_text(to_data(workspace))
    data = to_data(workspace.model_copy(update={"candidates": ()}))
    return data_text({**data, "candidates": WrittenTables(tuple(candidates))})


def candidate_text(candidate: Candidate) -> str:
    """What the text of a workspace holds of a candidate."""
    return "\n".join(_blocks({"candidates": [to_data(candidate)]}, ()))


class WrittenTables(NamedTuple):
    """Tables that are text already."""

    texts: tuple[str, ...]


def data_text(data: Mapping[str, Any]) -> str:
    """Plain data as TOML text."""
    return "\n".join(_blocks(data, ())).lstrip("\n")


def _blocks(table: Mapping[str, Any], place: Sequence[str]) -> Iterator[str]:
    """A table's own values, then its tables, each under its heading."""
    plain = {k: v for k, v in table.items() if not isinstance(v, Mapping | WrittenTables) and not are_rows(v)}
    values = "".join(_line(key, value) for key, value in plain.items())
    if values:
        yield values
    for key, value in table.items():
        below = (*place, key)
        if isinstance(value, Mapping):
            yield f"[{_heading(below)}]"
            yield from _blocks(value, below)
        elif isinstance(value, WrittenTables):
            yield from value.texts
        elif are_rows(value):
            for row in value:
                yield f"[[{_heading(below)}]]"
                yield from _blocks(row, below)


def _line(key: str, value: Any) -> str:
    """One key and its value; a short one as it was written before, for every save writes most lines again."""
    if isinstance(value, list | tuple | Mapping) or (isinstance(value, str) and len(value) > KEPT):
        return _written(key, value)
    return _kept_line(key, value, str(value))


# Every save writes the whole file, and most of its lines are those of the save before; the line is its arguments
# alone.
@lru_cache(maxsize=16384, typed=True)
def _kept_line(key: str, value: Any, told: str) -> str:
    """A line that is kept; `told` tells 0.0 from -0.0, which are equal, and the type 1 from 1.0 and True."""
    return _written(key, value)


def _written(key: str, value: Any) -> str:
    """A line; text with line breaks is written as it reads, unless that would change its line ends."""
    texts = value if isinstance(value, list | tuple) else (value,)
    changed = any("\r\n" in text for text in texts if isinstance(text, str))
    return escaped(dumps({key: value}, multiline_strings=not changed))


def escaped(text: str) -> str:
    """TOML text in which what steers a terminal or the direction of reading is written as an escape.

    tomli-w writes basic strings only, in which an escape stands for its character; elsewhere none of these occurs.
    """

    def escape(match: re.Match[str]) -> str:
        code = ord(match.group())
        return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"

    return UNSEEN.sub(escape, text)


def _heading(place: Sequence[str]) -> str:
    return ".".join(map(_key, place))


# Every heading and line asks for the few keys there are; the key alone decides.
@lru_cache(maxsize=1024)
def _key(key: str) -> str:
    return escaped(dumps({key: 0})).removesuffix(" = 0\n")
