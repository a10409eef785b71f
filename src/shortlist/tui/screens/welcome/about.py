"""What the first screen tells of the row under the cursor beside its list: a decision at a glance, or what comes.

Beneath the list, where there is room, the candidates that the decision is made among, and what stands against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from shortlist.tui.draw.lines import Cell, fit, width_of, wrapped
from shortlist.tui.draw.tones import ODD_TONES, SEVERITY_TONES, STATUS_TONES
from shortlist.tui.screens.welcome.entries import NEW, PRESET, TOUR, WALK
from shortlist.tui.widgets.pane import DrawnLine, Paragraph

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.core.assessment.assessor import CandidateResult
    from shortlist.store.workspaces import ListedWorkspace, Store
    from shortlist.tui.widgets.table import Table

NAME = 40
"""Columns of the name of a step at most."""
NOTHING = Cell("")
LEADS_TO = {
    WALK: (
        "The exercise: a support assistant whose figures are given, and a decision to make and to record. Every step "
        "says what is still missing; the key that leads there stands beside it."
    ),
    TOUR: (
        "The same product, decided: eight stops, each at its real place, from what is asked to what would settle it. "
        "Each ends with a key that you press."
    ),
    PRESET: "The steps of a common kind of product, with typical traffic as assumptions to be replaced:",
    NEW: "One step, no candidate, no limit: everything is asked for as you go.",
}
"""What each way to begin leads to."""
SCORE_BAR = 12
"""Columns of the bar of a score."""


class WorkspaceGlance(NamedTuple):
    """What is told of a workspace."""

    glance: tuple[Paragraph, ...]
    """A decision at a glance; why, where the file cannot be opened."""
    candidates: Table | None = None
    """Those that it is made among, as ranked; None where there are none."""
    against: tuple[Paragraph, ...] = ()
    """What stands against it."""
    verdicts: tuple[str, ...] = ()
    """The verdict in one line, from its longest form to its shortest."""
    steps: tuple[Paragraph, ...] = ()
    """The steps of the walkthrough, each with what is missing."""
    asked: tuple[Paragraph, ...] = ()
    """What is asked of candidates, while there are none."""
    words: tuple[Paragraph, ...] = ()
    """The words of the record."""
    checks: tuple[Paragraph, ...] = ()
    """The checks that a candidate must pass, while there are none."""

    def beneath(self, width: int) -> list[Paragraph]:
        """The candidates in so many columns, and what stands against the decision."""
        from shortlist.tui.widgets.still_table import table_rows

        if self.candidates is None:
            return []
        return [*(DrawnLine(tuple(cells)) for cells in table_rows(self.candidates, width)), *self.against]

    def whole(self, width: int, height: int, beneath: bool) -> list[Paragraph]:
        """All of it in so many columns: the decision at a glance, where they do not stand `beneath` the list the
        candidates and what stands against it, then as far as so many lines go the words of the record, or before there
        are any what is missing."""
        below = [] if beneath else self.beneath(width)
        further = self.words or self.steps
        if self.candidates is None and beneath:
            further = self.asked
        lines: list[Paragraph] = [*self.glance, *([NOTHING, *below] if below else ())]
        lines += within([NOTHING, *further], width, height - lines_in(lines, width))
        return lines

    def headed(self, width: int) -> list[Paragraph]:
        """The same under the verdict; without candidates the decision at a glance."""
        beneath = self.beneath(width)
        if not beneath:
            return list(self.glance)
        verdict = next((one for one in self.verdicts if width_of(one) <= width), self.verdicts[-1])
        return [DrawnLine((Cell(verdict, "strong"),)), NOTHING, *beneath]


def lines_in(paragraphs: Sequence[Paragraph], width: int) -> int:
    """How many lines they take in so many columns."""
    return sum(1 if isinstance(one, DrawnLine) else len(wrapped(one.text, width)) for one in paragraphs)


def within(paragraphs: Sequence[Paragraph], width: int, height: int) -> list[Paragraph]:
    """Those that so many lines have room for; no heading stands last."""
    found: list[Paragraph] = []
    for one in paragraphs:
        height -= lines_in([one], width)
        if height < 0:
            break
        found.append(one)
    while found and (found[-1] == NOTHING or (isinstance(found[-1], Cell) and found[-1].tone == "head")):
        found.pop()
    return found


def of_beginning(key: str, begun_with: WorkspaceGlance | None = None, whole: bool = False) -> list[Paragraph]:
    """What a way to begin leads to, with what is missing in the example that it begins with where that was judged, and
    for the `whole` of it with the checks to be passed;
    empty where the row is none."""
    if key not in LEADS_TO:
        return []
    lines: list[Paragraph] = [Cell(LEADS_TO[key])]
    if key == PRESET:
        from shortlist.core.document.presets import PRESETS

        for preset in PRESETS.values():
            lines += [NOTHING, Cell(preset.title, "head"), Cell(preset.does, "dim")]
    if key == WALK:
        from shortlist.core.walkthrough import EXERCISE

        titles = tuple(Cell(f" {number} {step.title}") for number, step in enumerate(EXERCISE))
        lines += [NOTHING, *(begun_with.steps if begun_with else titles)]
        lines += [NOTHING, *begun_with.checks] if begun_with and whole else []
    if key == NEW:
        from shortlist.core.walkthrough import EXERCISE

        lines += [NOTHING, Cell("What is asked for, step by step", "head")]
        lines += [Cell(f" {number} {step.title}") for number, step in enumerate(EXERCISE)]
    if key == TOUR:
        from shortlist.tui.parts.tour_stops import STOPS

        lines += [NOTHING, *(Cell(f" {number} {stop.title}") for number, stop in enumerate(STOPS, 1))]
    return lines


def of_workspace(store: Store, entry: ListedWorkspace, today: dt.date) -> WorkspaceGlance:
    """A decision at a glance, judged from its whole file; why, where that cannot be opened."""
    from shortlist.core.analysis import analyse
    from shortlist.core.basics.errors import ShortlistError
    from shortlist.export.verdict import told, verdict_lines
    from shortlist.tui.parts.requirements import asked_lines, check_lines

    if entry.problem is not None:
        return WorkspaceGlance((Cell(f"✖ {entry.problem}", "bad"),))
    with suppress(ShortlistError, OSError):
        analysis = analyse(store.open(str(entry.path)).workspace, None, today)
        verdicts = tuple(map(told, verdict_lines(analysis)))
        glance, against = tuple(_glance(analysis, entry, today)), tuple(_against(analysis))
        asked, checks = tuple[Paragraph, ...](), tuple[Paragraph, ...]()
        if not analysis.ranking:
            asked = tuple(asked_lines(analysis.on(None)))
            checks = (Cell("Checks to be passed", "head"), *check_lines(analysis.on(None)))
        words = tuple(_words(analysis))
        return WorkspaceGlance(
            glance, _candidates(analysis), against, verdicts, tuple(_steps(analysis)), asked, words, checks
        )
    return WorkspaceGlance(())


def _steps(analysis: Analysis) -> Iterator[Paragraph]:
    for step in analysis.walkthrough:
        yield Cell(f"{'✓' if step.done else '·'} {step.step} {step.title}")
        yield from (Cell(f"    {missing}", "dim") for missing in step.missing)


def _words(analysis: Analysis) -> Iterator[Paragraph]:
    """What the newest record says, section by section."""
    from shortlist.core.basics.words import capitalised
    from shortlist.core.document.record import SECTIONS

    for id_ in SECTIONS if analysis.workspace.records else ():
        text = getattr(analysis.workspace.records[-1].sections, id_)
        if text.strip():
            yield NOTHING
            yield Cell(capitalised(id_.replace("_", " ")), "head")
            yield from (Cell(line, "dim") for line in text.strip().splitlines())


def _glance(analysis: Analysis, entry: ListedWorkspace, today: dt.date) -> list[Paragraph]:
    from shortlist.core.basics.words import count
    from shortlist.core.document.workspace_summary import due_words
    from shortlist.export.verdict import VERDICT_OF, step_sign, verdict_text
    from shortlist.sanitising import shown
    from shortlist.tui.parts.limit_gauges import limit_gauges
    from shortlist.tui.widgets.summary import walk_line

    walk, scenario = walk_line(analysis), analysis.scenario
    lines: list[Paragraph] = [Cell(verdict_text(analysis), "strong"), NOTHING]
    if scenario.summary:
        lines += [Cell(scenario.summary.partition("\n")[0], "dim"), NOTHING]
    lines.append(Cell("Who serves", "head"))
    widest = min(NAME, max(width_of(step.name) for step in scenario.steps))
    for one in analysis.decided:
        served, tone = "nobody yet", ODD_TONES["unknown"]
        if one.default is not None:
            served, tone = shown(one.default.candidate.name), ODD_TONES[VERDICT_OF.get(one.status, "fail")]
        lines.append(Cell(f"{step_sign(one)} {fit(one.step.name, widest)}  {served}", tone))
    lines += [NOTHING, *limit_gauges(analysis), NOTHING, Cell("Work", "head")]
    status = entry.brief.status if entry.brief else ""
    lines.append(Cell(f"{count(len(analysis.ranking), 'candidate')}, {status or 'no record'}"))
    track, told = walk.laid(90)
    lines.append(Cell("".join(cell.text for cell in track).strip() + f"  {told.strip()}"))
    if entry.due_on is not None:
        tone = "warn" if entry.due_on <= today else "plain"
        lines.append(Cell(f"Review: {due_words(entry.due_on, today)}, {entry.due_on}", tone))
    return [*lines, NOTHING, Cell(f"File: {entry.name}", "dim")]


def _candidates(analysis: Analysis) -> Table | None:
    """A row a candidate: its score, its bill, what a success costs, and what is open or excludes it."""
    from shortlist.export.levels import played, standing_sign
    from shortlist.tui.parts.heat_cells import score_bar
    from shortlist.tui.widgets.summary import score_text
    from shortlist.tui.widgets.table import Column, Row, Table

    ranking, compared = analysis.ranking, analysis.on(None)
    whole = [not played(one, compared.steps) for one in ranking]
    bills = _amounts([one.cost.bill for one in ranking])
    # Who plays some of the steps completes no task.
    successes = _amounts([one.cost.per_successful_task for one in ranking])
    some = any(whole)
    rows = []
    for one, all_of_it, bill, success in zip(ranking, whole, bills, successes, strict=True):
        name = Cell(f"{standing_sign(compared, one)} {one.candidate.name}")
        score, bar = Cell(score_text(one), "strong"), Cell(score_bar(one.score.low, one.score.high, SCORE_BAR))
        each = [success if all_of_it else Cell("–", "dim")] * some
        rows.append(Row(one.id, (name, score, bar, bill, *each, _open(one))))
    columns = (
        Column("name", "  candidate"),
        Column("score", "score", right=True),
        Column("range", "0…100", SCORE_BAR),
        Column("bill", "$/month", right=True),
        *[Column("success", "$/success", right=True)] * some,
        Column("status", "open", briefs=_briefs(analysis)),
    )
    return Table(columns, tuple(rows), widest=NAME) if rows else None


def _amounts(values: Sequence[float | None]) -> list[Cell]:
    """Amounts of one column with the same decimals; `?` where one is not known."""
    from shortlist.tui.draw.figures import decimals_of, figure_text

    decimals = decimals_of(values)
    return [Cell("?", "warn") if one is None else Cell(figure_text(one, decimals)) for one in values]


def _briefs(analysis: Analysis) -> dict[str, str]:
    """In place of the reasons of those that are excluded the checks that they fail."""
    from shortlist.core.document.checklist import checklist

    labels = {one.id: one.label.lower() for one in checklist(analysis.workspace.checks)}
    return {
        _open(one).text: f"✖ {', '.join(labels.get(check, check) for check in one.standing.blocked_by)}"
        for one in analysis.ranking
        if one.standing.status == "excluded"
    }


def _open(result: CandidateResult) -> Cell:
    """How many checks are open, or why it is excluded."""
    from shortlist.core.basics.words import count
    from shortlist.core.document.vocabulary import STATUSES

    standing = result.standing
    told, tone = STATUSES[standing.status].name, STATUS_TONES[standing.status]
    if standing.status == "eligible":
        told, tone = "", "dim"
    elif standing.status == "excluded":
        # The first sentence stands whole; what else excludes it is told where it is compared.
        told = result.checks[standing.blocked_by[0]].reason.partition(". ")[0].rstrip(".")
    elif standing.unknown:
        told = count(len(standing.unknown), "check")
    return Cell(f"{STATUSES[standing.status].sign} {told}".rstrip(), tone)


def _against(analysis: Analysis) -> Iterator[Paragraph]:
    """The errors that stand before acceptance, then the warnings, by kind."""
    from shortlist.export.finding_kinds import finding_kinds

    errors = analysis.against_acceptance
    known = {(one.rule, one.where) for one in errors}
    warnings = [one for one in analysis.findings if one.severity == "warning" and (one.rule, one.where) not in known]
    for title, sign, found, tone in (
        ("Before acceptance", "✖", errors, SEVERITY_TONES["error"]),
        ("Warnings", "!", warnings, SEVERITY_TONES["warning"]),
    ):
        if found:
            yield NOTHING
            yield Cell(f"{title} ({len(found)})", "head")
        for kind in finding_kinds(analysis.workspace, found):
            number = f" ({kind.number})" if kind.number > 1 else ""
            yield Cell(f"{sign} {kind.name}{number}", tone)
            yield Cell(f"  {kind.alike[0].told}", "dim")
