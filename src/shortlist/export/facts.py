"""What every section of a written record needs: the analysis, its sources, figures with their units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.checks import CheckResult
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import bullets, capitalised, from_to, or_unknown, plain, seconds, usd
from shortlist.core.document.checklist import KNOWN_CHECKS, check_labels
from shortlist.core.document.metrics import index_name, is_quality
from shortlist.core.document.scenario import Scenario
from shortlist.export.markup import inline, table
from shortlist.export.sources import Citations

UNKNOWN = "unknown"
NOTHING = "–"
Blocks = list[str]
"""Paragraphs, lists and tables, as Markdown; empty ones are left out."""


@dataclass(frozen=True)
class Report:
    """An analysis being written down, with the sources that were cited so far."""

    analysis: Analysis
    sources: Citations = field(default_factory=Citations)

    @property
    def scenario(self) -> Scenario:
        return self.analysis.workspace.scenario

    @property
    def results(self) -> tuple[CandidateResult, ...]:
        """The candidates in rank order."""
        return self.analysis.ranking

    @cached_property
    def labels(self) -> dict[str, str]:
        """The name of every candidate as Markdown, with its id where several share it."""
        shared = Counter(result.candidate.name for result in self.results)
        labels = {}
        for result in self.results:
            name = result.candidate.name
            if shared[name] > 1:
                name = f"{name} ({result.id})"
            labels[result.id] = inline(name)
        return labels

    def label(self, id_: str | None, without: str = "none") -> str:
        """The name of a candidate as Markdown; `without` where there is none."""
        return without if id_ is None else self.labels.get(id_, inline(id_))

    def named(self, result: CandidateResult | None, without: str) -> str:
        """The name of a candidate as Markdown; `without` for nobody."""
        return without if result is None else self.labels[result.id]

    def step_name(self, id_: str) -> str:
        return inline(self.scenario.step_name(id_))

    @cached_property
    def _checks(self) -> dict[str, str]:
        return check_labels(self.analysis.workspace.checks)

    def check_name(self, id_: str) -> str:
        """A check as words, as Markdown: `cost target`; one of the team's own by its question, in quotes."""
        if id_ in KNOWN_CHECKS:
            return inline(self._checks[id_].lower())
        return inline(f"“{self._checks[id_]}”")

    @property
    def several(self) -> bool:
        """Whether the product has several steps, so that every choice is one by step."""
        return len(self.scenario.steps) > 1

    @cached_property
    def quality_metrics(self) -> list[str]:
        """Quality metrics that judge a step, then the others that a candidate has a figure for."""
        assessed = [self.scenario.metric_of(step) for step in self.scenario.steps]
        seen = [metric for result in self.results for metric in result.figures.metrics if is_quality(metric)]
        return list(dict.fromkeys([*assessed, *sorted(seen)]))

    def assessed_by(self, result: CandidateResult) -> set[str]:
        """The quality metrics of the steps that a candidate plays."""
        return {self.scenario.metric_of(step) for step in self.scenario.steps if step.id in result.steps}

    def quality(self, result: CandidateResult, metric: str) -> str:
        """A quality figure with its source; a dash where there is none and no step that it plays asks for it."""
        if result.figures.value(metric) is None and metric not in self.assessed_by(result):
            return NOTHING
        return self.figure(result, metric, plain)

    def figure(self, result: CandidateResult, metric: str, say: Callable[[float], str]) -> str:
        """A figure in force with its source, for every step's input size where it is a price."""
        found = result.in_force(metric)
        if not found:
            return UNKNOWN
        told = " / ".join(dict.fromkeys(say(observation.value) for observation in found))
        return self.sources.cited(told, *found)


# --- figures ----------------------------------------------------------------------------------------------


def money(value: Unknown) -> str:
    """USD a month."""
    return or_unknown(value, usd)


def each(value: Unknown) -> str:
    """USD for one task or request: three digits, because candidates often differ in the third."""
    return or_unknown(value, lambda amount: f"${amount:#.3g}" if 0.0001 <= amount < 1 else usd(amount))


