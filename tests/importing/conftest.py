"""Files to import, read and planned as the application does it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.importing.rows import Item, ModelRow, Refused, Withdrawn
from shortlist.importing import ImportOptions, RecognisedFile, open_source
from tests.conftest import FIXTURES

Write = Callable[..., Path]


def fixture(name: str) -> Path:
    """A real file; the test is skipped where the files are not there."""
    path = FIXTURES / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return path


def rows_of(source: RecognisedFile) -> tuple[dict[str, ModelRow], list[Refused]]:
    """The rows of a file by their ids, and what was refused."""
    items: list[Item] = list(source.importer.read(source.document))
    back = {(item.id, item.place): item for item in items if isinstance(item, Withdrawn)}
    rows = {item.id: item for item in items if isinstance(item, ModelRow) and (item.id, item.place) not in back}
    taken_back = [Refused(item.place, item.name, item.why) for item in back.values()]
    return rows, [*(item for item in items if isinstance(item, Refused)), *taken_back]


def figures_of(row: ModelRow) -> dict[Any, float]:
    """The figures of a row: by metric, and by metric and tier where they have one."""
    return {(one.metric, one.above_tokens) if one.above_tokens else one.metric: one.value for one in row.figures}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file to import: text, or data as JSON."""

    def call(name: str, content: object) -> Path:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return call


def opened(path: Path) -> RecognisedFile:
    """A file read and recognised, dated so that no clock matters."""
    return open_source(path, ImportOptions(as_of=dt.date(2026, 11, 20)))
