"""Figures typed in one line, or read from a pasted table, with a preview of what is added and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from shortlist.core.basics.words import agreeing, count, listed
from shortlist.core.document.metrics import figure_shown, figures_apart, is_quality, is_rating, metric_label, with_unit
from shortlist.core.document.vocabulary import BASES
from shortlist.core.edits.candidates import settings_taken, with_observations
from shortlist.core.edits.quick_entry import (
    Reading,
    Stamp,
    indices_used,
    is_table,
    new_indices,
    opens,
    read_line,
    read_table,
    typed_name,
)
from shortlist.core.service.latency import writes
from shortlist.core.service.prices_charged import needed
from shortlist.sanitising import shown
from shortlist.tui.body import Desk, applied
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import NAME, Cell
from shortlist.tui.draw.widths import both_ends
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC
from shortlist.tui.screens.candidates.stamp_fields import FIELDS, StampFields, StampForm, StampLine, Stamps
from shortlist.tui.widgets.finder import TellingLine
from shortlist.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from shortlist.core.document.candidate import Observation
    from shortlist.core.document.workspace import Workspace

SAMPLES = {
    "ttft": "2.1",
    "output_speed": "125",
    "search_price": "2/1k searches",
    "audio_input_price": "0.0043/min",
    "audio_output_price": "0.015/min",
    "character_price": "15/M chars",
    "page_price": "4/1k pages",
    "input_price": "0.02",
    "output_price": "2",
    "context_window": "32k",
}
"""Figures as they may be typed."""
QUALITY, RATING = "38.1", "1451"
"""So may be one of the scenario's leaderboard."""
USUAL = {"ttft", "output_speed", "input_price", "output_price", "cache_read_price", "context_window"}
"""What is needed of most models that write, and told by the example."""
EXAMPLE = "quality 38.1 ttft 2.1 speed 125 input 0.5 output 2 context 128k"
MOST_TOLD = 200
"""Figures, and refusals, that are told one by one: a paste may hold any number of rows."""
LINE = "QuickLine"
"""The line of figures among the texts that are kept."""
SOURCE = "source"
LABELS = {spec.path[0]: spec.label for spec in FIELDS}


def rest_told(number: int, what: str) -> list[Cell]:
    """How many more there are than are told one by one."""
    return [Cell(f"  and {number - MOST_TOLD:,} more {what}", "dim")] if number > MOST_TOLD else []


def name_in(workspace: Workspace, candidate: str) -> str:
    """A candidate's name; its id where it is gone."""
    found = workspace.candidate(candidate)
    return found.name if found else candidate


