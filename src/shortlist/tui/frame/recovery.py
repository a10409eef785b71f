"""Drafts that were left by a session which ended without a word: recover, compare, keep for later, discard."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from shortlist.core.basics.words import ago, count
from shortlist.core.changes.place_words import place_words
from shortlist.core.changes.words import summary, version_words
from shortlist.core.document.problems import key_path
from shortlist.tui.dialogs.lines import DifferencesDialog, ask_or_compare
from shortlist.tui.dialogs.question import CalmQuestion
from shortlist.tui.host import Host

if TYPE_CHECKING:
    from shortlist.store.drafts import Draft
    from shortlist.tui.session.session import Session

ANSWERS = (
    ("recover", "Recover it; undo takes that back"),
    ("compare", "Compare it with the file"),
    ("keep", "Keep it for later"),
    ("discard", "Discard it"),
)


async def asked(host: Host, session: Session, draft: Draft) -> str:
    """What becomes of a draft: `recover`, `keep` or `discard`; Esc keeps it for later."""
    found, open_texts = version_words(session.workspace, draft.workspace), texts(draft)
    heading = "A draft was left by a session that did not end well"
    answer = await ask_or_compare(
        host,
        lambda at: CalmQuestion(heading, draft_told(draft, session), ANSWERS, at),
        lambda: DifferencesDialog("The file (then) → the draft (now)", found, open_texts),
    )
    return answer or "keep"


def draft_told(draft: Draft, session: Session) -> str:
    """When it was kept, what it changes, and whether the file went on meanwhile."""
    found = version_words(session.workspace, draft.workspace)
    parts = []
    if found:
        parts.append(f"{count(len(found), 'difference')} from the file: {summary(found)}.")
    if unfinished := len(draft.typed) + len(draft.begun) + sum(map(len, draft.texts.values())):
        parts.append(f"{count(unfinished, 'text')} not finished.")
    if draft.tried is not None:
        parts.append("An open what-if.")
    if draft.base != session.opened.digest:
        parts.append("The file was changed after the draft was begun: compare first.")
    return f"Kept {local(draft.at)}. {' '.join(parts)}"


def texts(draft: Draft) -> list[str]:
    """What was typed and is not finished, as it is listed: where in words."""
    where = partial(place_words, draft.workspace)
    listed = [f"{where(key_path(place))}: typed “{text}”, {message}" for place, (text, message) in draft.typed.items()]
    listed += [f"{where(key_path(place))}: begun, {count(len(data), 'value')}" for place, data in draft.begun.items()]
    return listed + [f"{dialog}: typed “{text}”" for dialog, typed in draft.texts.items() for text in typed.values()]


def says_nothing_new(draft: Draft, session: Session) -> bool:
    """Whether everything in a draft stands in the file."""
    return not (draft.typed or draft.begun or draft.tried or draft.texts) and draft.workspace == session.workspace


def recover(session: Session, draft: Draft) -> None:
    """Take a draft over as one edit, with what was typed and begun, and go on with its what-if.

    What was typed in a dialog is no edit: it stands there when the dialog is opened again.
    """
    session.typed.recall(draft.typed, draft.begun, draft.texts)
    if draft.typed or draft.begun or draft.workspace != session.workspace:
        session.recover(draft.workspace)
    if draft.tried is not None:
        session.begin_trial()
        session.bring("what was tried", draft.tried)


def local(moment: dt.datetime) -> str:
    """A moment in the user's own time, with how long ago that is."""
    there = moment.astimezone()
    return f"{there:%Y-%m-%d %H:%M:%S}, {ago(dt.datetime.now(dt.UTC) - moment)}"
