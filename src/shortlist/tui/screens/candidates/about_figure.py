"""The figure under the cursor of the facts: how all candidates stand in it, where each has it from, what it feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.basics.words import count, listed, percent, said, seconds, usd
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import Measure, measures, quality_metrics, recorded_figure
from shortlist.core.document.metrics import METRICS, PRICE_METRICS, index_told, is_quality, metric_label
from shortlist.core.document.scenario import Column
from shortlist.core.document.vocabulary import BASES
from shortlist.core.findings.evidence import STALE_DAYS
from shortlist.export.levels import brief_steps
from shortlist.tui.draw.figures import on_the_point
from shortlist.tui.draw.lines import Cell, Tone, cut, fit, width_of
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.candidates.cells import extent_text
from shortlist.tui.screens.candidates.side_by_side import extent_bar, what_is_better
from shortlist.tui.widgets.pane import DrawnLine, Paragraph

NAME, LEAST_BAR, MOST_BAR, GAP = 24, 6, 16, 2
COLUMN_OF: dict[str, Column] = {
    "output_speed": "latency_risk",
    "ttft": "latency_risk",
    "total": "latency_risk",
    "monthly": "cost_risk",
    "bill": "cost_risk",
    "task": "cost_risk",
    "batch_discount": "cost_risk",
    "alternative_hosts": "migration_difficulty",
}
"""Which column of the comparison a figure feeds; a quality feeds its own, every price the cost."""
CHECK_OF = {
    "context_window": "the check whether a prompt fits",
    "max_output": "the check whether an answer fits",
    "requests_per_minute": "the check of the rate limits",
    "tokens_per_minute": "the check of the rate limits",
}
"""Which check reads a figure that no column does."""


def figure_of(compared: Compared, column: str | None) -> str:
    """The figure that a column of the facts holds; of one that holds none the quality that counts first."""
    known = measures(compared)
    return column if column is not None and column in {**known, **METRICS} else quality_metrics(compared)[0]


def measure_of(compared: Compared, key: str) -> Measure:
    """The measure of a figure; of one that nobody needs what is recorded of it."""
    return measures(compared).get(key) or recorded_figure(key)


def about_figure(
    compared: Compared, results: Sequence[CandidateResult], here: CandidateResult, key: str, width: int
) -> Iterator[Paragraph]:
    """What the figure is, a row for every candidate, what is old or lacking, and what it feeds."""
    measure = measure_of(compared, key)
    yield what_is_better(measure)
    if index_told(key):
        yield Cell(index_told(key), "dim")
    playing = [one for one in results if one.steps]
    yield from standing_rows(compared, playing, here, measure, width)
    yield from _by_step(compared, here, key)
    yield from _fed(compared, key)
    yield from _of_the_bill(here, key)
    yield from _lacking(compared, playing, key)


def standing_rows(
    compared: Compared, results: Sequence[CandidateResult], here: CandidateResult, measure: Measure, width: int
) -> Iterator[Paragraph]:
    """A row for every candidate: the figure, a bar on one scale, and of a recorded one its age and source; what all of
    them share of those is told once, beneath."""
    extents = [measure.of(one) for one in results]
    whole = max((extent[1] for extent in extents if extent is not None), default=0.0)
    figures = on_the_point([extent_text(measure, extent) for extent in extents])
    wide = max(map(width_of, figures), default=0)
    origins = [_origin(compared, one, measure.key) for one in results]
    shared = {origin for origin, _ in origins if origin}
    told = max(map(width_of, shared), default=0) if len(shared) > 1 else 0
    beside = wide + told + LEAST_BAR + 3 * GAP
    name = min(max(NAME, width - beside), max((width_of(one.candidate.name) for one in results), default=0))
    size = min(MOST_BAR, width - name - wide - told - 3 * GAP)
    if whole <= 0 or size < LEAST_BAR:
        size = 0
    for one, extent, figure, (origin, old) in zip(results, extents, figures, origins, strict=True):
        tone: Tone = "strong" if one is here else "plain"
        cells = [Cell(f" {fit(both_ends(one.candidate.name, name), name)}", tone)]
        cells.append(Cell(" " * GAP + fit(figure, wide, right=True), tone if extent else "warn"))
        if size:
            drawn = extent_bar(extent, whole, size) if extent else " " * size
            cells.append(Cell(" " * GAP + drawn, "good" if extent and extent[0] == extent[1] else "warn"))
        room = width - sum(width_of(cell.text) for cell in cells) - GAP
        if told and origin and room >= LEAST_BAR:
            cells.append(Cell(" " * GAP + cut(origin, room), "warn" if old else "dim"))
        yield DrawnLine(tuple(cells))
    if len(shared) == 1:
        yield Cell(f"All of it: {shared.pop()} old.", "dim")


def _origin(compared: Compared, result: CandidateResult, key: str) -> tuple[str, bool]:
    """Where a recorded figure comes from, and whether that is too long ago; empty of what is worked out."""
    found = result.in_force(key) if key in METRICS or is_quality(key) else []
    if not found:
        return "", False
    one = found[0]
    days = (compared.today - one.as_of).days
    basis = "" if one.basis == "published" else f"{BASES[one.basis].name}, "
    return f"{one.source or 'no source'}, {basis}{days:,} d", days > STALE_DAYS


def _by_step(compared: Compared, here: CandidateResult, key: str) -> Iterator[Cell]:
    """What is worked out for each step, told step by step where there are several."""
    if len(here.steps) < 2 or key not in ("total", "monthly", "bill"):
        return
    brief, told = brief_steps(compared.scenario), []
    for id_, step in here.steps.items():
        alone = step.alone
        figure = said(alone.worst_total_s, seconds) if key == "total" else said(alone.cost.monthly, usd)
        told.append(f"{brief[id_]} {figure}")
    yield Cell(f"{here.candidate.name} by step: {listed(told)}.")


def _fed(compared: Compared, key: str) -> Iterator[Cell]:
    """Which column it decides, and how much of the score that is."""
    column = COLUMN_OF.get(key)
    if is_quality(key):
        column = "expected_quality" if key in quality_metrics(compared) else None
    elif key in PRICE_METRICS:
        column = "cost_risk"
    if column is not None:
        share = compared.weight_shares[column]
        weighs = f"{percent(share)} of the score" if share else "which counts for no candidate here"
        also = " It makes up the bill, and is held against the limits of cost." if key in PRICE_METRICS else ""
        yield Cell(f"Feeds the column {COLUMN_WORDS[column].title}, {weighs}.{also}")
    elif key in CHECK_OF:
        yield Cell(f"Feeds {CHECK_OF[key]}, and no column of the comparison.")
    elif is_quality(key):
        yield Cell("No step is judged by it: it feeds no column of the comparison.", "dim")


def _of_the_bill(here: CandidateResult, key: str) -> Iterator[Cell]:
    """How much of the bill a price makes up."""
    parts, bill = here.cost.parts, here.cost.bill
    part = {"input_price": parts.input, "output_price": parts.output, "reasoning_price": parts.reasoning}.get(key)
    if part is not None and bill:
        name = metric_label(key).removesuffix(" price").lower()
        told = f"{here.candidate.name}: of a bill of {usd(bill)} a month {usd(part)} are {name}, before what is saved"
        yield Cell(f"{told} and tried again.")


def _lacking(compared: Compared, results: Sequence[CandidateResult], key: str) -> Iterator[Cell]:
    """Whose figure is needed and missing, and whose is too old to rest on."""
    if key not in METRICS and not is_quality(key):
        return
    missing = [one.candidate.name for one in results if not one.in_force(key) and key in one.served.needed]
    old = [one.candidate.name for one in results if _origin(compared, one, key)[1]]
    if missing:
        yield Cell(keyed(f"Lacking: {listed(missing)}. {{candidates.figures}} types it."), "warn")
    if old:
        yield Cell(f"Older than {STALE_DAYS} days: {listed(old)}; look it up again.", "warn")
    settings = {(one.effort, one.version) for result in results for one in result.in_force(key)}
    if len(settings) > 1 and is_quality(key):
        told = f"Read at {count(len(settings), 'setting')}: efforts and versions differ, compare with care."
        yield Cell(told, "warn")
