"""What lies beside a workspace of its evidence: the rows of runs, and the golden datasets as they are now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from shortlist.core.document.evaluation import Evaluation
from shortlist.core.evidence.calibration import JudgeCheck
from shortlist.core.evidence.pairs import right_by_example
from shortlist.core.evidence.rates import (
    RIGHT,
    CostPerSuccess,
    Rate,
    Rates,
    clustered_rate,
    cost_per_success,
    rate_of,
    rates_of,
)
from shortlist.core.evidence.rows import SHORT_DIGEST, ExampleRow, tallied

_ROWS_FILE = re.compile(rf"(?:.*/)?([0-9a-f]{{{SHORT_DIGEST}}})\.jsonl")


@dataclass(frozen=True)
class RunRows:
    """The rows that lie beside a workspace for a run, or what is wrong with their file.

    What follows from them is computed when first asked for, and kept: they stay while the workspace is edited.
    """

    rows: tuple[ExampleRow, ...] | None
    problem: str = ""

    @cached_property
    def rates(self) -> Rates:
        return rates_of(self.rows or ())

    @cached_property
    def by_kind(self) -> dict[str, Rate]:
        """By kind of example, how many answers are right; rows without a kind are in none."""
        rows = self.rows or ()
        kinds = sorted({row.kind for row in rows if row.kind})
        told = {kind: rate_of((row for row in rows if row.kind == kind), RIGHT) for kind in kinds}
        return {kind: one for kind, one in told.items() if one is not None}

    @cached_property
    def by_metric(self) -> dict[str, Rate]:
        """By name, how often each rate of the run's own was so."""
        rows = self.rows or ()
        counts = tallied(((name, row.digest), passed) for row in rows for name, passed in row.metrics.items())
        clusters: dict[str, list[tuple[int, int]]] = {}
        for (name, _), counted in counts.items():
            clusters.setdefault(name, []).append(counted)
        told = {name: clustered_rate(clusters[name]) for name in sorted(clusters)}
        return {name: one for name, one in told.items() if one is not None}

    @cached_property
    def cost_per_success(self) -> CostPerSuccess | None:
        return cost_per_success(self.rows or ())

    @cached_property
    def first_tokens(self) -> tuple[float, ...]:
        """How long each answer took to its first token, in seconds and in the order of the rows, where it is known."""
        return tuple(row.ttft_s for row in self.rows or () if row.ttft_s is not None)

    @cached_property
    def right(self) -> dict[str, bool]:
        """Whether each example was answered rightly, by digest."""
        return right_by_example(self.rows or ())


class KnownExample(NamedTuple):
    """What a golden dataset holds of an example, as texts."""

    input: str
    expected: str = ""
    note: str = ""


class EvidenceFiles(NamedTuple):
    """The files of a workspace's evidence, as they were found."""

    runs: Mapping[str, RunRows] = {}
    """By the digest of the run."""
    golden: Mapping[str, frozenset[str]] = {}
    """By step, the digests of the examples of its golden dataset; of steps that have one."""
    examples: Mapping[str, Mapping[str, KnownExample]] = {}
    """By step, what its golden dataset holds of an example: by the digest of its input, and by its id."""
    rubrics: Mapping[str, str] = {}
    """By step, the digest of the rubrics by which a judge grades its examples."""
    checks: tuple[JudgeCheck, ...] = ()
    """The verdicts of judges that a person checked."""

    def of(self, run: Evaluation) -> RunRows | None:
        """The rows of a run; None where it has none."""
        return self.runs.get(run.sha256) if has_rows(run) else None

    def example(self, step: str, digest: str, id_: str) -> KnownExample | None:
        """What the golden dataset of a step holds of an example; by its id where a tool knows it by another digest."""
        known = self.examples.get(step, {})
        return known.get(digest) or known.get(id_)


def has_rows(run: Evaluation) -> bool:
    """Whether a run says that its rows lie beside the workspace; one that was typed in, or read as totals, does not."""
    named = _ROWS_FILE.fullmatch(run.file)
    return named is not None and run.sha256.startswith(named[1])
