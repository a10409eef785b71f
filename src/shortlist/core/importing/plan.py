"""What an import would do: for every row what is new, what changes from which figure to which, what stays, what is
refused. Pure: rows come in as they are read, nothing is written, and only what can be chosen is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.metrics import PRICE_METRICS, SETTING_METRICS, is_quality
from shortlist.core.document.plausible import implausible, implausible_rent
from shortlist.core.document.shutdown import ending_for, with_ending
from shortlist.core.document.workspace import Workspace
from shortlist.core.importing.names import Names
from shortlist.core.importing.row_changes import (
    FactChange,
    FigureChange,
    fact_changes,
    figure_changes,
    hosting_changes,
    with_remarks,
)
from shortlist.core.importing.rows import Item, ModelRow, ProposedAnswer, Refused, RowFigure, Withdrawn

LineKind = Literal["changed", "match", "new", "unchanged"]
ORDER: Mapping[LineKind, int] = {"changed": 0, "match": 1, "new": 2, "unchanged": 3}
"""How the kinds of lines stand in a preview."""
MOST_LINES = 20_000
"""Lines that are kept to be chosen from; the others are counted, so that the memory of an import is bounded."""
MOST_REFUSED = 1_000
"""Refusals that are told one by one; the others are counted."""
REQUIRED = ("provider", "access", "openness")
"""What a candidate cannot be without and many files do not say."""

Tick = Callable[[int], None]
"""Told how many records were read; it raises to stop the work."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One line of the preview: a row and the candidate it concerns, or a row that would be a new candidate."""

    kind: LineKind
    row: ModelRow
    candidate: Candidate | None = None
    figures: tuple[FigureChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    answer: ProposedAnswer | None = None
    difference: str = ""
    """Of a likely match: what a person has to judge."""
    elsewhere: tuple[Candidate, ...] = ()
    """Of a new candidate: those that may be the same model at another provider."""
    lacks: tuple[str, ...] = ()
    """Of a new candidate: what it cannot be without and the file does not say."""
    doubts: tuple[str, ...] = ()
    """Why figures can hardly be what they are read as, each as a question; a person takes the line, or leaves it."""

    @property
    def key(self) -> str:
        """What no other line has: the row, the candidate, the check."""
        return "\t".join((self.row.id, getattr(self.candidate, "id", ""), getattr(self.answer, "check", "")))

    @property
    def chosen_at_first(self) -> bool:
        """Whether it is chosen before anybody chooses: what matches a candidate of the workspace, and nothing else."""
        return self.kind == "changed" and self.row.kind == "model" and self.answer is None and not self.doubts

    @property
    def changing(self) -> tuple[FigureChange, ...]:
        """The figures that would change something."""
        return tuple(one for one in self.figures if one.changes)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    format: str
    title: str
    lines: tuple[ImportLine, ...]
    refused: tuple[Refused, ...]
    read: int
    """Rows that were read, those refused left out."""
    refusals: int
    """Rows that were refused, those told one by one among them."""
    not_kept: int = 0
    """Rows beyond those that are kept to choose from."""
    notices: tuple[str, ...] = ()

    def count(self, kind: LineKind) -> int:
        return sum(line.kind == kind for line in self.lines)

    @property
    def undecided(self) -> frozenset[str]:
        """The ids of rows that may be one of the candidates, or new: they stand in lines of both kinds."""
        return frozenset(line.row.id for line in self.lines if line.kind == "match")

    @property
    def rows(self) -> Counter[LineKind]:
        """How many rows come to what; each is counted once, one that may be a candidate or new as the former."""
        kinds: dict[str, LineKind] = {}
        for line in sorted(self.lines, key=lambda line: ORDER[line.kind]):
            kinds.setdefault(line.row.id, line.kind)
        return Counter(kinds.values())

    @property
    def apart(self) -> int:
        """Rows that are read, concern no candidate, and are not to be chosen from."""
        return self.read - self.rows.total() - self.not_kept


@dataclass(slots=True)
class _Making:
    lines: list[ImportLine] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, lines: Iterable[ImportLine]) -> None:
        """Keep lines; of a file that speaks of the same candidates without end, twice as many as of others."""
        if len(self.lines) < 2 * MOST_LINES:
            self.lines += lines

    def refuse(self, refused: Refused) -> None:
        """Count a refusal, and keep it while there is room."""
        self.counts["refused"] += 1
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(refused)


def make_plan(
    workspace: Workspace,
    items: Iterable[Item],
    names: Names,
    *,
    title: str = "",
    notices: tuple[str, ...] = (),
    wanted: Callable[[ModelRow], bool] | None = None,
    tick: Tick | None = None,
) -> ImportPlan:
    """What taking over these rows would do to a workspace.

    `wanted` leaves out rows that match no candidate; `tick` is told of every record and may raise to stop.
    """
    making, counted = _Making(), counted_metrics(workspace)
    withdrawn: set[tuple[str, str]] = set()
    for number, item in enumerate(items, 1):
        if tick is not None:
            tick(number)
        if isinstance(item, Refused):
            making.refuse(item)
        elif isinstance(item, Withdrawn):
            # The row was placed before, and is taken back.
            withdrawn.add((item.id, item.place))
            making.counts["read"] -= 1
            making.refuse(Refused(item.place, item.name, item.why))
        else:
            making.counts["read"] += 1
            _place(making, item, names, counted, wanted)
    standing = (line for line in making.lines if (line.row.id, line.row.place) not in withdrawn)
    return ImportPlan(
        names.format,
        title,
        tuple(sorted(standing, key=lambda line: ORDER[line.kind])),
        tuple(making.refused),
        making.counts["read"],
        making.counts["refused"],
        making.counts["not kept"],
        notices,
    )


