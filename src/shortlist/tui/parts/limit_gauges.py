"""The limits of the whole as gauges under each other, with what was decided against them."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.analysis import Analysis
from shortlist.core.comparison.assignment import LimitState
from shortlist.core.document.vocabulary import VERDICTS
from shortlist.core.document.whole_limits import WHOLE_LIMITS
from shortlist.export.limits import limit_against, limit_target, limit_verdict
from shortlist.export.verdict import limit_states
from shortlist.tui.draw.gauges import MARK, gauge
from shortlist.tui.draw.lines import Cell, fit
from shortlist.tui.draw.tones import VERDICT_TONES
from shortlist.tui.widgets.pane import Paragraph

LABEL, GAUGE = 14, 14
"""Columns of what a gauge is of, and of the gauge."""


def limit_gauges(analysis: Analysis) -> list[Paragraph]:
    """Every limit with its gauge under a heading, or that none is set."""
    states = limit_states(analysis)
    lines: list[Paragraph] = [Cell(f"Limits, {MARK} what is allowed", "head")]
    for state in states:
        lines += _limit_lines(state)
    if not states:
        lines.append(Cell("No limit is set.", "dim"))
    return lines


def _limit_lines(state: LimitState) -> Iterator[Cell]:
    """A limit with its gauge, and beneath it by how much it is not kept."""
    start = f"{fit(WHOLE_LIMITS[state.limit].gauge, LABEL)} {gauge(state.low, state.high, state.target, GAUGE)}"
    if state.low is None or state.high is None:
        yield Cell(f"{start} ? of {limit_target(state)}", "dim")
        return
    told = f"{start} {VERDICTS[state.verdict].sign} {limit_against(state)}"
    if state.verdict == "pass":
        yield Cell(told)
        return
    yield Cell(told, VERDICT_TONES[state.verdict])
    yield Cell(f"  {WHOLE_LIMITS[state.limit].title}: {limit_verdict(state)}", VERDICT_TONES[state.verdict])
