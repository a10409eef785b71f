"""What all measurements share."""

from __future__ import annotations

import compileall
from pathlib import Path

import pytest

import shortlist


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """An installed package is compiled; where Python may write no bytecode, a checkout is compiled at every start."""
    compileall.compile_dir(Path(shortlist.__file__).parent, quiet=1)