class FiguresDialog(Dialog[None]):
    """What both ways of typing share: the origin of the figures, the preview, the one edit."""

    DEFAULT_CSS = """
    FiguresDialog > #box { width: 100; }
    FiguresDialog Pane { min-height: 6; border: none; padding: 0; }
    """
    DEFAULT_CLASSES = "tight"
    BINDINGS: ClassVar[list[BindingType]] = bound("figures")
    AROUND = 15
    help_text = (
        "Figures as names and numbers: quality 38.1 ttft 2.1 speed 125 context 128k batch 50%. Where they come from "
        "stays for the next ones; the source for those of its candidate alone: Enter in an empty one takes the one "
        "before. A pasted table has metrics in its first row and candidates in its first column."
    )
    _candidate = ""
    """Whose figures they are; empty where they may be anybody's."""

    def __init__(self, heading: str, keys: str, desk: Desk, stamp: Stamp, stamps: Stamps) -> None:
        super().__init__(heading, keys)
        self.desk, self._stamp, self._stamps = desk, stamp, stamps
        self._from = stamp.source or stamps.offered(self._candidate)
        """The source that the rest of the origin was typed for."""
        self._form = StampForm(stamp)

    def inside(self) -> ComposeResult:
        """The preview and the origin, beneath the line or the area that figures are typed in."""
        yield Pane(classes="fits")
        yield StampFields(self._form, self._stamped)

    @property
    def stamp(self) -> Stamp:
        """Where the figures come from, as it now stands."""
        return self._form.stamp

    @property
    def metric(self) -> str:
        """The metric that `quality` means."""
        return self.desk.session.workspace.scenario.quality_metric

    def read(self) -> Reading:
        """What is typed, understood; to be provided."""
        raise NotImplementedError

    def _stamped(self) -> None:
        """What was typed comes from somewhere else."""
        if not self._form.problems:
            self._stamps.keep(self.stamp, self._candidate)
        self.preview()

    def preview(self) -> None:
        """Say what would be added and what not."""
        reading, problems = self.read(), self._form.problems
        lines = [Cell(f"✖ {LABELS[name]}: {why}", "bad") for name, why in problems.items()]
        lines += [Cell(f"✖ {refusal.where}: {refusal.why}", "bad") for refusal in reading.refusals[:MOST_TOLD]]
        lines += rest_told(len(reading.refusals), "refused")
        added = reading.additions[:MOST_TOLD]
        lines += [Cell(f"✓ {self.told(one.candidate, one.observation)}", "good") for one in added]
        lines += rest_told(len(reading.additions), "added")
        if reading.empty:
            lines.append(Cell(f"  {count(reading.empty, 'cell')} without a figure: unknown, not 0", "dim"))
        lines += [Cell(f"? {warning}", "warn") for warning in self.warnings(reading)]
        lines += [Cell(f"? {doubt}", "warn") for doubt in reading.doubts]
        if reading.unsourced:
            figures = count(len(reading.unsourced), "figure")
            lines.insert(0, Cell(f"✖ name the source beneath: {figures} without one, and none is taken so", "bad"))
            waiting = reading.unsourced[:MOST_TOLD]
            lines += [Cell(f"  {self.told(one.candidate, one.observation)}", "dim") for one in waiting]
        self.query_one(StampFields).mark_source(bool(reading.unsourced))
        self.query_one(Pane).show(lines or [Cell(self.hint(), "dim")])

    def told(self, candidate: str, observation: dict[str, object]) -> str:
        """A figure in words."""
        metric, value = str(observation["metric"]), observation["value"]
        assert isinstance(value, int | float)
        basis = next(word.name for one, word in BASES.items() if one == observation["basis"])
        origin = [observation["source"] or "?", observation["as_of"], basis]
        for key, said in (("version", "version {}"), ("effort", "at effort {}"), ("url", "{}")):
            if observation.get(key):
                origin.append(said.format(observation[key]))
        return (
            f"{metric_label(metric)} {with_unit(metric, figure_shown(metric, value))} · {', '.join(map(str, origin))}"
        )

    def warnings(self, reading: Reading) -> list[str]:
        """What a person may not have meant: figures that will not count, a version of another source."""
        workspace, effort = self.desk.session.workspace, self.stamp.effort
        rows = [workspace.candidate(id_) for id_ in dict.fromkeys(one.candidate for one in reading.additions)]
        taken = settings_taken(workspace, [(one.candidate, one.observation) for one in reading.additions])
        told = [f"{name_in(workspace, id_)} is taken to be at effort {set_to}" for id_, set_to in taken.items()]
        told += [
            f"not in force: observed at effort {effort}, {one.name} is at {one.effort}"
            for one in rows
            if one is not None and effort and one.effort and one.effort != effort
        ]
        new = new_indices(workspace, [str(one.observation["metric"]) for one in reading.additions])
        told += [
            f"nothing here knows {metric_label(metric)}, and no step counts it: is it spelled right?" for metric in new
        ]
        if self.stamp.url and not opens(self.stamp.url):
            told.append(f"the address “{self.stamp.url}” is none that opens: one begins with https://")
        if reading.additions:
            told += self._kept_of_another_source()
        typed_for = {one.candidate for one in (*reading.additions, *reading.unsourced)}
        if len(typed_for) == 1:
            told += self._kept_of_another_candidate(typed_for.pop())
        return told

    def _kept_of_another_source(self) -> list[str]:
        """What stayed when the source was changed."""
        was, now = self._stamp, self.stamp
        words = {"version": now.version and now.version == was.version, "address": now.url and now.url == was.url}
        kept = [word for word, stayed in words.items() if stayed]
        if not kept or not self._from or self._from == now.source:
            return []
        hold = agreeing(len(kept), "does it hold", "do they hold")
        return [f"the {' and the '.join(kept)} stood there for {self._from}: {hold} for this source too"]

    def _kept_of_another_candidate(self, candidate: str) -> list[str]:
        """The address of a page that may be about another candidate alone."""
        url, workspace = self.stamp.url, self.desk.session.workspace
        if not url:
            return []
        others = [one.id for one in workspace.candidates if any(seen.url == url for seen in one.observations)]
        others = others or self.standing_for()
        if len(others) != 1 or candidate in others:
            return []
        was, now = name_in(workspace, others[0]), name_in(workspace, candidate)
        return [f"the address stood there for {was}: does it hold for {now} too"]

    def standing_for(self) -> list[str]:
        """The candidate that the address stood there for, where no figure bears it yet."""
        return []

    def hint(self) -> str:
        """What stands in the preview while nothing is typed."""
        return ""

    def add(self, reading: Reading, name: str) -> bool:
        """Add what was understood as one edit."""
        if not reading.additions or self._form.problems:
            return False
        rows = [(one.candidate, one.observation) for one in reading.additions]
        return applied(self.desk, name, lambda workspace: with_observations(workspace, rows))

    def in_force(self, candidates: Iterable[str]) -> dict[tuple[str, str], Observation]:
        """The figures in force of some candidates, by candidate and metric."""
        by_id = self.desk.session.analysis.by_id
        return {(id_, one.metric): one for id_ in candidates if id_ in by_id for one in by_id[id_].in_force()}

    def replaced(self, before: Mapping[tuple[str, str], Observation]) -> str:
        """Which figures stood in force until now, and stay recorded; empty where none is another."""
        now = self.in_force(dict.fromkeys(id_ for id_, _ in before))
        told = []
        for key, old in before.items():
            new = now.get(key)
            if new is not None and new is not old and (new.value, new.source) != (old.value, old.source):
                value, was = figures_apart(old.metric, new.value, old.value)
                told.append(f"{metric_label(old.metric)} {value} replaces {was} of {old.source}")
        return f"{listed(told)}, which stays recorded. " if told else ""

    def action_undo(self) -> None:
        """Take the last edit back; what was told of it holds no longer."""
        if self.app.workspace is not None:
            self.app.workspace.action_undo()
            self.preview()


