"""How a table writes numbers where a comma or a point may mean thousands or decimals: a person says which.

A mark that groups digits is followed by exactly three digits each time, and no group begins a number with 0; what is
written otherwise contradicts the answer and is refused, never read as a figure ten or a hundred times too large.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from shortlist.core.importing.values import NOTHING, BadValue, exact, told

STYLES: Mapping[str, tuple[str, str]] = {"1,234.5": (",", "."), "1.234,5": (".", ",")}
"""How numbers may be written where they hold a comma: what groups digits, and what marks decimals."""
MARKS = {",": "comma", ".": "point"}
MOST_EXAMPLES = 3


def stripped(value: str) -> str:
    """A number without its currency sign and its per cent sign."""
    return value.strip().removeprefix("$").strip().removesuffix("%").rstrip()


def normal(value: str, style: str) -> str:
    """A number with a point for decimals and nothing between its thousands; without a style it stays as it is.

    Raises `BadValue` where the number is not written in that style.
    """
    if style not in STYLES or value.casefold() in NOTHING:
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


def reads_as(value: str, style: str) -> str:
    """What a number of a table becomes under an answer, in words: `42,1 reads 42.1`, `42,1 is refused`."""
    bare = stripped(value)
    try:
        found = exact(normal(bare, style))
    except BadValue:
        return f"{bare} is refused"
    return f"{bare} reads {'as nothing' if found is None else format(found, 'f')}"


def examples(values: Iterable[str]) -> tuple[str, ...]:
    """The values by which the answers differ most plainly: those with a comma, then those with a point."""
    numbers = [one for one in dict.fromkeys(map(stripped, values)) if re.fullmatch(r"[+-]?[0-9.,]+", one)]
    ranked = sorted(numbers, key=lambda one: ("," not in one, "." not in one))
    return tuple(ranked[:MOST_EXAMPLES])


def answers(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The answers to the question how a table writes numbers, each with what it makes of the table's own values."""
    shown = examples(values)
    words = {"": "without a comma", **{style: f"like {style}" for style in STYLES}}
    return tuple((style, _with_examples(word, shown, style)) for style, word in words.items())


def _with_examples(word: str, shown: tuple[str, ...], style: str) -> str:
    return f"{word}: {', '.join(reads_as(one, style) for one in shown)}" if shown else word
