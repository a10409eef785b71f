"""What a person confirmed once about imports: which names are which models, what the columns of a table mean, and which
step a suite of examples is of.

One TOML file in the data directory, `aliases.toml`, written like a workspace: all or nothing, under a lock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from shortlist.core.document.problems import meant
from shortlist.core.importing.names import Alias
from shortlist.core.importing.runs import StepAlias
from shortlist.sanitising import shown
from shortlist.store.places import Places
from shortlist.store.reading import UnreadableFile, decode_text, parse_toml, read_bytes

SCHEMA = 1
ALIAS_KEYS: dict[str, type] = {
    "format": str,
    "name": str,
    "model": str,
    "provider": str,
    "effort": str,
    "confirmed_on": dt.date,
}
STEP_KEYS: dict[str, type] = {"format": str, "name": str, "step": str, "confirmed_on": dt.date}
MAP_KEYS: dict[str, type] = {"header": list, "columns": dict, "confirmed_on": dt.date}
TABLES = ("aliases", "columns", "steps")
OPTIONAL = {"provider": "", "effort": ""}

Columns = Mapping[str, str]
"""What the columns of a table mean: heading to meaning."""
_WORDS: dict[type, str] = {str: "text", dt.date: "a date", list: "a list", dict: "a table"}


class ImportMemory:
    """The file of confirmed names and column maps."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.path = places.aliases

    def aliases(self) -> tuple[Alias, ...]:
        """The confirmed names, the latest of each last. Raises `UnreadableFile`."""
        return tuple(Alias(**row) for row in self._rows("aliases", ALIAS_KEYS))

    def columns(self, header: Iterable[str]) -> Columns | None:
        """What was confirmed of a table with this header; None where nothing was."""
        wanted = list(header)
        return next((row["columns"] for row in self._rows("columns", MAP_KEYS) if row["header"] == wanted), None)

    def keep_aliases(self, more: Iterable[Alias]) -> None:
        """Remember names, each in the place of an older entry for it. Raises `SaveFailed` or `UnreadableFile`."""
        self._keep_named("aliases", ALIAS_KEYS, more)

    def steps(self) -> tuple[StepAlias, ...]:
        """The steps that suites were confirmed to be of, the latest of each last. Raises `UnreadableFile`."""
        return tuple(StepAlias(**row) for row in self._rows("steps", STEP_KEYS))

    def keep_steps(self, more: Iterable[StepAlias]) -> None:
        """Remember steps, each in the place of an older entry for its suite."""
        self._keep_named("steps", STEP_KEYS, more)

    def keep_columns(self, header: Iterable[str], columns: Columns, today: dt.date) -> None:
        """Remember what the columns of a table mean."""
        row = {"header": list(header), "columns": dict(columns), "confirmed_on": today}
        self._write("columns", MAP_KEYS, lambda old: old["header"] == row["header"], [row])

    def _keep_named(self, key: str, keys: Mapping[str, type], more: Iterable[Alias | StepAlias]) -> None:
        new = {(one.format, one.name): one._asdict() for one in more}
        if new:
            self._write(key, keys, lambda row: (row["format"], row["name"]) in new, new.values())

    def _write(self, key: str, keys: Mapping[str, type], replaced: Any, new: Iterable[Mapping[str, Any]]) -> None:
        from shortlist.store.atomic import private_folder, write_atomic  # only a confirmation needs them
        from shortlist.store.locking import saving
        from shortlist.store.toml_text import data_text

        private_folder(self._places.data)
        with saving(self._places.state, self.path):
            kept = [row for row in self._rows(key, keys) if not replaced(row)]
            data = {**self._read(), "schema": SCHEMA, key: [*kept, *new]}
            write_atomic(self.path, data_text(data).encode("utf-8"))

    def _read(self) -> dict[str, Any]:
        if not self.path.exists():
            return {}
        data = parse_toml(decode_text(read_bytes(self.path), self.path), self.path)
        if data.get("schema") != SCHEMA:
            raise UnreadableFile(self.path, f"schema: expected {SCHEMA}; move the file away to start a new one")
        unknown = next((key for key in data if key not in ("schema", *TABLES)), None)
        if unknown is not None:
            raise UnreadableFile(self.path, f"{shown(unknown)}: unknown key; known: {', '.join(TABLES)}")
        return data

    def _rows(self, key: str, keys: Mapping[str, type]) -> list[dict[str, Any]]:
        rows = self._read().get(key, [])
        if not isinstance(rows, list):
            raise UnreadableFile(self.path, f"{key}: expected a list of tables")
        return [self._checked(f"{key}[{index}]", row, keys) for index, row in enumerate(rows)]

    def _checked(self, place: str, found: Any, keys: Mapping[str, type]) -> dict[str, Any]:
        if not isinstance(found, dict):
            raise UnreadableFile(self.path, f"{place}: expected a table")
        row: dict[str, Any] = {**{key: value for key, value in OPTIONAL.items() if key in keys}, **found}
        for key in row:
            if key not in keys:
                raise UnreadableFile(self.path, f"{place}.{shown(key)}: unknown key; {shown(meant(key, keys))}")
        for key, kind in keys.items():
            if type(row.get(key)) is not kind:
                raise UnreadableFile(self.path, f"{place}.{key}: expected {_WORDS[kind]}")
        if "columns" in keys and not all(isinstance(value, str) for value in row["columns"].values()):
            raise UnreadableFile(self.path, f"{place}.columns: expected texts")
        return row
