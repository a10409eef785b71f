"""Documents of older versions of the format, brought to the present one in memory by pure functions, a step each.

A file of every version is kept among the tests, and must read for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shortlist.core.document.workspace import SCHEMA

Data = Mapping[str, Any]
Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: dict[int, Migration] = {1: dict}
"""From a version to the next one. A file of the first reads as it stands, with the meaning of the second."""


def schema_of(data: Data) -> int | None:
    """The version that a document says it has; None where it says none, or something else than a number."""
    found = data.get("schema")
    return found if type(found) is int else None


def migrated(data: Data, steps: Mapping[int, Migration] = MIGRATIONS) -> dict[str, Any]:
    """The document in the present version; one that is not older, or whose version is not known, as it is.

    A step is given the document of its version without `schema`, and returns that of the next one.
    """
    version = schema_of(data)
    document = dict(data)
    while version is not None and version < SCHEMA and version in steps:
        document.pop("schema")
        version += 1
        document = {"schema": version, **steps[version - 1](document)}
    return document
