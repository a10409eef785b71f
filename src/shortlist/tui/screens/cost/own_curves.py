"""From which traffic on machines of one's own pay: the self-hosted candidates, or one estimated where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from shortlist.core.advice.own_machines import on_own_machines, own_break_evens
from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.unknown import Unknown, ratio
from shortlist.core.basics.words import plain, said
from shortlist.core.comparison.break_even import BreakEven, volume_curve, volume_point
from shortlist.core.sizing.constants import RENTS
from shortlist.tui.draw.curve import Series
from shortlist.tui.draw.figures import amount_text, on_the_point
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.draw.plotting import Axis
from shortlist.tui.forms.scenario import short_number
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.cost.curves import LONGEST_BAR, marked_bar
from shortlist.tui.screens.cost.decision import name_of
from shortlist.tui.widgets.curves import CurvePlot, Upright
from shortlist.tui.widgets.summary import money
from shortlist.tui.widgets.table import Column, Row, Table


def break_evens(analysis: Analysis) -> Sequence[BreakEven]:
    """Those of the self-hosted candidates; where there is none, of the estimated machines."""
    if analysis.break_even:
        return analysis.break_even
    own = on_own_machines(analysis)
    return () if own is None else own_break_evens(analysis, own)


def own_of(analysis: Analysis, row: BreakEven) -> CandidateResult:
    """Who runs on machines of one's own in a row."""
    found = analysis.by_id.get(row.self_hosted)
    if found is not None:
        return found
    own = on_own_machines(analysis)
    assert own is not None
    return own.result


def break_even_table(analysis: Analysis) -> Table:
    """From which traffic on each self-hosted candidate is no dearer than each priced one."""
    columns = (
        Column("own", "self-hosted" if analysis.break_even else "on machines of your own, estimated"),
        Column("against", "against", least=16, names=True),
        Column("factor", "× traffic", 10, right=True),
        Column("requests", "requests/month", 16, right=True),
    )
    rows = []
    for index, row in enumerate(break_evens(analysis)):
        cells = (
            Cell(own_of(analysis, row).candidate.name),
            Cell(name_of(analysis, row.against)),
            Cell(said(row.factor, plain, "never")),
            Cell(said(row.requests_per_month, plain, "–")),
        )
        rows.append(Row(f"{index}", cells))
    some = any(one.self_hosted for one in analysis.workspace.candidates)
    return Table(columns, tuple(rows), empty("no_priced" if some else "no_own"), widest=60)


def break_even_plot(analysis: Analysis, key: str | None) -> CurvePlot | None:
    """Both costs against the traffic for the row under the cursor; None where there is nothing to draw."""
    if key is None:
        return None
    row = break_evens(analysis)[int(key)]
    own, priced = own_of(analysis, row), analysis.by_id[row.against]
    ends, today = volume_curve(own, priced, 2), volume_point(own, priced, 1).requests
    if today == 0 or any(end.own is None or end.against is None for end in ends):
        return None

    def sample(dots: int) -> tuple[Series, Series]:
        curve = volume_curve(own, priced, dots)
        return (
            Series(own.candidate.name, tuple(point.own for point in curve), "accent"),
            Series(priced.candidate.name, tuple(point.against for point in curve), "plain", solid=False),
        )

    marks = [Upright(today, "today")]
    if row.requests_per_month is not None and row.factor is not None:
        marks.append(Upright(row.requests_per_month, f"break-even × {plain(row.factor)}"))
    return CurvePlot(
        sample,
        Axis(ends[0].requests, ends[-1].requests, True),
        "requests a month",
        "USD a month",
        short_number,
        lambda value: f"${short_number(value)}",
        tuple(marks),
    )


MULTIPLES = (0.001, 0.01, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 1_000.0, 10_000.0)
"""Times of today's traffic at which both are compared, as far as the plot reaches."""


