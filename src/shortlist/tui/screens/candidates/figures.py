"""Every figure of a candidate with where it comes from, as a table; what has no room there in a line beneath."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import percent
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.candidate import Observation
from shortlist.core.document.metrics import figure_shown, figures_apart, metric_label, short_unit
from shortlist.core.document.vocabulary import BASES
from shortlist.core.service.figures import disagree, unpriced
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.keys.sentences import empty
from shortlist.tui.widgets.pane import DrawnLine, Paragraph

TITLES: tuple[str, ...] = ("figure", "value", "unit", "source", "age", "basis", "setting")
FIGURE: slice = slice(0, 3)
ORIGIN: slice = slice(3, 6)
SETTING = 6
"""What it is, where it comes from, and what it must be read with."""
IN_FORCE = "●"
MARK = 3
"""Columns of the sign before a row."""
INDENT = "      "


class FigureRow(NamedTuple):
    """An observation as a row."""

    held: bool
    cells: tuple[str, ...]
    about: str
    """Its day, address and note."""
    disagreement: str
    """That another source says something else."""

    @property
    def tone(self) -> Tone:
        """Grey where it does not count."""
        return "plain" if self.held else "dim"

    @property
    def briefly(self) -> FigureRow:
        """Its unit in fewer letters."""
        name, value, unit, *rest = self.cells
        return self._replace(cells=(name, value, unit.replace("tokens", "tok"), *rest))

    @property
    def sign(self) -> Cell:
        """Whether it counts."""
        return Cell(f" {IN_FORCE} " if self.held else "   ", "good")


def figure_lines(compared: Compared, result: CandidateResult, width: int, whole: bool) -> Iterator[Paragraph]:
    """The figures as a table in so many columns; `whole` adds days, addresses and notes.

    Where there is no room for all columns, the figures of one origin stand together beneath it.
    """
    if not result.candidate.observations:
        yield Cell(empty("no_figures"), "dim")
        return
    force = {id(one) for one in result.in_force()}
    rows = [_row(compared, result, one, id(one) in force) for one in result.candidate.observations]
    if MARK + max(_wide([len(cell) for cell in row.cells[:SETTING]]) for row in rows) <= width:
        aligned = _aligned(rows)
        widths = _widths(aligned, TITLES)
    else:
        widths = []
    if widths and MARK + _wide(widths[:SETTING]) <= width:
        heading = _line(TITLES, widths)
        if MARK + width_of(heading.rstrip()) > width:
            heading = _line(TITLES[:SETTING], widths[:SETTING])
        yield DrawnLine((Cell(" " * MARK + heading, "head"),))
        for row in aligned:
            yield from _told(row, _line(row.cells[:SETTING], widths[:SETTING]), width, whole)
    else:
        for origin in dict.fromkeys(row.cells[ORIGIN] for row in rows):
            yield Cell(f"{origin[0]}, {origin[1]}, {origin[2]}", "head")
            group = [row.briefly for row in _aligned([row for row in rows if row.cells[ORIGIN] == origin])]
            narrow = _widths(group, ("",) * len(TITLES[FIGURE]))
            for row in group:
                line = _line(row.cells[FIGURE], narrow)
                if MARK + _wide(narrow) > width:
                    line = f"{row.cells[0]}  {row.cells[1].strip()} {row.cells[2]}"
                yield from _told(row, line, width, whole)
    yield Cell(f" {IN_FORCE} in force", "dim")


def _told(row: FigureRow, line: str, width: int, whole: bool) -> Iterator[Paragraph]:
    """A row, its setting behind it where there is room, else beneath it; one that is too long is wrapped."""
    setting = row.cells[SETTING]
    if MARK + width_of(line) > width:
        line = line.rstrip()
    beside = bool(setting) and MARK + width_of(line) + 2 + width_of(setting) <= width
    if MARK + width_of(line) > width:
        yield Cell(f"{row.sign.text}{line}", row.tone)
    else:
        yield DrawnLine((row.sign, Cell(line, row.tone), Cell(f"  {setting}" if beside else "", "dim")))
    if setting and not beside:
        yield Cell(INDENT + setting, "dim")
    if whole and row.about:
        yield Cell(INDENT + row.about, "dim")
    if row.disagreement:
        yield Cell(f"{INDENT}≠ {row.disagreement}", "warn")


def _aligned(rows: list[FigureRow]) -> list[FigureRow]:
    values = decimal_points([row.cells[1] for row in rows])
    return [row._replace(cells=(row.cells[0], value, *row.cells[2:])) for row, value in zip(rows, values, strict=True)]


def _widths(rows: list[FigureRow], titles: tuple[str, ...]) -> list[int]:
    return [max(width_of(title), *(width_of(row.cells[at]) for row in rows)) for at, title in enumerate(titles)]


def in_force_lines(compared: Compared, result: CandidateResult, metric: str) -> list[Cell]:
    """The figures in force of a metric, a line each."""
    lines = []
    for one in result.in_force(metric):
        row = _row(compared, result, one, True)
        lines.append(Cell("  " + " · ".join(filter(None, (*row.cells[1:], row.about))), "dim"))
    return lines


def decimal_points(texts: list[str]) -> list[str]:
    """Figures padded so that their decimal points stand beneath each other."""
    parts = [text.partition(".") for text in texts]
    before = max((len(whole) for whole, _, _ in parts), default=0)
    after = max((len(rest) + len(point) for _, point, rest in parts), default=0)
    return [f"{whole:>{before}}{(point + rest):<{after}}" for whole, point, rest in parts]


def _row(compared: Compared, result: CandidateResult, one: Observation, in_force: bool) -> FigureRow:
    held = in_force and not unpriced(result.candidate, one.metric)
    unit = short_unit(one.metric)
    cells = (
        metric_label(one.metric),
        figure_shown(one.metric, one.value),
        "" if unit == "share" else unit,
        one.source or "no source",
        f"{(compared.today - one.as_of).days:,} d",
        BASES[one.basis].name,
        setting_of(one),
    )
    about = " · ".join(filter(None, (str(one.as_of), one.url, one.note)))
    return FigureRow(held, cells, about, _disagreement(result, one) if held else "")


def setting_of(one: Observation) -> str:
    """What a figure must be read with: effort, tier, version, whose machines."""
    above = f"above {one.above_tokens:,.0f} tokens" if one.above_tokens else ""
    parts = (one.effort and f"effort {one.effort}", above, one.version, one.provider and f"at {one.provider}")
    return " · ".join(filter(None, parts))


def _disagreement(result: CandidateResult, one: Observation) -> str:
    told = []
    for other in result.figures.applicable(one.metric):
        if disagree(one, other):
            side = "less" if other.value < one.value else "more"
            if one.value:
                side = f"{percent(abs(other.value - one.value) / abs(one.value))} {side}"
            said, _ = figures_apart(one.metric, other.value, one.value)
            told.append(f"{other.source} says {said}, {side}; find out which holds.")
    return " ".join(told)


def _wide(widths: list[int]) -> int:
    return sum(widths) + 2 * (len(widths) - 1)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(
        fit(text, width, right=at == 4) for at, (text, width) in enumerate(zip(cells, widths, strict=False))
    )
