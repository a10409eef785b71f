"""Texts that the user's own editor saved for a session which ended before it took them over: each is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core.basics.words import agreeing, count
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.sections import section_name
from shortlist.core.edits.record import with_prose
from shortlist.core.records.draft import line_difference
from shortlist.sanitising import shown
from shortlist.tui.body import applied
from shortlist.tui.dialogs.lines import DifferencesDialog, ask_or_compare
from shortlist.tui.dialogs.question import CalmQuestion
from shortlist.tui.frame.recovery import ANSWERS, local
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed

if TYPE_CHECKING:
    from shortlist.store.lent_texts import LentText
    from shortlist.tui.body import Desk
    from shortlist.tui.session.lent_texts import LentTexts
    from shortlist.tui.session.session import Session

LEFT = "A text from your own editor was left"


async def offer(host: Host, desk: Desk, session: Session, texts: LentTexts, one: LentText) -> None:
    """Offer what was saved of a section; what cannot be taken over is told, with the key that opens it again."""
    from shortlist.tui.session.own_editor import NotEdited, text_saved

    if one.section not in SECTIONS:
        return
    name = section_name(one.section)
    texts.left(one)
    if one.held():
        host.say(f"Another program still has the text of “{name}” open: {one.file}", "warning", seconds=10)
        return
    try:
        text = text_saved(one)
    except NotEdited as error:
        await _told(host, texts, one, name, str(error))
        return
    if text == one.before.decode("utf-8", "surrogatepass"):
        await _told(host, texts, one, name, "Your editor left a rescue file, and saved nothing.")
        return
    mine = session.workspace.prose(one.section)
    if text == mine:
        texts.done(one)
        return
    lines = [f"{line.sign} {line.text}" for line in line_difference(mine, text) if line.sign != " "]

    differ = f"{count(len(lines), 'line')} {agreeing(len(lines), 'differs', 'differ')}"

    def question(at: str) -> CalmQuestion:
        told = f"“{name}”, saved {local(one.changed)}. {differ} from what the record says."
        if rescued := one.rescued():
            told += f" It left a rescue file as well: {shown(str(rescued[0]))}"
        return CalmQuestion(LEFT, told, ANSWERS, at)

    answer = await ask_or_compare(host, question, lambda: DifferencesDialog("The record → your editor's text", lines))
    if answer == "discard":
        texts.done(one)
    elif answer == "recover":
        done = applied(desk, f"recover “{name.lower()}”", lambda now: with_prose(now, one.section, text, session.today))
        if done and desk.keep():
            texts.done(one)


async def _told(host: Host, texts: LentTexts, one: LentText, name: str, why: str) -> None:
    """What an editor left cannot be taken over as it is; it stays, unless it is to go."""
    again = keyed("{record.outside} there opens it again.")
    told = f"“{name}”, left {local(one.changed)}. {why} {again} It lies in {shown(str(one.folder))}."
    answers = (("keep", "Keep it for later"), ("discard", "Discard it"))
    if await host.push_screen_wait(CalmQuestion(LEFT, told, answers)) == "discard":
        texts.done(one)