def traffic_table(analysis: Analysis, key: str) -> Table:
    """What both of a row cost a month in USD at multiples of today's traffic, own machines drawn as a share of the
    other."""
    row = break_evens(analysis)[int(key)]
    own, priced = own_of(analysis, row), analysis.by_id[row.against]
    low, high = volume_curve(own, priced, 2)
    factors = {one for one in MULTIPLES if low.factor <= one <= high.factor} | {row.factor or 1.0}
    points = [volume_point(own, priced, factor) for factor in sorted(factors)]
    columns = (
        Column("factor", "× traffic", right=True),
        Column("requests", "requests/month", right=True),
        Column("own", own.candidate.name, least=11, right=True, names=True),
        Column("against", priced.candidate.name, least=11, right=True, names=True),
        Column("bar", "first as a share of second, ┃ as dear", least=20),
    )
    texts = [
        on_the_point([amount_text(value) for value in ends]) for ends in zip(*(at[2:] for at in points), strict=True)
    ]
    shares = [ratio(at.own, at.against) for at in points]
    most = max([1.0, *(share for share in shares if share is not None)])
    rows = []
    for at, share, *told in zip(points, shares, *texts, strict=True):
        factor, tone = plain(at.factor), TONES.get(at.factor, "plain")
        if at.factor == row.factor:
            factor, tone = f"break-even {factor}", "good"
        cells = (Cell(factor, tone), Cell(plain(at.requests), tone), *(Cell(text, tone) for text in told), Cell(""))
        rows.append(Row(f"{at.factor}", cells, drawn=partial(_share_drawn, share, most)))
    return Table(columns, tuple(rows))


TONES: dict[float, Tone] = {1.0: "strong"}
"""Today's traffic is what stands out among the multiples of it."""


def _share_drawn(share: Unknown, most: float, room: int) -> list[Cell]:
    cheaper = share is not None and share <= 1.0
    return [Cell(marked_bar(share, 1.0, most, min(LONGEST_BAR, room)), "good" if cheaper else "head")]


def break_even_detail(analysis: Analysis, key: str, column: str | None) -> Sequence[Cell]:
    """The curve in words: both costs today, at the break-even and at the ends of the plot; what is estimated of it."""
    row = break_evens(analysis)[int(key)]
    own, priced = own_of(analysis, row), analysis.by_id[row.against]
    mine, other = own.candidate.name, priced.candidate.name
    today = volume_point(own, priced, 1)
    if today.own is None:
        return [Cell(f"What {mine} costs is unknown: the parts (v) say what it lacks.", "warn")]
    low, high = volume_curve(own, priced, 2)
    told = f"{mine} stays dearer than {other} up to ten thousand times today's traffic."
    if row.factor is not None:
        told = (
            f"From {plain(row.factor)} times today's traffic on ({plain(row.requests_per_month or 0)} requests a "
            f"month), {mine} is no dearer than {other}."
        )
    lines = [Cell(told, "strong")]
    if not analysis.break_even and (estimated := on_own_machines(analysis)) is not None:
        who = "No candidate is self-hosted; this is an estimate"
        if estimated.stands_in:
            who += " with a model of the table, which no candidate is: whether it would do is another question"
        rent = f"at {money(estimated.rent.usd_per_hour)} for an hour of a GPU ({RENTS.title}, {RENTS.dated})"
        keys = keyed("{candidates.add} on screen {tab.candidates} adds one of your own, {cost.machines} sizes it")
        lines.append(Cell(f"{who}, {rent}, without engineers and storage. {keys}.", "warn"))
    for label, at in (("Today", today), ("At the left edge", low), ("At the right edge", high)):
        costs = f"{mine} {money(at.own)}, {other} {money(at.against)} a month"
        lines.append(Cell(f"{label}, {plain(at.requests)} requests: {costs}."))
    lines.append(Cell("Machines come in whole replicas: the cost of self-hosting is a staircase, not a line.", "dim"))
    return lines