class QuickLine(TellingLine):
    """The line; a pasted table is handed on."""

    def __init__(self, tell: Callable[[str], None], pasted: Callable[[str], None], example: str) -> None:
        super().__init__(tell, example)
        self._pasted = pasted

    def on_paste(self, event: events.Paste) -> None:
        """A table goes where tables are read."""
        if is_table(event.text):
            event.prevent_default()
            event.stop()
            self._pasted(event.text)


def keys_told(following: str) -> str:
    """The keys of the line and its origin, where Tab leads to the field of that name."""
    return f"Enter adds, PgDn next one, Tab to the {following}; {ESC['kept']}."


class QuickDialog(FiguresDialog):
    """One line of figures for a candidate, and the next candidate after it."""

    BINDINGS: ClassVar[list[BindingType]] = bound("quick")

    def __init__(self, desk: Desk, candidate: str, stamps: Stamps, order: Sequence[str]) -> None:
        """`order` holds the ids of the candidates as they are shown."""
        self._candidate, self._order = candidate, order
        self._left: tuple[str, str] | None = None
        """The candidate that was left for this one, and the address that stood there then."""
        heading = f"Figures of {both_ends(name_in(desk.session.workspace, candidate), NAME)}"
        super().__init__(heading, keys_told("source"), desk, stamps.of(candidate), stamps)

    @property
    def memory(self) -> str:
        """Whose figures they are: another one's line must not show them."""
        return f"Figures of {name_in(self.desk.session.workspace, self._candidate)}"

    def inside(self) -> ComposeResult:
        yield QuickLine(lambda _: self.preview(), self._to_table, self._example)
        yield from super().inside()

    def on_mount(self) -> None:
        self.query_one(Pane).can_focus = False
        self.query_one(QuickLine).focus()
        self._offer_source()
        self.preview()

    def _offer_source(self) -> None:
        """Show in the empty field the source of the figures before: it is taken where a person says so."""
        before = shown(self._stamps.offered(self._candidate))
        self.query_one("#source", StampLine).placeholder = f"Enter: {before}" if before else ""

    def standing_for(self) -> list[str]:
        """The candidate that was left for this one with the same address."""
        if self._left is None or self._left[1] != self.stamp.url:
            return []
        return [self._left[0]]

    def read(self) -> Reading:
        used = indices_used(self.desk.session.workspace)
        return read_line(self.query_one(QuickLine).value, self._candidate, self.stamp, self.metric, used)

    @property
    def _wanted(self) -> list[str]:
        """The metrics that the steps of a candidate need; none where they are the usual ones, or it plays no step."""
        analysis = self.desk.session.analysis
        result = analysis.by_id.get(self._candidate)
        if result is None:
            return []
        servings = [step.serving for step in result.steps.values()]
        wanted = dict.fromkeys(metric for serving in servings for metric, _ in needed(serving))
        usual = {*USUAL, analysis.scenario.quality_metric}
        written = any(writes(serving.step) for serving in servings)
        return [] if written and usual.issuperset(wanted) else list(wanted)

    @property
    def _example(self) -> str:
        """What stands in the empty line."""
        metric = self.desk.session.analysis.scenario.quality_metric
        samples = {**SAMPLES, metric: RATING if is_rating(metric) else QUALITY}
        told = [f"{typed_name(one, self.metric)} {samples[one]}" for one in self._wanted if one in samples]
        return " ".join(told) or EXAMPLE

    def hint(self) -> str:
        one = self.desk.session.workspace.candidate(self._candidate)
        wanted = [typed_name(metric, self.metric) for metric in self._wanted]
        names = "quality (or quality.<index>), ttft, speed, input, output, cache read, context, max output …"
        if wanted:
            names = f"its steps need {', '.join(wanted)}; any other may be typed, quality.<index> too."
        told = f"Names and numbers: {names} A table may be pasted."
        if one is not None and one.observations:
            had = dict.fromkeys(metric_label(figure.metric) for figure in one.observations)
            told += f" Recorded so far: {', '.join(had)}."
            if not any(is_quality(figure.metric) for figure in one.observations):
                told += keyed(" A leaderboard's file has the quality of many: Esc, then {candidates.import}.")
        return told

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        labels = (*LABELS.values(), "figures")
        at = list(LABELS).index(event.widget.id) + 1 if event.widget.id in LABELS else 0
        self.write("foot", keys_told(labels[at]), layout=False)

    def on_input_submitted(self) -> None:
        self.action_add()

    def action_add(self) -> None:
        """Add the line; what is not understood is mended first."""
        line, source = self.query_one(QuickLine), self.query_one("#source", StampLine)
        if source.has_focus and self.read().unsourced:
            source.value = self._stamps.offered(self._candidate)
        reading = self.read()
        if reading.unsourced:
            source.focus()
            return
        before = self.in_force([self._candidate])
        if not reading.refusals and self.add(reading, f"f{self.memory[1:]}"):
            line.value = ""
            self.forget_texts()
            told = f"✓ {count(len(reading.additions), 'figure')} added; {self.replaced(before)}"
            them = agreeing(len(reading.additions), "it", "them")
            undo = keyed(f"{{figures.undo}} takes {them} back")
            self.query_one(Pane).show([Cell(f"{told}{undo}", "good")])
        elif not line.value.strip():
            self.dismiss(None)
        line.focus()

    def action_other(self, by: int) -> None:
        """Go to another candidate in the order shown when this was opened; each has a line and a source of its own."""
        ids = [id_ for id_ in self._order if self.desk.session.workspace.candidate(id_) is not None]
        if self._candidate not in ids:
            return
        line, source = self.query_one(QuickLine), self.query_one("#source", StampLine)
        origin = {name: text for name, text in self.kept_texts.items() if name not in (LINE, SOURCE)}
        for name in origin:
            self.keep_text(name, self._stood.get(name, ""))
        self.keep_text(LINE, line.value)
        self.keep_text(SOURCE, source.value)
        self._left = self._candidate, self.stamp.url
        self._candidate = ids[(ids.index(self._candidate) + by) % len(ids)]
        for name, text in origin.items():
            self.keep_text(name, text)
        line.value = self.kept_texts.get(LINE, "")
        line.cursor_position = len(line.value)
        self._stood[SOURCE] = self._stamps.of(self._candidate).source
        source.value = self.kept_texts.get(SOURCE, self._stood[SOURCE])
        self._offer_source()
        self.write("heading", self.memory)
        line.placeholder = self._example
        self.preview()

    def _to_table(self, text: str) -> None:
        """Read what was pasted as a table."""
        self.app.switch_screen(TableDialog(self.desk, self.stamp, self._stamps, text))


