"""What candidates are held against each other by: points, what each is best in, their steps, their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.column_value import COLUMN_WORDS
from shortlist.core.basics.words import count, from_to, listed, percent, said, usd
from shortlist.core.comparison.compared import Compared
from shortlist.core.comparison.measures import Extent, Measure, extent_difference, measures, needed_metrics
from shortlist.core.document.metrics import QUALITY_PREFIX
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import STATUSES
from shortlist.core.findings.evidence import STALE_DAYS
from shortlist.export.levels import brief_steps
from shortlist.tui.draw.figures import true_minus
from shortlist.tui.draw.lines import Cell, Tone, bar, fit, width_of
from shortlist.tui.draw.tones import STATUS_TONES
from shortlist.tui.draw.widths import both_ends, shared_widths
from shortlist.tui.screens.candidates.side_by_side import row_title
from shortlist.tui.widgets.pane import DrawnLine, Paragraph
from shortlist.tui.widgets.summary import score_text

CRITERION, NAME, FIGURE, GAP = 18, 26, 11, 2
"""Columns of a criterion with its weight, of a name at most, and of a figure at least with its bar."""
LEAST_BAR, MOST_BAR = 3, 60
COMING_TO = ("total", "bill", "task")
"""What the recorded figures come to, in figures of its own."""


def apart_lines(compared: Compared, results: Sequence[CandidateResult], width: int) -> Iterator[Paragraph]:
    """Where their points come from and what each is best in, in so many columns."""
    playing = [one for one in results if one.steps]
    if len(playing) > 1:
        yield from point_lines(compared, playing, width)
        yield from best_lines(compared, playing)
    else:
        yield Cell("One alone is held against nobody: another one shows here in what they differ.", "dim")


def point_lines(compared: Compared, results: Sequence[CandidateResult], width: int) -> Iterator[Paragraph]:
    """The points that each column of the comparison gives the others above the first, with the weight it has."""
    first, others = results[0], results[1:]
    fitting = max(1, (width - CRITERION) // (FIGURE + GAP))
    others, left = others[:fitting], len(others[fitting:])
    room = width - CRITERION - GAP * len(others)
    rows = [(column, [_points_apart(compared, first, one, column) for one in others]) for column in COLUMNS]
    longest = max((abs(end) for _, row in rows for extent in row if extent for end in extent), default=0.0)
    least = [FIGURE] * len(others)
    wides = shared_widths([max(FIGURE, width_of(one.candidate.name)) for one in others], room, least)
    size = MOST_BAR if longest else 0
    while size and sum(max(wide, FIGURE + size) for wide in wides) > room:
        size -= 1
    if size < LEAST_BAR:
        size = 0
    wides = [max(wide, FIGURE + size) for wide in wides]
    names = [fit(both_ends(one.candidate.name, wide), wide) for one, wide in zip(others, wides, strict=True)]
    yield Cell(f"Points against {first.candidate.name}", "head")
    titles = "".join(" " * GAP + name for name in names)
    yield DrawnLine((Cell(f" {'':{CRITERION - 1}}{titles}", "dim"),))
    for column, row in rows:
        if not any(extent and extent != (0, 0) for extent in row):
            continue
        cells = [
            Cell(f" {COLUMN_WORDS[column].title:10}"),
            Cell(f"{percent(compared.weight_shares[column]):>6} ", "dim"),
        ]
        for extent, wide in zip(row, wides, strict=True):
            told, tone = _apart_told(extent)
            drawn = ""
            if size and extent:
                drawn = bar(max(map(abs, extent)) / longest, size)
            cells.append(Cell(" " * GAP + fit(f"{told:>8} {drawn}", wide), tone))
        yield DrawnLine(tuple(cells))
    cells = [Cell(f" {'score':{CRITERION - 1}}", "strong")]
    for one, wide in zip(others, wides, strict=True):
        told, tone = _apart_told(extent_difference(_score(first), _score(one)))
        cells.append(Cell(" " * GAP + fit(f"{told:>8}", wide), tone))
    yield DrawnLine(tuple(cells))
    if left:
        yield Cell(f" and {count(left, 'candidate')} more: mark those to compare.", "dim")


def _score(result: CandidateResult) -> Extent | None:
    low, high = result.score.low, result.score.high
    return None if low is None or high is None else (low, high)


def _points_apart(compared: Compared, first: CandidateResult, other: CandidateResult, column: str) -> Extent | None:
    """By how many points of the score a column sets another one apart from the first, at least and at most."""
    gap = extent_difference(measures(compared)[column].of(first), measures(compared)[column].of(other))
    weight = next(share for one, share in compared.weight_shares.items() if one == column)
    return None if gap is None else (weight * gap[0], weight * gap[1])


def _apart_told(gap: Extent | None) -> tuple[str, Tone]:
    if gap is None:
        return "–", "dim"
    ends = [true_minus(f"{end:+.1f}") for end in gap]
    least, most = ("=" if end[1:] == "0.0" else end for end in ends)
    told = from_to(least, most, "…")
    tone: Tone = "warn"
    if told == "=":
        tone = "dim"
    elif gap[0] >= 0:
        tone = "good"
    elif gap[1] <= 0:
        tone = "bad"
    return told, tone


def best_lines(compared: Compared, results: Sequence[CandidateResult]) -> Iterator[Paragraph]:
    """In which figures each one is ahead of all the others; what several share is told of nobody."""
    known = measures(compared)
    keys = [key for key in known if key.startswith(QUALITY_PREFIX)]
    keys += [key for key in (*needed_metrics(compared), *COMING_TO) if key in known]
    ahead: dict[str, list[str]] = {one.id: [] for one in results}
    for key in dict.fromkeys(keys):
        best = _ahead(known[key], results)
        if best is not None:
            ahead[best.id].append(row_title(known[key]))
    yield Cell("Best in", "head")
    for one in results:
        told = listed(ahead[one.id]) or "none of the figures"
        yield Cell(f" {one.candidate.name}: {told}", "plain" if ahead[one.id] else "dim")


def _ahead(measure: Measure, results: Sequence[CandidateResult]) -> CandidateResult | None:
    """Who is better than all the others that have the figure, whatever a range comes to; None where nobody is."""
    sign = 1 if measure.higher_is_better else -1
    known = [
        (min(sign * extent[0], sign * extent[1]), max(sign * extent[0], sign * extent[1]), one)
        for one in results
        if (extent := measure.of(one)) is not None
    ]
    if len(known) < 2:
        return None
    least, _, best = max(known, key=lambda row: row[0])
    return best if all(most < least for _, most, one in known if one is not best) else None


def step_lines(compared: Compared, results: Sequence[CandidateResult], width: int) -> Iterator[Paragraph]:
    """Status, score and bill of each candidate in each step, where the product has several."""
    steps, brief = compared.scenario.steps, brief_steps(compared.scenario)
    if len(steps) < 2:
        return
    whole = [compared.whole.by_id[one.id] for one in results]
    rows = [[_stands(one.on(step.id)) for step in steps] for one in whole]
    if len(results) == 1:  # a row a step, which leaves none out
        longest = max(width_of(brief[step.id]) for step in steps)
        yield Cell("In each step: score, bill a month", "head")
        for step, cell in zip(steps, rows[0], strict=True):
            yield DrawnLine((Cell(f" {fit(brief[step.id], longest)}" + " " * GAP), cell))
        return
    longest = max(width_of(one.candidate.name) for one in results)
    name = min(NAME, longest)
    wide = [max(width_of(brief[step.id]), *(width_of(row[at].text) for row in rows)) for at, step in enumerate(steps)]
    seen = len(steps)
    while seen > 1 and name + 1 + sum(GAP + one for one in wide[:seen]) > width:
        seen -= 1
    name = min(longest, max(name, width - 1 - sum(GAP + one for one in wide[:seen])))
    yield Cell("In each step: score, bill a month", "head")
    titles = "".join(" " * GAP + fit(brief[step.id], size) for step, size in zip(steps[:seen], wide, strict=False))
    yield DrawnLine((Cell(f" {'':{name}}{titles}", "dim"),))
    for one, row in zip(results, rows, strict=True):
        cells = [Cell(f" {fit(both_ends(one.candidate.name, name), name)}")]
        cells += [
            Cell(" " * GAP + fit(cell.text, size), cell.tone) for cell, size in zip(row[:seen], wide, strict=False)
        ]
        yield DrawnLine(tuple(cells))
    if seen < len(steps):
        yield Cell(f" Further steps: {listed(brief[step.id] for step in steps[seen:])}.", "dim")


def _stands(result: CandidateResult) -> Cell:
    """How a candidate stands in a step."""
    if not result.steps:
        return Cell("–", "dim")
    status = result.standing.status
    told = f"{STATUSES[status].sign} {score_text(result)} · {said(result.cost.bill, usd)}"
    return Cell(told, "plain" if status == "eligible" else STATUS_TONES[status])


def source_lines(compared: Compared, results: Sequence[CandidateResult]) -> Iterator[Paragraph]:
    """Where the figures in force of each candidate come from, how many, and how old they are; amber where too old."""
    yield Cell("Figures in force: how many, how old", "head")
    for one in results:
        found: dict[str, list[int]] = {}
        for figure in one.in_force():
            found.setdefault(figure.source or "no source", []).append((compared.today - figure.as_of).days)
        told = [
            f"{source} {len(days):,}, {from_to(f'{min(days):,}', f'{max(days):,}')} d" for source, days in found.items()
        ]
        oldest = max((day for days in found.values() for day in days), default=0)
        tone: Tone = "warn" if oldest > STALE_DAYS or not found else "plain"
        yield Cell(f" {one.candidate.name}: {'; '.join(told) or 'none'}", tone)
