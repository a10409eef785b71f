"""The failures of the runs in force: which of them are wanted, and their table. Worked out once for the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING, NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.evidence.failures import ExampleOutcome, failed_examples
from shortlist.core.evidence.rows import RowVerdict
from shortlist.tui.draw.lines import Cell, cut
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.evidence.tables import VERDICTS, WIDE
from shortlist.tui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from shortlist.core.evidence.files import KnownExample


class WantedFailures(NamedTuple):
    """Which failures are shown: those of one run, of a kind, with a verdict; None where all are."""

    run: tuple[str, str] | None = None
    """A candidate and a step."""
    kind: str | None = None
    verdict: RowVerdict | None = None

    def takes(self, example: ExampleOutcome) -> bool:
        """Whether an example is among them."""
        if self.kind is not None and example.kind != self.kind:
            return False
        if self.run is not None and example.step != self.run[1]:
            return False
        asked = [self.run[0]] if self.run is not None else list(example.answers)
        rows = [row for candidate in asked for row in example.answers.get(candidate, ())]
        if self.verdict is None:
            return any(row.verdict != "ok" for row in rows)
        return any(row.verdict == self.verdict for row in rows)


def failures_table(
    analysis: Analysis,
    width: int,
    examples: Sequence[ExampleOutcome],
    columns: Sequence[str],
    inputs: Mapping[str, str],
) -> Table:
    """The examples that somebody failed at, a column a candidate; `inputs` by the digest, where they are kept."""
    size = 10 if width < WIDE else 16
    names = [analysis.by_id[id_].candidate.name for id_ in columns]
    head = (
        Column("example", "example", 14),
        Column("kind", "kind", 12),
        *(Column(id_, name, least=size, names=True) for id_, name in zip(columns, names, strict=True)),
    )
    if inputs:
        # Its cell is the last of a row, and runs on to the edge.
        head += (Column("input", "input", 12), Column("edge", "", 1))
    rows: list[Row] = []
    for step in analysis.scenario.steps:
        held = [one for one in examples if one.step == step.id]
        if held:
            rows.append(Row(f"step:{step.id}", (Cell(step.name, "head"),), heading=True))
        for one in held:
            cells = [
                Cell(one.id, "strong" if one.critical else "plain"),
                Cell(one.kind.replace("_", " "), "dim"),
                *(_answer_cell(one, id_, ANSWER if width >= ANSWERS and len(columns) <= 4 else 0) for id_ in columns),
            ]
            if inputs:
                cells.append(Cell(" ".join(inputs.get(one.digest, "")[:200].split()), "dim"))
            also = "critical" if one.critical else ""
            rows.append(Row(f"example:{one.step}:{one.digest}", tuple(cells), also=also))
    return Table(head, tuple(rows), empty("no_failures"))


ANSWERS, ANSWER = 130, 24
"""The columns of the table from which on answers stand beside their verdicts, and how many one takes at most."""


def _answer_cell(example: ExampleOutcome, candidate: str, most: int) -> Cell:
    """The verdict, and as many columns of the answer."""
    verdict = example.verdict(candidate)
    if verdict is None:
        return Cell("")
    right, of = example.right(candidate)
    told, tone = VERDICTS[verdict]
    if of > 1 and right < of:
        told += f" {of - right}/{of}"
    answer = next((row.answer for row in example.answers[candidate] if row.verdict == verdict), None)
    if most and answer:
        told += f"  {cut(' '.join(answer[:200].split()), most)}"
    return Cell(told, tone)


class FailureList:
    """The examples that somebody failed at, narrowed to what a person wants to see."""

    def __init__(self, analysis: Callable[[], Analysis]) -> None:
        """`analysis` gives the one that is shown."""
        self._analysis = analysis
        self.wanted = WantedFailures()
        """Which are shown."""
        self._failed: tuple[list[object], list[ExampleOutcome]] | None = None
        self._narrowed: tuple[list[ExampleOutcome], WantedFailures, list[ExampleOutcome]] | None = None
        self._listed: tuple[tuple[object, ...], Table] | None = None

    @property
    def examples(self) -> list[ExampleOutcome]:
        """Every example that somebody failed at."""
        runs = self._analysis().runs
        kept: list[object] = [one.kept for one in runs]
        if self._failed is None or len(kept) != len(self._failed[0]) or not all(map(is_, kept, self._failed[0])):
            self._failed = (kept, failed_examples(runs))
        return self._failed[1]

    @property
    def shown(self) -> list[ExampleOutcome]:
        """Those that are wanted."""
        examples = self.examples
        if self._narrowed is None or self._narrowed[0] is not examples or self._narrowed[1] != self.wanted:
            self._narrowed = (examples, self.wanted, [one for one in examples if self.wanted.takes(one)])
        return self._narrowed[2]

    def at(self, key: str) -> ExampleOutcome | None:
        """The example of a line of the table."""
        _, step, digest = key.split(":", 2)
        return next((one for one in self.examples if (one.step, one.digest) == (step, digest)), None)

    def known(self, example: ExampleOutcome) -> KnownExample | None:
        """What the golden dataset holds of an example."""
        evidence = self._analysis().evidence
        return None if evidence is None else evidence.example(example.step, example.digest, example.id)

    def table(self, analysis: Analysis, width: int) -> Table:
        """The table; made once for the same failures, names and width, for it may have a thousand lines."""
        shown, names = self.shown, tuple((id_, one.candidate.name) for id_, one in analysis.by_id.items())
        steps = tuple((step.id, step.name) for step in analysis.scenario.steps)
        of = (id(shown), id(analysis.evidence), names, steps, width)
        if self._listed is None or self._listed[0] != of:
            self._listed = (of, self.table_of(analysis, shown, self.wanted.run and self.wanted.run[0], width))
        return self._listed[1]

    def table_of(self, analysis: Analysis, examples: Sequence[ExampleOutcome], first: str | None, width: int) -> Table:
        """The table of some examples, with a column for each candidate that was asked one, that of `first` first."""
        asked = {candidate for example in examples for candidate in example.answers}
        columns = sorted((id_ for id_ in analysis.by_id if id_ in asked), key=lambda id_: id_ != first)
        inputs = {one.digest: known.input for one in examples if (known := self.known(one)) is not None}
        return failures_table(analysis, width, examples, columns, inputs)

    @property
    def words(self) -> str:
        """How many are shown, and which."""
        analysis, wanted, told = self._analysis(), self.wanted, []
        if wanted.run is not None:
            candidate, step = wanted.run
            told.append(f"{analysis.by_id[candidate].candidate.name} in {analysis.scenario.named(step)}")
        if wanted.kind is not None:
            told.append(wanted.kind.replace("_", " "))
        if wanted.verdict is not None:
            told.append(VERDICTS[wanted.verdict][0])
        return f"{len(self.shown):,} of {len(self.examples):,}  {' · '.join(told) or 'all'}"
