"""The exports of the worked example, word for word; that of JSON is held by the test of `show --json`.

After a wanted change run `REGENERATE_GOLDEN=1 pytest tests/export/test_goldens.py`, and read
the difference in git.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from shipped import WORKED, analysis_of

from shortlist.core.document.workspace import read_workspace
from shortlist.formats import FORMATS

GOLDEN = Path(__file__).parent / "golden"
EXPORTS = {
    "worked.md": FORMATS["markdown"].write,
    "worked-matrix.md": FORMATS["matrix"].write,
    "worked.csv": FORMATS["csv"].write,
    "worked-madr.md": FORMATS["madr"].write,
    "worked.html": FORMATS["html"].write,
    "worked.toml": FORMATS["toml"].write,
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
    text = FORMATS["toml"].write(analysis)
    assert "\n# Sources\n# 1. " in text
    assert read_workspace(tomllib.loads(text)) == analysis.workspace
