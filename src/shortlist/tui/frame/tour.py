"""The tour: eight stops on a decision that was made, each at its real place, each ended by the real key."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.lines import Cell, wrapped
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import key_of, keyed
from shortlist.tui.keys.table import ACTIONS
from shortlist.tui.parts.tour_stops import STOPS, Stop
from shortlist.tui.tabs import TAB
from shortlist.tui.widgets.panel import box_bottom, box_line, box_top

LEAVE = "tour.leave"


def leads_away(stop: Stop) -> bool:
    """Whether the key of a stop works on every screen, as it leads to another place."""
    return stop.key.startswith(("tab.", "walk."))


class TourBox(Still):
    """A stop in a box above the lines at the bottom."""

    DEFAULT_CSS = "TourBox { height: 6; }"

    def __init__(self, stop: Callable[[], tuple[int, Stop, str]]) -> None:
        super().__init__()
        self._stop = stop

    def line(self, y: int, width: int) -> list[Cell]:
        number, stop, key = self._stop()
        if y == 0:
            return box_top(f"Tour, stop {number} of {len(STOPS)}: {stop.title}", width, "accent")
        if y == self.size.height - 1:
            return box_bottom(width, f"{key_of(LEAVE)} leaves the tour", "accent")
        if y == self.size.height - 2:
            return box_line([Cell(f"{key}  ", "accent"), Cell(stop.does, "strong")], width, "accent")
        lines = wrapped(keyed(stop.told), min(90, width - 4))
        text = lines[y - 1] if y <= len(lines) else ""
        return box_line([Cell(text)], width, "accent")


class Tour:
    """Shows the stops one after the other; `mount` puts its box into the frame."""

    def __init__(self, host: Host, frame: Frame, mount: Callable[[Widget], object]) -> None:
        self._host, self._frame, self._mount = host, frame, mount
        self._at: int | None = None
        """The stop in front; None where no tour is under way."""
        self._box: TourBox | None = None

    @property
    def under_way(self) -> bool:
        """Whether a stop is in front."""
        return self._at is not None

    def begin(self) -> None:
        """Begin at the first stop, anew where it was begun before."""
        if self._box is None:
            self._box = TourBox(self._now)
            self._mount(self._box)
        self._arrive(0)

    def did(self, action: str) -> None:
        """Something was done with a key, a click or by name: the tour goes on where it is what the stop waits for."""
        if self._at is None:
            return
        stop = STOPS[self._at]
        wanted = ACTIONS[stop.key].runs.removeprefix("screen.")
        if action.removeprefix("screen.") != wanted or not (self._frame.stage.tab == stop.tab or leads_away(stop)):
            self._draw()
            return
        if self._at + 1 < len(STOPS):
            self._arrive(self._at + 1)
        else:
            self.leave()
            self._host.say("That was the tour. The exercise is the same with your own hands.", seconds=8)

    def leave(self) -> None:
        """Leave the tour, wherever it is."""
        self._at = None
        if self._box is not None:
            self._box.remove()
            self._box = None

    def _arrive(self, at: int) -> None:
        self._at = at
        stop = STOPS[at]
        self._draw()
        who = self._whom(stop.at)
        if who is not None:
            self._frame.go_to("", stop.tab, who)
        elif self._frame.stage.tab != stop.tab:
            self._frame.screen.run_worker(self._frame.show_tab(stop.tab), group="go")

    def _whom(self, at: str) -> str | None:
        """The id of the candidate that a stop is about, where there is such a one."""
        analysis = self._frame.session.analysis
        if at == "default":
            return next((one.id for one in analysis.ranking if one.id == analysis.workspace.decision.default), None)
        if at == "excluded":
            return next((one.id for one in analysis.ranking if one.standing.status == "excluded"), None)
        return None

    def _now(self) -> tuple[int, Stop, str]:
        """The stop in front by its number, and its key; from another screen the key that leads back comes first."""
        at = self._at or 0
        stop = STOPS[at]
        key = key_of(stop.key)
        if self._frame.stage.tab != stop.tab and not leads_away(stop):
            key = f"{key_of(f'tab.{stop.tab}')} (back to {TAB[stop.tab].title}), then {key}"
        return at + 1, stop, key

    def _draw(self) -> None:
        if self._box is not None:
            self._box.refresh()
