"""How a table writes numbers where a comma or a point may mean thousands or decimals: a person says which.

A mark that groups digits is followed by exactly three digits each time, and no group begins a number with 0; what is
written otherwise contradicts the answer and is refused, never read as a figure ten or a hundred times too large. The
numbers of a table are written in one way: one cell may tell of another what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shortlist.core.importing.values import NO_VALUE, BadValue, exact, told

STYLES: Mapping[str, tuple[str, str]] = {"1,234.5": (",", "."), "1.234,5": (".", ",")}
"""How numbers may be written where they hold a comma: what groups digits, and what marks decimals."""
COMMAS, POINTS = STYLES
MARKS = {",": "comma", ".": "point"}
MOST_EXAMPLES = 3
_DOLLARS = re.compile(
    r"^(?:us ?\$|usd|\$)\s*|(?<!\s)\s*(?:us ?\$|usd|\$)$|(?<!\s)\s*(?:¢|(?:usd? )?cents?)$", re.IGNORECASE
)
_UNIT = re.compile(
    r"(?<!\s)\s*(?:/|per)\s*(?:1\s*)?(?:m|1m|million|mtok)\b(?s:.*)$|(?<!\s)\s*(?:tokens?|toks?|tok/s|t/s)$",
    re.IGNORECASE,
)
_LARGE = re.compile(r"(?P<number>[0-9][0-9.,]*)\s*(?P<sign>[kmb])", re.IGNORECASE)
_TIMES = {"k": "e3", "m": "e6", "b": "e9"}


def stripped(value: str) -> str:
    """A number without its currency sign, its per cent sign and the unit behind it."""
    bare = _UNIT.sub("", value.strip()).removesuffix("%").rstrip()
    return _DOLLARS.sub("", bare).strip().replace("\u00a0", "").replace("\u202f", "")


def normal(value: str, style: str, large: bool = False) -> str:
    """A number with a point for decimals and nothing between its thousands.

    Without a style only what can be read in one way becomes another text: `1,000,000`. With `large`, a letter behind
    it stands for thousands or millions: `128k`, `1.05M`. Raises `BadValue` where the number is not written in the
    style.
    """
    if value.casefold() in NO_VALUE:
        return value
    if large and (match := _LARGE.fullmatch(value)):
        return normal(match["number"], style) + _TIMES[match["sign"].casefold()]
    if style not in STYLES:
        if _told_style(value) == COMMAS:
            return value.replace(",", "")
        return value
    group, mark = STYLES[style]
    if group not in value:
        return value.replace(mark, ".")
    whole, _, decimals = value.partition(mark)
    if not re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+", whole) or group in decimals:
        name = MARKS[group]
        raise BadValue(
            f"{told(value)} is not written like {style}, as was said: a {name} between thousands has exactly three "
            "digits after it"
        )
    return value.replace(group, "").replace(mark, ".")


class NumeralStyle(NamedTuple):
    """What the cells of a table tell of how it writes numbers."""

    style: str = ""
    """The style that cells are written in which can be read in one way only; empty where there is none."""
    example: str = ""
    """A cell that tells it."""
    open: str = ""
    """A cell that two people read differently, or that contradicts the style of others: somebody has to say."""


def written(cells: Iterable[tuple[str, bool]]) -> NumeralStyle:
    """How a table writes its numbers, by its cells; of each whether it counts things, so that it has no decimals."""
    tells: dict[str, str] = {}
    unclear = ""
    for cell, counts in cells:
        number = stripped(cell)
        if match := _LARGE.fullmatch(number):
            number, counts = match["number"], False
        style = _told_style(number)
        if style:
            tells.setdefault(style, cell)
        elif re.fullmatch(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}", number) and ("," in number or counts):
            unclear = unclear or cell
    if len(tells) > 1:
        return NumeralStyle("", tells[COMMAS], tells[POINTS])
    style, example = next(iter(tells.items()), ("", ""))
    if style == COMMAS:
        return NumeralStyle(style, example)
    return NumeralStyle(style, example, unclear or example)


def _told_style(number: str) -> str:
    """The style of a number that can be read in one way only; empty of one that can be read in two, or needs none."""
    bare = number.lstrip("+-")
    for style, (group, mark) in STYLES.items():
        point, grouped = re.escape(mark), rf"[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})"
        forms = (
            rf"{grouped}{{2,}}(?:{point}[0-9]+)?",
            rf"{grouped}{point}[0-9]+",
            rf"0?{point}[0-9]+",
            rf"[0-9]+{point}(?:[0-9]{{1,2}}|[0-9]{{4,}})",
            rf"[0-9]{{4,}}{point}[0-9]+",
        )
        if any(re.fullmatch(form, bare) for form in forms):
            return style
    return ""


def reads_as(value: str, style: str) -> str:
    """What a number of a table becomes under an answer, in words: `42,1 reads 42.1`, `42,1 is refused`."""
    bare = stripped(value)
    try:
        found = exact(normal(bare, style, large=True))
    except BadValue:
        return f"{bare} is refused"
    if found is None:
        return f"{bare} reads as nothing"
    return f"{bare} reads {found:f}"


def examples(values: Iterable[str]) -> tuple[str, ...]:
    """The values by which the answers differ most plainly: those with a comma, then those with a point."""
    numbers = [one for one in dict.fromkeys(map(stripped, values)) if re.fullmatch(r"[+-]?[0-9.,]+[kmbKMB]?", one)]
    ranked = sorted(numbers, key=lambda one: ("," not in one, "." not in one))
    return tuple(ranked[:MOST_EXAMPLES])


def answers(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The answers to the question how a table writes numbers, each with what it makes of the table's own values."""
    shown = examples(values)
    words = {"": "without a comma", **{style: f"like {style}" for style in STYLES}}
    if shown:
        words = {style: f"{word}: {', '.join(reads_as(one, style) for one in shown)}" for style, word in words.items()}
    return tuple(words.items())
