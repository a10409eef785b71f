"""What can be done to the record besides writing it: draft, preview, own editor, fields, status, export, findings."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from shortlist.core.basics.errors import ShortlistError, system_words
from shortlist.core.basics.words import count
from shortlist.core.document.accepted import is_open
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.sections import section_name
from shortlist.core.edits.record import RecordClosed, with_prose, with_status
from shortlist.core.findings import Finding
from shortlist.core.findings.rule import place_of
from shortlist.core.records.lifecycle import People, proposed
from shortlist.tui.body import Desk, applied
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import DONE, empty
from shortlist.tui.screens.record.section_list import ABOUT, FINDINGS, TRIGGERS, findings_by_section
from shortlist.tui.tabs import tab_of
from shortlist.tui.widgets.prose import ProseArea

if TYPE_CHECKING:
    from shortlist.core.document.workspace import Workspace
    from shortlist.store.lent_texts import LentText

DECIDERS = "decision_makers"
KEEP, REPLACE, BENEATH = "keep", "replace", "beneath"
UNTOUCHED = "The text is as it was."


class RecordActions:
    """What is done from the list or from the text; `place` is the row under the cursor."""

    def __init__(self, desk: Desk, host: Host, area: ProseArea, place: Callable[[], str]) -> None:
        self._desk, self._host = desk, host
        self._area, self._place = area, place

    def may_write(self) -> bool:
        """Whether the record may be written; says so where it may not."""
        session = self._desk.session
        record = session.workspace.record
        if session.read_only:
            self._desk.say(session.refusal)
            return False
        if record is not None and not is_open(record):
            self._desk.say(str(RecordClosed(record)))
            return False
        return True

    @property
    def _section(self) -> str | None:
        return self._place() if self._place() in SECTIONS else None

    def _open_section(self) -> str | None:
        """The section under the cursor, where it may be written; says so where it may not."""
        if self._section is None:
            self._desk.say("Choose a section first.")
            return None
        return self._section if self.may_write() else None

    def _set_prose(self, name: str, section: str, text: str) -> bool:
        today = self._desk.session.today
        return applied(self._desk, name, lambda workspace: with_prose(workspace, section, text, today))

    # --- drafting

    def draft(self) -> None:
        """Draft an empty section, from the record itself every one; what is written is compared, and kept unless it
        is asked to go."""
        if self._place() in (ABOUT, FINDINGS, TRIGGERS):
            if self.may_write():
                self._draft_empty()
            return
        section = self._open_section()
        if section is None:
            return
        from shortlist.core.records.draft import draft

        mine, drafted = self._desk.session.workspace.prose(section), draft(self._desk.session.analysis, section)
        if not mine.strip():
            self._drafted(section, drafted)
        elif mine == drafted:
            self._desk.say("This is the draft already; the figures have not changed since.")
        else:
            answers = (
                (KEEP, "Keep my words as they are"),
                (BENEATH, "Add the draft beneath my words"),
                (REPLACE, "Replace my words by the draft"),
            )
            heading = f"Draft “{section_name(section)}” anew?"
            self._ask_which(heading, mine, drafted, answers, lambda text: self._drafted(section, text))

    def _ask_which(
        self, heading: str, mine: str, other: str, answers: tuple[tuple[str, str], ...], take: Callable[[str], None]
    ) -> None:
        """Show in what another text differs from the section's; it is taken in its place, beneath it, or not at all."""
        from shortlist.tui.screens.record.difference_dialog import DifferenceDialog

        def answered(answer: str) -> None:
            if answer == REPLACE:
                take(other)
            elif answer == BENEATH:
                take(f"{mine.rstrip()}\n\n{other}")

        self._host.ask(DifferenceDialog(heading, mine, other, answers), answered)

    def _draft_empty(self) -> None:
        """Draft every section that says nothing yet, as one edit."""
        from shortlist.core.records.draft import draft

        session = self._desk.session
        texts = {name: draft(session.analysis, name) for name in SECTIONS if not session.workspace.prose(name).strip()}
        if not texts:
            self._desk.say("Every section says something already; choose one to draft it anew.")
            return

        def change(workspace: Workspace) -> Workspace:
            for name, text in texts.items():
                workspace = with_prose(workspace, name, text, session.today)
            return workspace

        if applied(self._desk, "draft the empty sections", change):
            told = f"{count(len(texts), 'section')} drafted. Enter on one goes to its text"
            self._desk.say(keyed(f"{told}, {{editor.next_mark}} there to each place to fill in; {{edit.undo}} undoes."))

    def _drafted(self, section: str, text: str) -> None:
        if self._set_prose(f"draft “{section_name(section).lower()}”", section, text):
            self._area.move_cursor((0, 0))
            self._area.to_next_mark()
            to_text = "" if self._area.has_focus else "Enter goes to the text, "
            places = f"{to_text}{{editor.next_mark}} there to each place to fill in"
            self._desk.say(keyed(f"Drafted. {places}; {{edit.undo}} takes it back."))

    # --- the user's own editor

    async def outside(self) -> None:
        """Write the section in the editor that VISUAL or EDITOR names; what it saved is kept until it is taken over."""
        section = self._open_section()
        if section is None:
            return
        from shortlist.tui.session.own_editor import editor_command, how_it_ended

        desk = self._desk
        text = desk.session.workspace.prose(section)
        try:
            command = editor_command()
            lent = desk.lent_texts.open(section, text)
        except ShortlistError as error:
            desk.say(f"{error} {UNTOUCHED}", "error")
            return
        name, held = Path(command[0]).name, lent.lock()
        try:
            ended = how_it_ended(name, await self._host.lend([*command, str(lent.file)], held))
        except SuspendNotSupported:
            ended = "An external editor needs a terminal of its own; this one cannot be lent."
        except OSError as error:
            why = system_words(error)
            ended = f"{name} cannot be started: {why}; set VISUAL or EDITOR."
        finally:
            if held is not None:
                os.close(held)
        self._host.refresh(layout=True)
        self._take_over(lent, text, ended)

    def _take_over(self, lent: LentText, text: str, ended: str) -> None:
        """Take over what an editor saved, unless it did not end well; what is not taken over stays and is told."""
        from shortlist.tui.session.own_editor import NotEdited, text_saved

        desk, changed = self._desk, text
        if not ended and lent.held():
            ended = "The editor went on in the background; set it to wait, as VISUAL='code --wait' or 'gvim -f' do."
        try:
            if not ended:
                changed = text_saved(lent)
        except NotEdited as error:
            ended = str(error)
        if ended and (lent.held() or lent.holds_something()):
            desk.lent_texts.left(lent)
            more = keyed("What it saved is kept, and {record.outside} opens it again:")
            desk.say(f"{ended} {UNTOUCHED} {more} {lent.file}", "error", seconds=15)
        elif ended:
            desk.lent_texts.done(lent)
            desk.say(f"{ended} {UNTOUCHED}", "error")
        elif changed == text:
            desk.lent_texts.done(lent)
            desk.say("Nothing was changed.")
        elif desk.session.workspace.prose(lent.section) != text:
            desk.lent_texts.left(lent)
            # From outside, or by another session.
            answers = (
                (KEEP, "Keep what the section now says"),
                (BENEATH, "Add what your editor saved beneath it"),
                (REPLACE, "Replace it by what your editor saved"),
            )
            heading = f"“{section_name(lent.section)}” was changed while your editor had it"
            mine = desk.session.workspace.prose(lent.section)
            self._ask_which(heading, mine, changed, answers, lambda text: self._taken(lent, text))
        else:
            self._taken(lent, changed)

    def _taken(self, lent: LentText, text: str) -> None:
        name = f"write “{section_name(lent.section).lower()}” outside"
        if not self._set_prose(name, lent.section, text):
            self._desk.lent_texts.left(lent)
        elif self._desk.keep():
            self._desk.lent_texts.done(lent)
            self._desk.say(keyed("Taken over from your editor. {edit.undo} takes it back."))

    # --- reading and giving away

    def preview(self) -> None:
        """Show the section, or the whole record, as it will be read."""
        from shortlist.tui.screens.record.preview_dialog import PreviewDialog

        self._host.push_screen(PreviewDialog(self._desk.session.analysis, self._section))

    def export(self) -> None:
        if self._desk.session.trial is not None:
            why = "A what-if is open, and what is tried is not exported"
            self._desk.say(keyed(f"{why}: {{whatif.keep}} keeps it, {{whatif.drop}} drops it."))
            return
        from shortlist.tui.parts.exporting import Exporting

        Exporting(self._host, self._desk.session.analysis, self._desk.session.opened.path).ask()

    def held(self) -> None:
        """Hold the decision against a config that runs."""
        from shortlist.tui.screens.record.gateway_dialog import GatewayCheck

        GatewayCheck(self._desk, self._host).ask()

    # --- fields and status

    def fields(self) -> None:
        """The form of the record's own fields and of its triggers."""
        if not self.may_write():
            return
        from shortlist.tui.screens.record.record_dialog import RecordDialog

        self._desk.seal()
        self._host.push_screen(RecordDialog(self._desk, "trigger new" if self._place() == TRIGGERS else ""))

    def propose(self) -> None:
        """Propose a draft; a proposed record becomes a draft again."""
        record, today = self._desk.session.workspace.record, self._desk.session.today
        if record is None:
            self._desk.say(empty("no_record"))
        elif not self.may_write():
            return
        elif record.status == "proposed":
            if applied(self._desk, "back to a draft", lambda workspace: with_status(workspace, "draft", today)):
                self._desk.say("The record is a draft again.")
        elif not record.decision_makers:
            from shortlist.tui.screens.record.record_dialog import RecordDialog

            self._desk.say("Name who decides first, then propose the record.")
            self._host.push_screen(RecordDialog(self._desk, DECIDERS))
        else:
            people = People(record.decision_makers, record.consulted, record.informed)
            if applied(self._desk, "propose the record", lambda workspace: proposed(workspace, today, people)):
                self._desk.say("The record is proposed.")

    # --- findings

    def findings(self) -> None:
        """List the findings, those of the section first, and go to the place of the chosen one."""
        analysis = self._desk.session.analysis
        here = findings_by_section(analysis).get(self._place(), [])
        rest = [finding for finding in analysis.findings_ahead if finding not in here]
        if not here and not rest:
            self._desk.say(DONE["nothing_weakens"])
            return
        from shortlist.tui.screens.record.findings_dialog import FindingsDialog

        def chosen(finding: Finding) -> None:
            place = place_of(self._desk.session.workspace, finding)
            self._desk.go_to(finding.where, tab_of((place.part,)), place.item)

        name = section_name(self._section) if self._section else ""
        self._host.ask(FindingsDialog(analysis.workspace, name, here, rest, analysis.against_acceptance), chosen)
