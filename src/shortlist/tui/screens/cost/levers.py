"""What each lever would save or has saved, and what it does to waiting, quality and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from types import MappingProxyType

from shortlist.core.advice.levers import LeverEffect, StepChange, lever_effects
from shortlist.core.analysis import Analysis
from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import plain, said, seconds
from shortlist.core.document.vocabulary import VERDICTS
from shortlist.tui.body import Desk
from shortlist.tui.draw.figures import amount_text, on_the_point, true_minus
from shortlist.tui.draw.lines import Cell, Tone, cut, width_of, wrapped
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.cost.decision import name_of
from shortlist.tui.widgets.still_table import PROSE
from shortlist.tui.widgets.summary import money
from shortlist.tui.widgets.table import Column, Row, Table

NOTHING_TRIED: Mapping[str, LeverEffect] = MappingProxyType({})
LEVER_WIDTH = 29
DRAWN, LONGEST = 100, 61
"""The columns of the table from which on savings are drawn, and how many columns they take at most."""
LEAST_BAR = 20
DEARER, SAVES = "◀ dearer", "saves ▶"
"""On which side of its line a bar says what."""

Tried = Mapping[str, LeverEffect]
"""The levers that the open what-if tries, by id, with what each changed when it was tried."""


def levers_table(analysis: Analysis, tried: Tried = NOTHING_TRIED, width: int = DRAWN) -> Table:
    """What each lever would save in USD, or has saved where it is tried; beneath them those that do not apply, and why,
    in fewer words where the line has no room for all.

    From `DRAWN` columns on what it saves a month in all is drawn: to the left where it costs more.
    """
    columns = [
        Column("lever", "lever, and what it saves"),
        Column("monthly", "USD a month", 12, right=True),
        Column("bill", "on the bill", 11, right=True),
        Column("task", "USD a task", 11, right=True),
        Column("latency", "waiting", least=11),
    ]
    bars = width >= DRAWN
    if bars:
        columns.append(Column("bar", f"{DEARER} │ {SAVES}", least=LEAST_BAR))
    effects = [(tried.get(one.lever.id, one), one.lever.id in tried) for one in lever_effects(analysis)]
    applying = [one for one in effects if one[0].changed is not None]
    monthly = on_the_point([amount_text(effect.monthly) for effect, _ in applying])
    bill = on_the_point([amount_text(effect.bill) for effect, _ in applying])
    task = on_the_point([amount_text(effect.per_successful_task) for effect, _ in applying])
    saved_each = [effect.monthly or 0.0 for effect, _ in applying]
    ends = max(0.0, -min(saved_each, default=0.0)), max(0.0, *saved_each, 0.0)
    rows = []
    for (effect, is_tried), *saved in zip(applying, monthly, bill, task, strict=True):
        row = _lever_row(effect, is_tried, saved)
        if bars:
            bar = partial(_saving_drawn, effect.monthly, ends)
            row = row._replace(cells=(*row.cells, Cell(_way(effect.monthly))), drawn=bar)
        rows.append(row)
    idle = [effect for effect, _ in effects if effect.changed is None]
    if idle:
        reasons, told = {effect.told for effect in idle}, "Does not apply here"
        if len(idle) > 1 and len(reasons) == 1:
            # What is the same for all is said once.
            told = f"{told}: {reasons.pop()}"
            idle = [effect._replace(told="") for effect in idle]
        rows.append(Row("", (Cell(told, "head"),), heading=True))
    rows += map(_idle_row, idle)
    return Table(tuple(columns), tuple(rows), widest=LEVER_WIDTH)


def savings_table(analysis: Analysis, tried: Tried = NOTHING_TRIED) -> Table:
    """The levers that apply alone, with what each saves a month in USD, all in all and on the bill."""
    table = levers_table(analysis, tried, 0)
    rows = takewhile(lambda row: not row.heading, table.rows)
    cells = (row._replace(cells=row.cells[:SAVED]) for row in rows)
    return replace(table, columns=table.columns[:SAVED], rows=tuple(cells))


SAVED = 3
"""The columns of a lever, and of what it saves a month."""


def _idle_row(effect: LeverEffect) -> Row:
    """The row of a lever that does not apply."""

    def told(room: int) -> list[Cell]:
        return [Cell(effect.told if width_of(effect.told) <= room else cut(effect.brief or effect.told, room), "dim")]

    return Row(effect.lever.id, (Cell(effect.lever.title, "dim"), Cell(effect.told, "dim")), drawn=told)


def _lever_row(effect: LeverEffect, tried: bool, saved: Sequence[str]) -> Row:
    """The row of a lever that applies; `saved` are its savings as they stand under each other."""
    cells = [Cell(f"{'✓ ' if tried else ''}{effect.lever.title}", "strong")]
    for text, value in zip(saved, (effect.monthly, effect.bill, effect.per_successful_task), strict=True):
        tone: Tone = "dim"
        if value is None:
            tone = "warn"
        elif value:
            tone = "good" if value > 0 else "bad"
        cells.append(Cell(text, tone))
    waiting = Cell("tried", "accent") if tried else Cell(_waiting(effect))
    return Row(effect.lever.id, (*cells, waiting))


def _way(saved: Unknown) -> str:
    """What a bar says in a word."""
    if not saved:
        return "not known" if saved is None else "no change"
    return "saves" if saved > 0 else "dearer"


def _saving_drawn(saved: Unknown, ends: tuple[float, float], room: int) -> list[Cell]:
    """A bar from a line: to its right what is saved, to its left what it costs more; `ends` are the most of either."""
    dearer, cheaper = ends
    scale = (min(LONGEST, room) - 1) / (dearer + cheaper or 1.0)
    middle, long = round(dearer * scale), 0
    if saved:
        long = max(1, round(abs(saved) * scale))
    if saved is not None and saved < 0:
        long = min(long, middle)
        return [Cell(" " * (middle - long)), Cell("█" * long, "bad"), Cell("│", "dim")]
    return [Cell(" " * middle), Cell("│", "dim"), Cell("█" * long, "good")]


def meanings(analysis: Analysis, width: int) -> Table:
    """What each lever assumes, a sentence beneath each other in so many columns."""
    columns = (Column("lever", "lever"), Column("means", "what it means"))
    rows = []
    for one in lever_effects(analysis):
        name = one.lever.title
        for line in wrapped(one.lever.assumes, max(30, min(PROSE, width - LEVER_WIDTH - 6))):
            rows.append(Row(one.lever.id, (Cell(name), Cell(line, "dim"))))
            name = ""
    return Table(columns, tuple(rows), widest=LEVER_WIDTH)


def _waiting(effect: LeverEffect) -> str:
    """The longest whole answer before and after, or that it stays."""
    if effect.lever.id == "streaming":
        return "first token"
    pairs = [(one.before.total_s, one.after.total_s) for one in effect.steps]
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    if not known or all(f"{before:.1f}" == f"{after:.1f}" for before, after in known):
        return "same"
    before, after = max(known, key=lambda pair: abs(pair[1] - pair[0]))
    return f"{before:.1f} → {after:.1f} s"


def lever_detail(
    analysis: Analysis, key: str, column: str | None, tried: Tried | None = NOTHING_TRIED
) -> Sequence[Cell]:
    """What a lever assumes, what it saves, and what it does to waiting, quality and checks; what becomes of it. `tried`
    is None where none can be, as nothing is decided."""
    effect = next(one for one in lever_effects(analysis) if one.lever.id == key)
    lines = [Cell(f"{effect.lever.title}. {effect.lever.assumes}")]
    if tried and key in tried:
        keys = "{whatif.keep} keeps all that is tried, {whatif.drop} drops it, {edit.undo} takes back the last."
        more = " Enter tries it once more, on top." if effect.changed is not None else ""
        effect = tried[key]
        told = [
            Cell(f"Tried: {effect.told} {keyed(keys)}{more}", "accent"),
            Cell(f"It saved {_savings(effect)}.", "strong"),
        ]
        return [*told, *lines, *_consequences(analysis, effect)]
    if effect.changed is None:
        return [*lines, Cell(f"Does not apply: {effect.told}.", "warn")]
    enter = "" if tried is None else " Enter tries it as a what-if."
    lines += [Cell(f"{effect.told}{enter}", "strong"), Cell(f"It saves {_savings(effect)}.")]
    return [*lines, *_consequences(analysis, effect)]


def _savings(effect: LeverEffect) -> str:
    return true_minus(
        f"{money(effect.monthly)} a month in all, {money(effect.bill)} of it on the bill, "
        f"{money(effect.per_successful_task)} per successful task; below 0 it costs more"
    )


def _consequences(analysis: Analysis, effect: LeverEffect) -> list[Cell]:
    """What a lever does to waiting, quality and checks."""
    if not effect.steps:
        return [Cell("Waiting, quality and checks stay as they are.", "dim")]
    return [Cell(f"  {analysis.scenario.step_name(one.step)}: {_told(analysis, one)}.") for one in effect.steps]


def _told(analysis: Analysis, change: StepChange) -> str:
    before, after = change.before, change.after
    told = []
    if before.candidate != after.candidate:
        told.append(f"{name_of(analysis, before.candidate)} → {name_of(analysis, after.candidate)}")
    if before.quality != after.quality:
        told.append(f"quality {said(before.quality, plain)} → {said(after.quality, plain)}")
    if before.ttft_s != after.ttft_s:
        told.append(f"first token {said(before.ttft_s, seconds)} → {said(after.ttft_s, seconds)}")
    if before.total_s != after.total_s:
        told.append(f"whole answer {said(before.total_s, seconds)} → {said(after.total_s, seconds)}")
    for label, was, now in (
        ("quality bar", before.quality_check, after.quality_check),
        ("latency target", before.latency_check, after.latency_check),
    ):
        before_that = f"{VERDICTS[was].told}, then " if was != now else ""
        told.append(f"the {label} {before_that}{VERDICTS[now].told}")
    return "; ".join(told)


# --- trying


class LeverTrial:
    """Tries levers, and knows which are."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._effects: dict[str, LeverEffect] = {}
        """What each lever did when it was tried last, by its id."""

    @property
    def tried(self) -> Mapping[str, LeverEffect]:
        """The levers among the edits that the open what-if tries."""
        tried = self._desk.session.tried
        return {id_: effect for id_, effect in self._effects.items() if effect.lever.title.lower() in tried}

    def begin(self, lever: str | None) -> None:
        """Begin a what-if, unless one is open, and make the lever's edit in it; else say why it does not apply."""
        effect = next((one for one in lever_effects(self._desk.session.analysis) if one.lever.id == lever), None)
        if effect is None:
            return
        changed = effect.changed
        if changed is None:
            why = f"does not apply: {effect.told}."
            if lever in self.tried:
                why = keyed("is tried already: {whatif.keep} keeps what is tried, {whatif.drop} drops it.")
            self._desk.say(f"{effect.lever.title} {why}", seconds=5)
            return
        self._desk.begin_what_if()
        self._effects[effect.lever.id] = effect
        self._desk.edit(effect.lever.title.lower(), lambda _: changed)
