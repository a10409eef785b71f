"""Edits of the checklist: answers, importance, and checks of the team's own, each validated as the file is read.

Every function returns a new workspace, or raises `InvalidDocument` and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from shortlist.core.basics.errors import InvalidDocument, Problem
from shortlist.core.document.checklist import KNOWN_CHECKS, Answer, Importance, asked_once
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import free_id

Data = dict[str, Any]


def answer_of(workspace: Workspace, candidate: str | None, check: str) -> Answer | None:
    """A person's answer to a check, at the candidate or once for the workspace; the last one counts."""
    holder = workspace if asked_once(check) else workspace.candidate(candidate)
    rows = holder.answers if holder is not None else ()
    return next((answer for answer in reversed(rows) if answer.check == check), None)


def last_reader(workspace: Workspace) -> str:
    """Who answered last, by the dates of the answers; empty where nobody signed one."""
    rows = [*workspace.answers, *(answer for one in workspace.candidates for answer in one.answers)]
    signed = [answer for answer in rows if answer.checked_by.strip()]
    if not signed:
        return ""
    return max(signed, key=lambda answer: answer.checked_on or dt.date.min).checked_by


def with_answer(workspace: Workspace, candidate: str | None, check: str, answer: Answer | None) -> Workspace:
    """The workspace with an answer in the place of the one in force; None clears every answer to the check."""
    data = to_data(workspace)
    tables = [data]
    if not asked_once(check):
        tables = [row for row in data.get("candidates", ()) if row["id"] == candidate]
    for table in tables:
        _put_answer(table, check, answer)
    return read_workspace(data)


def with_verdict(
    workspace: Workspace, candidate: str | None, check: str, verdict: Verdict, on: dt.date, by: str
) -> Workspace:
    """The workspace with a verdict given on a day; the note and the address of an earlier answer stay."""
    old = answer_of(workspace, candidate, check)
    told = to_data(old) if old else {"check": check}
    told |= {"verdict": verdict, "checked_on": on}
    if by.strip():
        told["checked_by"] = by
    return with_answer(workspace, candidate, check, Answer(**told))


def provider_mates(workspace: Workspace, candidate: str) -> tuple[str, ...]:
    """The other candidates of the same provider, in the order of the file."""
    mine = workspace.candidate(candidate)
    if mine is None:
        return ()
    return tuple(one.id for one in workspace.candidates if one.provider == mine.provider and one.id != candidate)


def with_answer_for_provider(workspace: Workspace, candidate: str, check: str) -> Workspace:
    """The workspace in which a candidate's answer to a check is that of every candidate of its provider."""
    answer, mates = answer_of(workspace, candidate, check), provider_mates(workspace, candidate)
    data = to_data(workspace)
    for row in data.get("candidates", ()):
        if row["id"] in mates:
            _put_answer(row, check, answer)
    return read_workspace(data)


def with_importance(workspace: Workspace, check: str, importance: Importance | None) -> Workspace:
    """The workspace with another importance of a check; None gives the list's own back."""
    data = to_data(workspace)
    rows = [dict(row) for row in data.get("checks", ())]
    setting = next((row for row in rows if row["id"] == check), None)
    if setting is None:
        setting = {"id": check}
        rows.append(setting)
    setting.pop("importance", None)
    if importance is not None:
        setting["importance"] = importance
    # A known check that nothing is said of needs no entry; a check of the team's own is its entry.
    kept = [row for row in rows if row is not setting or importance is not None or check not in KNOWN_CHECKS]
    _set_rows(data, kept, "checks")
    return read_workspace(data)


def new_check_id(workspace: Workspace, question: str) -> str:
    """A free id for a check of the team's own, made of its question."""
    return free_id(question, [*KNOWN_CHECKS, *(setting.id for setting in workspace.checks)])


def with_own_check(workspace: Workspace, id_: str, question: str, importance: Importance) -> Workspace:
    """The workspace with one more check of the team's own."""
    data = to_data(workspace)
    _refuse_known(id_, len(data.get("checks", ())))
    data["checks"] = [*data.get("checks", ()), {"id": id_, "importance": importance, "question": question}]
    return read_workspace(data)


def with_own_check_changed(
    workspace: Workspace, check: str, id_: str, question: str, importance: Importance
) -> Workspace:
    """The workspace with a check of the team's own under another id, question or importance; its answers follow."""
    data = to_data(workspace)
    place = next(index for index, row in enumerate(data["checks"]) if row["id"] == check)
    if id_ != check:
        _refuse_known(id_, place)
    data["checks"] = list(data["checks"])
    data["checks"][place] = {"id": id_, "importance": importance, "question": question}
    for table in (data, *data.get("candidates", ())):
        for row in table.get("answers", ()):
            if row["check"] == check:
                row["check"] = id_
    return read_workspace(data)


def without_own_check(workspace: Workspace, check: str) -> Workspace:
    """The workspace without a check of the team's own and without the answers to it."""
    data = to_data(workspace)
    _set_rows(data, [row for row in data.get("checks", ()) if row["id"] != check], "checks")
    for table in (data, *data.get("candidates", ())):
        if table.get("answers"):
            _put_answer(table, check, None)
    return read_workspace(data)


def _refuse_known(id_: str, place: int) -> None:
    if id_ in KNOWN_CHECKS:
        raise InvalidDocument([Problem(f"checks[{place}].id", f"{id_} is a check of the list already; choose another")])


def _put_answer(table: Data, check: str, answer: Answer | None) -> None:
    """The answer in the place of the one in force of a candidate or the workspace; None clears every answer to it."""
    rows: list[Data] = list(table.get("answers", ()))
    if answer is None:
        rows = [row for row in rows if row["check"] != check]
    else:
        at = max((index for index, row in enumerate(rows) if row["check"] == check), default=len(rows))
        rows[at : at + 1] = [{key: value for key, value in to_data(answer).items() if value != ""}]
    _set_rows(table, rows, "answers")


def _set_rows(table: Data, rows: Iterable[Data], key: str) -> None:
    """A list of tables in its place; one without entries is left out."""
    kept = list(rows)
    if kept:
        table[key] = kept
    else:
        table.pop(key, None)