def per_task(result: CandidateResult) -> str:
    """USD for each task that succeeds; a dash for a candidate that plays a part of the path alone, and has none."""
    return NOTHING if result.time is None else each(result.cost.per_successful_task)


def time(value: Unknown) -> str:
    return or_unknown(value, seconds)


def score(result: CandidateResult) -> str:
    """A score to one decimal, because candidates often differ in it; a range where something is unknown."""
    if result.score.low is None or result.score.high is None:
        return UNKNOWN
    return from_to(f"{result.score.low:.1f}", f"{result.score.high:.1f}")


def digits(value: float) -> str:
    """A count of tokens, requests or hosts, without its unit."""
    return f"{value:,.0f}" if value % 1 == 0 else plain(value)


def words(key: str) -> str:
    """A key of the document as words."""
    return key.replace("_", " ")


def metric_name(metric: str) -> str:
    """The name of a quality index, as Markdown."""
    return inline(index_name(metric))


def named_apart(report: Report, checks: Sequence[str]) -> list[str]:
    """Checks as words; those of which the words are the same with the group that each is of."""
    names = [report.check_name(check) for check in checks]
    shared = Counter(names)
    groups = [check.partition(".")[0] for check in checks]
    return [f"{name} ({of})" if shared[name] > 1 else name for name, of in zip(names, groups, strict=True)]


def listing(items: Iterable[str], without: str = NOTHING, between: str = ", ") -> str:
    """Items with commas between."""
    return between.join(items) or without


# --- checks -----------------------------------------------------------------------------------------------


def verdict_table(report: Report, title: str, results: Sequence[CandidateResult], checks: Sequence[str]) -> str:
    """Which of some checks each candidate passes, which it fails, and which are unknown."""
    verdicts, rows = ("pass", "fail", "unknown"), []
    for result in results:
        assessed = {one: [check for check in checks if result.checks[check].verdict == one] for one in verdicts}
        rows.append([report.labels[result.id], *(listing(map(report.check_name, assessed[one])) for one in verdicts)])
    return table([title, *verdicts], rows)


def evidence(report: Report, results: Sequence[CandidateResult], checks: Sequence[str]) -> str:
    """What people noted on the checks, each note once with the candidates that it concerns."""
    notes: dict[tuple[str, str], list[tuple[CandidateResult, CheckResult]]] = {}
    for check in checks:
        for result in results:
            answer = result.checks[check].answer
            if answer is not None and (answer.note.strip() or answer.url.strip()):
                notes.setdefault((check, answer.note), []).append((result, result.checks[check]))
    lines = []
    for (check, note), rows in notes.items():
        names = listing(report.labels[result.id] for result, _ in rows)
        answers = [assessed.answer for _, assessed in rows]
        text = report.sources.cited(inline(note) or "see", *answers)
        lines.append(f"{capitalised(report.check_name(check))} ({names}): {text}")
    return bullets(lines)


def group(prefix: str) -> list[str]:
    """The ids of a group of the checklist."""
    return [check for check in KNOWN_CHECKS if check.startswith(f"{prefix}.")]


def team_checks(report: Report, prefix: str, title: str) -> Blocks:
    """The checks that are asked once per workspace: one line of verdicts, then the notes."""
    answers = {answer.check: answer for answer in report.analysis.workspace.answers}
    names: dict[str, list[str]] = {"pass": [], "fail": [], "unknown": [], "not_applicable": []}
    notes = []
    for check in group(prefix):
        answer, name = answers.get(check), report.check_name(check)
        names[answer.verdict if answer else "unknown"].append(name)
        if answer and (answer.note.strip() or answer.url.strip()):
            notes.append(f"{capitalised(name)}: {report.sources.cited(inline(answer.note) or 'see', answer)}")
    verdicts = (("pass", "in place"), ("fail", "missing"), ("unknown", "not answered yet"))
    told = [f"{words}: {listing(names[verdict])}" for verdict, words in verdicts if names[verdict]]
    return [f"{title} – {'; '.join(told) or 'not applicable'}.", bullets(notes)]
