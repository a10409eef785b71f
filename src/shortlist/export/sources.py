"""Where figures come from: a source gets a number when it is first cited, and the list ends the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from shortlist.core.candidate import Observation
from shortlist.core.checklist import Answer
from shortlist.core.evaluation import Evaluation
from shortlist.export.markup import address, inline

BASIS_WORDS = {
    "measured": "measured",
    "published": "published",
    "self_reported": "self-reported by the vendor",
    "estimate": "estimate",
}
Origin = Observation | Answer | Evaluation


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the list names it; figures that agree in all of this share a number."""

    name: str
    version: str
    as_of: dt.date | None
    basis: str
    url: str
    place: str = ""
    """Where it was observed, if not at the candidate's own provider."""

    @property
    def entry(self) -> str:
        """The source as Markdown."""
        day = f"as of {self.as_of}" if self.as_of else "undated"
        place = f"observed at {inline(self.place)}" if self.place.strip() else ""
        told = (inline(self.name), inline(self.version), day, self.basis, place)
        link = f" {address(self.url)}" if self.url.strip() else ""
        return ", ".join(word for word in told if word) + "." + link


def source_of(origin: Origin) -> Source:
    """The source of a figure, of an answer to a check, or of an evaluation."""
    if isinstance(origin, Observation):
        basis = BASIS_WORDS[origin.basis]
        return Source(origin.source, origin.version, origin.as_of, basis, origin.url, origin.provider)
    if isinstance(origin, Evaluation):
        tool = f" with {origin.tool}" if origin.tool else ""
        file = f", {origin.file}" if origin.file else ""
        prompt = f"prompt {origin.prompt_version}" if origin.prompt_version else ""
        return Source(f"Evaluation{tool} on the team's own examples{file}", prompt, origin.ran_on, "measured", "")
    reader = f" by {origin.checked_by}" if origin.checked_by else ""
    return Source(f"Page read for the checklist{reader}", "", origin.checked_on, "", origin.url)


class Citations:
    """Numbers the sources of one document in the order in which they are cited."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}

    def cite(self, *origins: Origin | None) -> str:
        """The numbers of the sources, such as `[1] [3]`; an answer without an address is no source."""
        numbers = set()
        for origin in origins:
            if origin is None or (isinstance(origin, Answer) and not origin.url.strip()):
                continue
            numbers.add(self._numbers.setdefault(source_of(origin), len(self._numbers) + 1))
        return " ".join(f"[{number}]" for number in sorted(numbers))

    def cited(self, figure: str, *origins: Origin | None) -> str:
        """A figure with the numbers of its sources behind it."""
        return " ".join(filter(None, (figure, self.cite(*origins))))

    def cited_all(self, figure: str, origins: Iterable[Origin | None]) -> str:
        """The same for any number of sources."""
        return self.cited(figure, *origins)

    def listing(self) -> str:
        """The numbered list of everything that was cited."""
        if not self._numbers:
            return "No source is recorded."
        return "\n".join(f"{number}. {source.entry}" for source, number in self._numbers.items())
