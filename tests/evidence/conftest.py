"""Files of runs, read as the application does it, and archives as Inspect writes them."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.evidence.found_run import FoundRun, FoundRuns, ReadOptions
from shortlist.importing_runs import read_any, read_runs, runs_in
from tests.conftest import FIXTURES, TODAY

Write = Callable[..., Path]


def real(name: str) -> Path:
    """A real file; the test is skipped where the files are not there."""
    path = FIXTURES / "evaluations" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    return path


def found_in(path: Path, asked: ReadOptions | None = None, **how: Any) -> FoundRuns:
    """The runs of a file."""
    source = runs_in(path, read_any(path, TODAY), **how)
    assert source is not None
    return read_runs(source, asked or ReadOptions())


def only(found: FoundRuns) -> FoundRun:
    """The one run of a file."""
    (run,) = found.runs
    return run


def archive(members: Mapping[str, object], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of JSON members; method 93 is Zstandard, as Inspect writes it now."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method if method != 93 else zipfile.ZIP_STORED) as file:
        for name, values in members.items():
            data = values if isinstance(values, bytes) else json.dumps(values).encode("utf-8")
            if method != 93:
                file.writestr(name, data)
                continue
            # zipfile writes what it is given and calls it stored; the directory is told afterwards what it is.
            info = zipfile.ZipInfo(name)
            file.writestr(info, compressed(data))
            info.compress_type, info.file_size, info.CRC = 93, len(data), zlib.crc32(data)
    return packed.getvalue()


def compressed(data: bytes) -> bytes:
    """A Zstandard frame."""
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd
    return zstd.compress(data)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of runs: bytes and texts as they are, lists of lines as JSON Lines, anything else as JSON."""

    def call(name: str, content: object, lines: bool = False) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, "utf-8")
        elif lines:
            assert isinstance(content, list)
            path.write_text("".join(json.dumps(one) + "\n" for one in content), "utf-8")
        else:
            path.write_text(json.dumps(content), "utf-8")
        return path

    return call
