"""What a request holds besides tokens, each charged by a price of its own: one row for all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from shortlist.core.basics.words import agreeing, plain


class RequestUnit(NamedTuple):
    """Something that is counted and charged by itself."""

    usage: str
    """The figure of the usage that counts it, per request."""
    price: str
    """The metric that it is charged by."""
    one: str
    several: str
    brief: str
    """Where there is little room, whatever the number."""

    @property
    def each(self) -> str:
        """One of it: `an image`."""
        return f"{'an' if self.one[0] in 'aeiou' else 'a'} {self.one}"

    def counted(self, amount: float, number: str) -> str:
        """So many of it, the number as it is to be written."""
        return f"{number} {self.one if amount == 1 else self.several}"


REQUEST_UNITS = (
    RequestUnit("images", "image_price", "image", "images", "images"),
    RequestUnit("output_images", "output_image_price", "image made", "images made", "made"),
    RequestUnit("pages", "page_price", "page", "pages", "pages"),
    RequestUnit("searches", "search_price", "search", "searches", "search"),
    RequestUnit("audio_input_minutes", "audio_input_price", "minute heard", "minutes heard", "min"),
    RequestUnit("audio_output_minutes", "audio_output_price", "minute spoken", "minutes spoken", "min"),
    RequestUnit("input_characters", "character_price", "character", "characters", "chars"),
)


def units_held(usage: object) -> Iterator[tuple[RequestUnit, float]]:
    """What a request holds by the usage of a step, each with its amount; what is absent or 0 is left out."""
    for unit in REQUEST_UNITS:
        amount: float | None = getattr(usage, unit.usage)
        if amount:
            yield unit, amount


class WithRounds(Protocol):
    """The usage of a step, as far as it is read here."""

    @property
    def tool_loops(self) -> float | None:
        """Further calls per request."""


def beside_tokens(usage: WithRounds) -> Iterator[tuple[str, str]]:
    """What a request holds beside its tokens, rounds of tools among it, in words and in fewer."""
    for unit, amount in units_held(usage):
        yield unit.counted(amount, plain(amount)), f"{plain(amount)} {unit.brief}"
    if usage.tool_loops:
        loops = plain(usage.tool_loops)
        yield f"{loops} {agreeing(usage.tool_loops, 'round', 'rounds')} of tools", f"{loops} rounds"
