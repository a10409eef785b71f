"""What a scenario asks of whoever comes: step by step, as a whole, how much each column weighs, and which checks."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.assessment.column_value import COLUMN_NAMES
from shortlist.core.basics.words import listed, percent, plain, time_limit, tokens, usd
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import checklist
from shortlist.core.document.metrics import index_name
from shortlist.core.document.scenario import COLUMNS, Scenario, Step
from shortlist.tui.draw.lines import Cell, bar
from shortlist.tui.widgets.pane import DrawnLine, Paragraph

BAR = 24
"""Columns of the bar of a weight."""


def asked_lines(compared: Compared) -> Iterator[Paragraph]:
    """What the scenario asks of whoever comes: step by step, as a whole, and how much each column weighs."""
    for step in compared.steps:
        yield Cell(step.name, "head")
        yield Cell(f" {'; '.join([f'as {step.role}', *_asked(compared.scenario, step)])}")
    yield Cell("As a whole", "head")
    yield Cell(f" {'; '.join(_limits(compared.scenario))}")
    yield Cell("What counts", "head")
    weights = {column: compared.scenario.weights.of(column) for column in COLUMNS}
    for column, weight in weights.items():
        share = compared.weight_shares[column] or weight / sum(weights.values())
        cells = (
            Cell(f" {COLUMN_NAMES[column]:22}"),
            Cell(f"{percent(share):>6}  ", "dim"),
            Cell(bar(share, BAR), "good"),
        )
        yield DrawnLine(cells)


def _asked(scenario: Scenario, step: Step) -> Iterator[str]:
    needs = step.needs
    if needs.min_quality is not None:
        word = "at most" if needs.lower_is_better else "at least"
        yield f"{index_name(scenario.metric_of(step))}: {word} {plain(needs.min_quality)}"
    if needs.max_ttft_s is not None:
        yield f"first token within {time_limit(needs.max_ttft_s)}"
    if needs.max_total_s is not None:
        yield f"whole answer within {time_limit(needs.max_total_s)}, 95th percentile"
    if needs.max_error_rate is not None:
        yield f"at most {percent(needs.max_error_rate)} wrong unnoticed"
    if needs.context_tokens is not None:
        yield f"a prompt of {tokens(needs.context_tokens)} fits"
    if step.capabilities:
        yield f"it has {listed(name.replace('_', ' ') for name in step.capabilities)}"


def _limits(scenario: Scenario) -> Iterator[str]:
    if scenario.monthly_budget_usd is not None:
        yield f"bill of {usd(scenario.monthly_budget_usd)} a month at most"
    if scenario.max_cost_per_successful_task_usd is not None:
        yield f"{usd(scenario.max_cost_per_successful_task_usd)} per successful task at most"
    if scenario.max_task_ttft_s is not None:
        yield f"first token within {time_limit(scenario.max_task_ttft_s)}"
    if scenario.max_task_total_s is not None:
        yield f"answered within {time_limit(scenario.max_task_total_s)}, 95th percentile"
    if scenario.regions:
        yield f"processing stays in {listed(scenario.regions)}"
    yield f"data are {scenario.data_sensitivity}"


def check_lines(compared: Compared) -> Iterator[Paragraph]:
    """The checks that a candidate must pass, with what each asks."""
    own = {one.id: one.importance for one in compared.workspace.checks if one.importance is not None}
    for check in checklist(compared.workspace.checks):
        if own.get(check.id, check.importance) == "must":
            yield Cell(f"· {check.label}: {check.question}")