def counted_metrics(workspace: Workspace) -> frozenset[str]:
    """The metrics that a workspace counts or has figures of; of single benchmarks only these are taken."""
    scenario = workspace.scenario
    had = {figure.metric for one in workspace.candidates for figure in one.observations}
    return frozenset({scenario.quality_metric, *(scenario.metric_of(step) for step in scenario.steps), *had})


def _place(
    making: _Making, row: ModelRow, names: Names, counted: frozenset[str], wanted: Callable[[ModelRow], bool] | None
) -> None:
    if row.kind == "hosting":
        # The machines of every self-hosted candidate may be these.
        hosted = ((one, hosting_changes(row, one)) for one in names.candidates if one.self_hosted)
        rent = (row.hosting or {}).get("gpu_hour_usd")
        doubts: tuple[str, ...] = ()
        if rent is not None and (why := implausible_rent(rent)):
            doubts = (why,)
        making.add(
            ImportLine("changed" if changes else "unchanged", row, one, facts=changes, doubts=doubts)
            for one, changes in hosted
            if changes is not None
        )
        return
    joined = names.joined(row)
    if joined:
        row = _counted(row, counted)
        making.add(line for one in joined for line in joined_lines(row, one))
        return
    full = len(making.lines) >= MOST_LINES
    if full or (wanted is not None and not wanted(row)):
        making.counts["not kept"] += full
        return
    row = _counted(row, counted)
    proposals, elsewhere = names.judged(row)
    making.add(line for one in proposals for line in joined_lines(row, one.candidate, difference=one.difference))
    if row.model and not (row.figures or row.answers or row.provider):
        # A remark on a model makes no candidate.
        return
    if row.model:
        known = {"provider": row.provider, **row.facts}
        lacks = tuple(key for key in REQUIRED if not known.get(key))
        figures = figure_changes(settled_figures(row, None), None)
        doubts = doubts_of(figures)
        making.add([ImportLine("new", row, figures=figures, elsewhere=elsewhere, lacks=lacks, doubts=doubts)])
    elif not proposals:
        making.counts["read"] -= 1
        making.refuse(Refused(row.place, row.name, "the file names no model, and no candidate is open"))


def _counted(row: ModelRow, counted: frozenset[str]) -> ModelRow:
    """The row without the single benchmarks that nobody counts."""
    if not any(one.minor for one in row.figures):
        return row
    return replace(row, figures=tuple(one for one in row.figures if not one.minor or one.metric in counted))


def joined_lines(row: ModelRow, one: Candidate, difference: str = "") -> Iterator[ImportLine]:
    """What a row does to a candidate: one line for its figures and facts, and one for every answer it proposes."""
    figures = figure_changes(settled_figures(row, one), one)
    facts = fact_changes(row, one)
    if difference and row.effort and not one.effort:
        facts = (*facts, FactChange(("effort",), None, row.effort))
    kind: LineKind = "match" if difference else "changed"
    changing = bool(facts) or any(change.changes for change in figures)
    if changing or not row.answers:
        told: LineKind = kind if changing or difference else "unchanged"
        yield ImportLine(told, row, one, figures, facts, difference=difference, doubts=doubts_of(figures))
    answered = {answer.check for answer in one.answers}
    for answer in row.answers:
        if answer.check not in answered:
            yield ImportLine(kind, row, one, answer=answer, difference=difference)


def doubts_of(figures: Iterable[FigureChange]) -> tuple[str, ...]:
    """What is to be asked of figures that would change something."""
    told = ((one.figure.metric, implausible(one.figure.metric, one.figure.value)) for one in figures if one.changes)
    return tuple(f"{metric.removeprefix('quality.').replace('_', ' ')}: {why}" for metric, why in told if why)


def settled_figures(row: ModelRow, one: Candidate | None) -> Iterator[RowFigure]:
    """The figures of a row as a candidate would hold them: with the setting, and with the row that they stand in."""
    effort = getattr(one, "effort", "") or row.effort
    where = ""
    if not row.provider:
        called = f" ({row.name})" if row.name != row.id else ""
        where = f"Row {row.id}{called}."
    for figure in row.figures:
        if figure.unset and one is not None and one.effort:
            continue
        at = effort if figure.metric in SETTING_METRICS or is_quality(figure.metric) else figure.effort
        note = " ".join(filter(None, (where, figure.note)))
        # A closed model is measured at the API of its maker, whoever else resells it.
        elsewhere = ""
        if one is None or one.open or figure.metric in PRICE_METRICS:
            elsewhere = figure.provider
        yield replace(figure, effort=at, note=note, provider=elsewhere)


def candidate_document(line: ImportLine, id_: str, more: dict[str, Any]) -> dict[str, Any]:
    """A new candidate as the workspace file holds it; `more` is what a person or the catalogue adds."""
    row = line.row
    document: dict[str, Any] = {
        "id": id_,
        "name": row.name,
        "model": row.model,
        "developer": row.developer,
        "provider": row.provider,
        **row.facts,
        "effort": row.effort,
        "notes": with_remarks("", row),
        **more,
    }
    ending = ending_for(row.ends, str(document.get("provider", "")), row.developer)
    if ending is not None:
        document["ends_on"] = ending.day
        document["notes"] = with_ending(str(document["notes"]), ending.sentence)
    if document.get("access", "self_hosted") != "self_hosted":
        document.pop("hosting", None)
    document["observations"] = [change.figure.document() for change in line.figures] + more.get("observations", [])
    return {key: value for key, value in document.items() if value not in ("", None)}
