"""Which candidates are shown and in which order, and which of them are marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import count
from shortlist.core.comparison.filtering import ParsedFilter, parse_filter
from shortlist.core.comparison.measures import SORTED_BY_WORD, Measure, measures, ordered, rises
from shortlist.tui.body import Desk
from shortlist.tui.draw.lines import Cell
from shortlist.tui.screens.candidates.cells import Selected
from shortlist.tui.widgets.table import nothing_matches


class Selection:
    """What a person has sorted, filtered and marked; worked out anew from each analysis."""

    def __init__(self, desk: Desk, words: Callable[[], str]) -> None:
        self._desk = desk
        self._words = words
        """What stands in the filter."""
        self.marked: list[str] = []
        """Ids of the marked candidates, in the order in which they were marked."""
        self.sorted: tuple[str, bool] | None = None
        """The key of the column that the rows are sorted by, and whether backwards; None as ranked."""

    @property
    def _measures(self) -> Mapping[str, Measure]:
        return measures(self._desk.session.compared)

    @property
    def filter(self) -> ParsedFilter:
        """The filter, understood."""
        return parse_filter(self._words(), self._measures)

    @property
    def now(self) -> Selected:
        """The candidates that the filter leaves, in the order of the table."""
        compared, known, found = self._desk.session.compared, self._measures, self.filter
        results: Sequence[CandidateResult] = [result for result in compared.ranking if found.keeps(result)]
        order = None
        if self.sorted is not None and (self.sorted[0] in known or self.sorted[0] in SORTED_BY_WORD):
            key, backwards = self.sorted
            playing = [result for result in results if result.steps]
            beside = [result for result in results if not result.steps]
            results = [*ordered(playing, key, known, backwards), *beside]
            order = key, rises(key, known, backwards)
        marked = tuple(id_ for id_ in self.marked if id_ in compared.by_id)
        nothing = ""
        if self._words().strip() and not results:
            nothing = nothing_matches(self._words())
        return Selected(results, marked, order, nothing)

    @property
    def compared(self) -> Selected:
        """The marked candidates, the first marked first; with fewer than two, all of the filter's that play a step.

        Who plays none has little to be held against; where nobody plays any, all are shown.
        """
        now, by_id = self.now, self._desk.session.compared.by_id
        if len(now.marked) >= 2:
            return Selected([by_id[id_] for id_ in now.marked])
        first = [result for result in now.results if result.id in now.marked]
        playing = [result for result in now.results if result.steps] or now.results
        return now._replace(results=[*first, *(one for one in playing if one not in first)])

    @property
    def told(self) -> Cell:
        """What the filter leaves, or what in it is not understood."""
        if self.filter.mistakes:
            return Cell("✖ " + "; ".join(self.filter.mistakes), "bad")
        return Cell(f"{len(self.now.results)} of {count(len(self._desk.session.compared.ranking), 'candidate')}", "dim")
