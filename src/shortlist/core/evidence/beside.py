"""What lies beside a workspace of its evidence: the rows of runs, and the golden datasets as they are now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shortlist.core.document.evaluation import Evaluation
from shortlist.core.evidence.rows import SHORT_DIGEST, ExampleRow, RunRows

_ROWS_FILE = re.compile(rf"(?:.*/)?([0-9a-f]{{{SHORT_DIGEST}}})\.jsonl")


class Beside(NamedTuple):
    """The files of a workspace's evidence, as they were found."""

    runs: Mapping[str, RunRows] = {}
    """By the digest of the run."""
    golden: Mapping[str, str] = {}
    """By step, the digest of its golden dataset; of steps that have one."""

    def rows(self, run: Evaluation) -> Sequence[ExampleRow] | None:
        """The rows of a run; None where it has none, or none that can be relied on."""
        found = self.runs.get(run.sha256) if run.sha256 else None
        return None if found is None else found.rows

    @property
    def known_rows(self) -> dict[str, Sequence[ExampleRow]]:
        """The rows of all runs that have some, by the digest of the run."""
        return {digest: found.rows for digest, found in self.runs.items() if found.rows}


def has_rows(run: Evaluation) -> bool:
    """Whether a run says that its rows lie beside the workspace; one that was typed in, or read as totals, does not."""
    named = _ROWS_FILE.fullmatch(run.file)
    return named is not None and run.sha256.startswith(named[1])
