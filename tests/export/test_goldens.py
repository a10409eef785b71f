"""The exports of the worked example, word for word; that of JSON is held by the test of `show --json`.

After a wanted change run `REGENERATE_GOLDEN=1 pytest tests/export/test_goldens.py`, and read
the difference in git.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from shipped import WORKED, analysis_of

from shortlist.core.analysis import Analysis
from shortlist.core.document.workspace import read_workspace
from shortlist.export.csv_table import csv_table
from shortlist.export.html_page import html_page
from shortlist.export.madr import madr
from shortlist.export.markdown import markdown
from shortlist.export.matrix import matrix
from shortlist.export.toml_file import toml_file
from shortlist.store.toml_text import workspace_text

GOLDEN = Path(__file__).parent / "golden"
EXPORTS: dict[str, Callable[[Analysis], str]] = {
    "worked.md": markdown,
    "worked-matrix.md": matrix,
    "worked.csv": csv_table,
    "worked-madr.md": madr,
    "worked.html": html_page,
    "worked.toml": lambda analysis: toml_file(workspace_text(analysis.workspace), analysis),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_worked_example(name: str) -> None:
    """Nothing changes in an export without being seen."""
    written = EXPORTS[name](analysis_of(WORKED))
    if os.environ.get("REGENERATE_GOLDEN"):
        (GOLDEN / name).write_text(written, encoding="utf-8")
    assert written == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_every_time(name: str) -> None:
    """An export is a function of the analysis, also when one analysis is exported twice."""
    analysis = analysis_of(WORKED)
    assert EXPORTS[name](analysis) == EXPORTS[name](analysis) == EXPORTS[name](analysis_of(WORKED))


def test_the_toml_reads_as_the_workspace_that_it_is() -> None:
    """Its list of sources is a comment."""
    analysis = analysis_of(WORKED)
    text = toml_file(workspace_text(analysis.workspace), analysis)
    assert "\n# Sources\n# 1. " in text
    assert read_workspace(tomllib.loads(text)) == analysis.workspace
