"""What can be done to the record besides writing it: draft, preview, own editor, fields, status, export, findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import SuspendNotSupported
from textual.binding import BindingType

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.record import with_prose, with_status
from shortlist.core.findings import Finding
from shortlist.core.findings.places import place_of
from shortlist.core.records.lifecycle import People, proposed
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import DONE, empty
from shortlist.tui.screens.record.find import RecordFind
from shortlist.tui.screens.record.section_list import TRIGGERS, findings_by_section, section_name
from shortlist.tui.tabs import tab_of

if TYPE_CHECKING:
    from shortlist.core.document.record import Record

DECIDERS = "decision_makers"
KEEP, REPLACE, BENEATH = "keep", "replace", "beneath"


class RecordActions(RecordFind):
    """The actions of the record's screen; each change is one edit that can be undone."""

    BINDINGS: ClassVar[list[BindingType]] = bound("record_actions")

    @property
    def record(self) -> Record | None:
        """The record being edited."""
        return self.desk.session.workspace.record

    def tell_closed(self) -> None:
        """Say why the record cannot be written, where it cannot."""
        if self.desk.session.read_only:
            self.desk.say(f"Read-only: {self.desk.session.read_only}.")
        elif self.record is not None and not is_open(self.record):
            self.desk.say(
                f"Record {self.record.number} is {self.record.status}: its words stay as they were decided on."
            )

    def _open_section(self) -> str | None:
        """The section under the cursor, where it may be written; says so where it may not."""
        section = self.section
        if section is None:
            self.desk.say("Choose a section first.")
        elif not self._writable():
            return None
        return section

    def _writable(self) -> bool:
        """Whether the record may be written; says so where it may not."""
        self.tell_closed()
        return is_open(self.record) and not self.desk.session.read_only

    def _apply(self, name: str, change: Callable[[Workspace], Workspace]) -> bool:
        self.desk.seal()
        if self.desk.session.read_only:
            self.tell_closed()
            return False
        try:
            self.desk.edit(name, change)
        except ShortlistError as error:
            self.desk.say(str(error), "error")
            return False
        self.desk.seal()
        return True

    def _set_prose(self, name: str, section: str, text: str) -> bool:
        today = self.desk.session.today
        return self._apply(name, lambda workspace: with_prose(workspace, section, text, today))

    # --- drafting

    def action_draft(self) -> None:
        """Draft an empty section; what is written is compared, and kept unless it is asked to go."""
        section = self._open_section()
        if section is None:
            return
        from shortlist.core.records.draft import draft

        mine, drafted = self.desk.session.workspace.prose(section), draft(self.desk.session.analysis, section)
        if not mine.strip():
            self._drafted(section, drafted)
        elif mine == drafted:
            self.desk.say("This is the draft already; the figures have not changed since.")
        else:
            from shortlist.tui.screens.record.difference_dialog import DifferenceDialog

            answers = (
                (KEEP, "Keep my words as they are"),
                (BENEATH, "Add the draft beneath my words"),
                (REPLACE, "Replace my words by the draft"),
            )
            heading = f"Draft “{section_name(section)}” anew?"

            def answered(answer: str | None) -> None:
                if answer == REPLACE:
                    self._drafted(section, drafted)
                elif answer == BENEATH:
                    self._drafted(section, f"{mine.rstrip()}\n\n{drafted}")

            self.app.push_screen(DifferenceDialog(heading, mine, drafted, answers), answered)

    def _drafted(self, section: str, text: str) -> None:
        if self._set_prose(f"draft “{section_name(section).lower()}”", section, text):
            self.area.move_cursor((0, 0))
            self.area.to_next_mark()
            to_text = "" if self.area.has_focus else "Enter goes to the text, "
            places = f"{to_text}{{editor.next_mark}} there to each place to fill in"
            self.desk.say(keyed(f"Drafted. {places}; {{edit.undo}} takes it back."))

    # --- the user's own editor

    def action_outside(self) -> None:
        """Write the section in the editor that VISUAL or EDITOR names."""
        section = self._open_section()
        if section is None:
            return
        from shortlist.tui.screens.record.external_editor import edited_outside, editor_command

        text = self.desk.session.workspace.prose(section)
        try:
            command = editor_command()
            with self.app.lent():
                changed = edited_outside(text, command)
        except ShortlistError as error:
            self.desk.say(str(error), "error")
            return
        except SuspendNotSupported:
            self.desk.say("An external editor needs a terminal of its own; this one cannot be lent.", "error")
            return
        self.app.refresh(layout=True)
        if changed == text:
            self.desk.say("Nothing was changed.")
        elif self._set_prose(f"write “{section_name(section).lower()}” outside", section, changed):
            self.desk.say(keyed("Taken over from your editor. {edit.undo} takes it back."))

    # --- reading and giving away

    def action_preview(self) -> None:
        """Show the section, or the whole record, as it will be read."""
        from shortlist.tui.screens.record.preview_dialog import PreviewDialog

        self.app.push_screen(PreviewDialog(self.desk.session.analysis, self.section))

    def action_export(self) -> None:
        """Write the record to a file."""
        if self.desk.session.trial is not None:
            self.desk.say(
                keyed(
                    "A what-if is open, and what is tried is not exported: "
                    "{whatif.keep} keeps it, {whatif.drop} drops it."
                )
            )
            return
        from shortlist.tui.parts.exporting import Exporting

        Exporting(self.app, self.desk.session.analysis).ask()

    # --- fields and status

    def action_fields(self) -> None:
        """The form of the record's own fields and of its triggers."""
        if not self._writable():
            return
        from shortlist.tui.screens.record.record_dialog import RecordDialog

        self.desk.seal()
        self.app.push_screen(RecordDialog(self.desk, "trigger new" if self.place == TRIGGERS else ""))

    def action_propose(self) -> None:
        """Propose a draft; a proposed record becomes a draft again."""
        if self.record is None:
            self.desk.say(empty("no_record"))
        elif not is_open(self.record):
            self.tell_closed()
        else:
            self._turn(self.record)

    def _turn(self, record: Record) -> None:
        today = self.desk.session.today
        if record.status == "proposed":
            if self._apply("back to a draft", lambda workspace: with_status(workspace, "draft", today)):
                self.desk.say("The record is a draft again.")
        elif not record.decision_makers:
            from shortlist.tui.screens.record.record_dialog import RecordDialog

            self.desk.say("Name who decides first, then propose the record.")
            self.app.push_screen(RecordDialog(self.desk, DECIDERS))
        else:
            people = People(record.decision_makers, record.consulted, record.informed)
            if self._apply("propose the record", lambda workspace: proposed(workspace, today, people)):
                self.desk.say("The record is proposed.")

    # --- findings

    def action_findings(self) -> None:
        """List the findings, those of the section first, and go to the place of the chosen one."""
        analysis = self.desk.session.analysis
        here = findings_by_section(analysis).get(self.place, [])
        rest = [finding for finding in analysis.findings if finding not in here]
        if not here and not rest:
            self.desk.say(DONE["nothing_weakens"])
            return
        from shortlist.tui.screens.record.findings_dialog import FindingsDialog

        name = section_name(self.place) if self.place in SECTIONS else ""
        self.app.push_screen(FindingsDialog(name, here, rest), self._go_to)

    def _go_to(self, finding: Finding | None) -> None:
        if finding is not None:
            place = place_of(self.desk.session.workspace, finding)
            self.desk.go_to(finding.where, tab_of((place.part,)), place.item)

    def show_place(self, path: tuple[str | int, ...], item: str | None = None) -> None:
        """Go to what a key path of the record names, or to a section."""
        if item in SECTIONS:
            path = ("records", 0, "sections", item)
        match path:
            case ("records", _, "sections", str(section)):
                self.go_to_section(section)
                self.write()
            case ("records", _, "triggers", *_):
                self.go_to_section(TRIGGERS)
                self.action_fields()
            case ("records", int(), *_):
                self.action_fields()
            case _:
                self.go_to_section("rationale")
                self.write()
