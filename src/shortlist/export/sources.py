"""Where figures come from: a source gets a number when it is first cited, and the list ends the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from shortlist.core.analysis import Analysis
from shortlist.core.document.candidate import Observation
from shortlist.core.document.checklist import Answer
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.vocabulary import BASES
from shortlist.export.markup import address, inline
from shortlist.sanitising import shown

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
        return self._told(inline, address, ", ")

    @property
    def plain(self) -> str:
        """The source as plain text on one line, without commas of our own."""
        return self._told(shown, shown, " · ")

    def _told(self, say: Callable[[str], str], link: Callable[[str], str], between: str) -> str:
        day = f"as of {self.as_of}" if self.as_of else "undated"
        place = f"observed at {say(self.place)}" if self.place.strip() else ""
        told = between.join(word for word in (say(self.name), say(self.version), day, self.basis, place) if word)
        return f"{told}. {link(self.url)}" if self.url.strip() else f"{told}."


def source_of(origin: Origin) -> Source:
    """The source of a figure, of an answer to a check, or of an evaluation."""
    if isinstance(origin, Observation):
        basis = BASES[origin.basis].told
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

    def numbers(self, *origins: Origin | None) -> list[int]:
        """The numbers of the sources, ascending; an answer without an address is no source."""
        numbers = set()
        for origin in origins:
            if origin is None or (isinstance(origin, Answer) and not origin.url.strip()):
                continue
            numbers.add(self._numbers.setdefault(source_of(origin), len(self._numbers) + 1))
        return sorted(numbers)

    def cite(self, *origins: Origin | None) -> str:
        """The numbers as a document has them: `[1] [3]`."""
        return " ".join(f"[{number}]" for number in self.numbers(*origins))

    def cited(self, figure: str, *origins: Origin | None) -> str:
        """A figure with the numbers of its sources behind it."""
        return " ".join(filter(None, (figure, self.cite(*origins))))

    def numbered(self) -> dict[int, Source]:
        """Everything that was cited, by its number."""
        return {number: source for source, number in self._numbers.items()}

    def listing(self) -> str:
        """The numbered list of everything that was cited."""
        if not self._numbers:
            return "No source is recorded."
        return "\n".join(f"{number}. {source.entry}" for source, number in self._numbers.items())


def cited_by(analysis: Analysis) -> tuple[Citations, dict[str, list[int]]]:
    """The sources of all candidates in rank order, numbered, and the numbers that each candidate rests on.

    They are those of the figures in force, of the evaluations in force, and of the answers with an address.
    """
    sources, numbers = Citations(), {}
    for result in analysis.ranking:
        runs = [run for (candidate, _), run in analysis.evaluations.items() if candidate == result.id]
        answers = [check.answer for check in result.checks.values()]
        numbers[result.id] = sources.numbers(*result.in_force(), *runs, *answers)
    return sources, numbers