class TableDialog(FiguresDialog):
    """A table of figures: metrics in its first row, candidates in its first column."""

    memory = "A table of figures"
    DEFAULT_CSS = "TableDialog TextArea, TableDialog TextArea:focus { height: 7; border: none; padding: 0; }"

    def __init__(self, desk: Desk, stamp: Stamp, stamps: Stamps, text: str = "") -> None:
        keys = keyed(f"{{figures.add}} adds what is understood; {ESC['kept']}.")
        super().__init__(self.memory, keys, desk, stamp, stamps)
        self._text = text
        self._stood = {"table": ""}
        self._asked: tuple[str, dict[str, str], Stamp, str] | None = None
        self._reading = Reading()

    def inside(self) -> ComposeResult:
        yield TextArea(self._text, soft_wrap=False, show_line_numbers=False, id="table")
        yield from super().inside()

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()
        self.preview()

    def hint(self) -> str:
        return (
            "Paste tabs, CSV or Markdown: names of metrics in the first row, candidates in the first column. "
            "Columns named source, date, basis, version, url, effort hold for their row."
        )

    def read(self) -> Reading:
        text = self.query_one(TextArea).text
        names = self.desk.session.workspace.names
        asked = (text, names, self.stamp, self.metric)
        if asked != self._asked:  # a long table is asked for by each field that changes around it
            self._asked, self._reading = asked, Reading()
            if text.strip():
                self._reading = read_table(*asked)
        return self._reading

    def told(self, candidate: str, observation: dict[str, object]) -> str:
        return f"{name_in(self.desk.session.workspace, candidate)}: {super().told(candidate, observation)}"

    def on_text_area_changed(self) -> None:
        self.preview()

    def action_add(self) -> None:
        reading = self.read()
        before = self.in_force(dict.fromkeys(one.candidate for one in reading.additions))
        if self.add(reading, "a table of figures"):
            left = f", {len(reading.refusals)} refused" if reading.refusals else ""
            told = f"{count(len(reading.additions), 'figure')} added{left}. {self.replaced(before)}"
            told += f"{keyed('{edit.undo}')} takes them back."
            self.app.say(told)
            self.texts_taken()
            self.dismiss(None)
