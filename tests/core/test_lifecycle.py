"""The life of a record: which step leads where, what acceptance asks for, and that an accepted record stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from documents import TODAY, candidate, document, evaluation, observed, step

from shortlist.core.analysis import analyse, replayed
from shortlist.core.basics.canonical import digest_of
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.changes.carried_words import carried
from shortlist.core.changes.words import change_words
from shortlist.core.document.accepted import RecordKept, followed, refuse_changes, successor
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.core.findings.rule import Place, place_of
from shortlist.core.records.freezing import confirm, read_frozen
from shortlist.core.records.lifecycle import (
    NotAcceptable,
    People,
    accepted,
    blocking,
    deprecated,
    discarded,
    proposed,
    rejected,
    started,
    superseding,
)
from shortlist.core.review.filed_records import Filed, frozen_data

ADA = People(("Ada",), ("Bo",), ("Cy",))
LATER = TODAY + dt.timedelta(days=30)


def sound(**record: Any) -> Workspace:
    """A decision that nothing stands against, with a draft record."""
    second = observed("quality.livebench", 50, source="LiveBench")
    rows = [candidate("a", None, second), candidate("b", None, second)]
    draft = {
        "number": 1,
        "status": "draft",
        "date": TODAY,
        "sections": {"rationale": "It leads."},
        "triggers": [{"kind": "after_days", "value": 90}],
        **record,
    }
    decision = {"default": "a", "fallback": "b"}
    runs = [evaluation("a", 95, 100), evaluation("b", 95, 100)]
    return read_workspace(document(step(), rows, None, decision=decision, evaluations=runs, records=[draft]))


def agreed(workspace: Workspace | None = None, today: dt.date = TODAY) -> Workspace:
    """The draft proposed and accepted."""
    put = proposed(workspace or sound(), today, ADA)
    return accepted(put, today, ADA, {}).workspace


# --- the steps ------------------------------------------------------------------------------------------------


def test_from_nothing_to_accepted() -> None:
    """Start, propose, accept: each with its day and its names, and the digest on acceptance."""
    empty = with_value(sound(), ("records",), None)
    draft = started(empty, TODAY)
    assert (draft.records[0].number, draft.records[0].status, draft.records[0].date) == (1, "draft", TODAY)
    put = proposed(sound(), LATER, ADA)
    assert put.record and (put.record.status, put.record.date) == ("proposed", LATER)
    assert (put.record.decision_makers, put.record.consulted, put.record.informed) == (("Ada",), ("Bo",), ("Cy",))
    done = accepted(put, LATER, People(("Ada", "Eve")), {})
    assert done.workspace.record
    assert (done.workspace.record.status, done.workspace.record.date) == ("accepted", LATER)
    assert done.workspace.record.decision_makers == ("Ada", "Eve")
    assert done.workspace.record.digest == done.frozen.digest


def test_rejected_and_started_again() -> None:
    """A rejected proposal stays; a new draft starts from what it says."""
    turned_down = rejected(proposed(sound(), TODAY, ADA), LATER, ADA)
    assert [(r.number, r.status, r.date) for r in turned_down.records] == [(1, "rejected", LATER)]
    again = started(turned_down, LATER)
    assert [(r.number, r.status) for r in again.records] == [(1, "rejected"), (2, "draft")]
    assert again.prose("rationale") == "It leads."
    assert again.records[1].supersedes == 0


def test_a_draft_starts_from_the_accepted_record_which_stays_in_force() -> None:
    """The new one names the old one, of which nothing changes before the new one is accepted: then only its status."""
    trigger = {"kind": "compliance", "happened_on": TODAY}
    day = {"kind": "on_date", "value": LATER}
    first = agreed(sound(triggers=[trigger, day], title="Choice"))
    second = superseding(first, LATER)
    old, new = second.records
    assert (old, followed(second), successor(second, 1)) == (first.records[0], old, new)
    assert (new.status, new.number, new.supersedes) == ("draft", 2, 1)
    assert (new.title, new.sections, new.decision_makers, new.digest) == ("Choice", old.sections, ("Ada",), "")
    # What has happened, or has gone by, would be due at once.
    assert [(t.kind, t.value, t.happened_on) for t in new.triggers] == [
        ("compliance", None, None),
        ("on_date", None, None),
    ]
    done = agreed(second, LATER)
    assert [record.status for record in done.records] == ["superseded", "accepted"]
    assert {**to_data(done.records[0]), "status": ""} == {**to_data(old), "status": ""}
    assert (followed(done), successor(done, 1)) == (done.records[1], done.records[1])


def test_words_for_another_choice_are_told() -> None:
    """What a successor took over is its own only once it is written; another choice asks for it to be."""
    done = accepted(proposed(sound(), TODAY, ADA), TODAY, ADA, {})
    filed = {1: Filed(done.frozen)}
    draft = superseding(done.workspace, LATER)
    same = carried(draft, filed)
    assert (same.number, same.sections, same.told("rationale"), same.warning) == (1, {"rationale"}, "", "")
    swapped = with_value(with_value(draft, ("decision", "default"), "b"), ("decision", "fallback"), "a")
    names = {one.id: one.name for one in draft.candidates}
    told = carried(swapped, filed).told("rationale")
    assert f"the default was {names['a']} and is {names['b']}; the fallback was {names['b']} and is" in told
    assert "1 section still holds the words of record 1" in carried(swapped, filed).warning
    assert carried(swapped, {}).told("rationale") == ""
    rows = [(row.about, row.lines) for row in change_words(replayed(done.frozen), analyse(swapped, None, LATER)).inputs]
    assert ("Rationale", ("unchanged, although the default and fallback changed",)) in rows
    written = with_value(swapped, ("records", 1, "sections", "rationale"), "The other one leads now.")
    assert carried(written, filed).sections == set() and carried(written, filed).warning == ""
    assert carried(agreed(draft, LATER), filed).sections == set()


def _turned_down(first: Workspace) -> Workspace:
    return rejected(proposed(superseding(first, LATER), LATER, ADA), LATER, ADA)


def test_what_is_turned_down_or_discarded_replaces_nothing() -> None:
    """The old record stays in force, and the next draft is to supersede the same one."""
    first = agreed()
    again = started(_turned_down(first), LATER)
    assert [(r.status, r.supersedes) for r in again.records] == [("accepted", 0), ("rejected", 1), ("draft", 1)]
    assert followed(again) == first.records[0] and successor(again, 1) == again.records[2]
    assert discarded(again) == _turned_down(first)
    assert discarded(superseding(first, LATER)) == first
    done = agreed(again, LATER)
    assert [r.status for r in done.records] == ["superseded", "rejected", "accepted"]
    assert successor(done, 1) == done.records[2]


def test_deprecated_while_its_successor_is_written() -> None:
    """The record in force is the one that is no longer followed; what is accepted then replaces nothing."""
    ended = deprecated(superseding(agreed(), LATER))
    assert [r.status for r in ended.records] == ["deprecated", "draft"] and followed(ended) is None
    assert [r.status for r in agreed(ended, LATER).records] == ["deprecated", "accepted"]


def test_called_superseded_before_its_successor_was_accepted() -> None:
    """A file may say so; the old record is watched all the same, and is put right when the draft goes."""
    second = superseding(agreed(), LATER)
    early = with_value(second, ("records", 0, "status"), "superseded")
    assert followed(early) == early.records[0]
    due = analyse(early, None, TODAY + dt.timedelta(days=90)).triggers
    assert [(state.record, state.due) for state in due] == [(1, True), (2, False)]
    assert discarded(early) == agreed()
    assert [r.status for r in rejected(proposed(early, LATER, ADA), LATER, ADA).records] == ["accepted", "rejected"]
    assert [r.status for r in agreed(early, LATER).records] == ["superseded", "accepted"]
    alone = with_value(agreed(), ("records", 0, "status"), "superseded")
    assert followed(alone) is None


def test_accepting_the_successor_asks_for_no_reason_beside_the_old_record() -> None:
    """What weakens the record that is replaced does not stand against the one that replaces it."""
    put = proposed(sound(triggers=[]), TODAY, ADA)
    first = accepted(put, TODAY, ADA, {("no-review", "records[0].triggers"): "Reviewed every Monday."}).workspace
    second = proposed(superseding(first, LATER), LATER, ADA)
    with_trigger = with_value(second, ("records", 1, "triggers"), [{"kind": "after_days", "value": 90}])
    assert [f.where for f in analyse(with_trigger, None, LATER).findings if f.rule == "no-review"]
    assert not blocking(with_trigger, None, LATER)


def test_deprecated_changes_the_status_alone() -> None:
    """The record is kept as it was accepted."""
    first = agreed()
    after = deprecated(first)
    assert to_data(after) == {**to_data(first), "records": ({**to_data(first.records[0]), "status": "deprecated"},)}
    assert [r.status for r in started(after, LATER).records] == ["deprecated", "draft"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: accepted(sound(), TODAY, ADA, {}), "is draft; propose it first"),
        (lambda: rejected(sound(), TODAY, ADA), "is draft; propose it first"),
        (lambda: deprecated(sound()), "is draft; propose it first"),
        (lambda: superseding(proposed(sound(), TODAY, ADA), TODAY), "is proposed; accept it first"),
        (lambda: proposed(agreed(), TODAY, ADA), "is accepted; supersede it by a new draft"),
        (lambda: started(agreed(), TODAY), "is accepted; supersede it by a new draft"),
        (lambda: superseding(deprecated(agreed()), TODAY), "is deprecated; start a new draft from it"),
        (lambda: discarded(sound()), "only a draft that started from another record"),
        (lambda: discarded(agreed()), "only a draft that started from another record"),
        (lambda: proposed(with_value(sound(), ("records",), None), TODAY, ADA), "there is no record yet"),
        (lambda: proposed(sound(), TODAY, People((" ",))), "name at least one person"),
        (lambda: accepted(proposed(sound(), TODAY, ADA), TODAY, People(()), {}), "name at least one person"),
        (lambda: agreed(with_value(sound(), ("decision",), None)), "nothing is chosen"),
    ],
)
def test_steps_that_lead_nowhere_are_refused(make: Any, told: str) -> None:
    """In a sentence that says what to do instead."""
    with pytest.raises(InvalidDocument, match=told):
        make()


# --- acceptance -----------------------------------------------------------------------------------------------


def untested() -> Workspace:
    """A proposal that two errors stand against once it is accepted: never tested, and nothing reopens it."""
    return proposed(with_value(sound(triggers=[]), ("evaluations",), None), TODAY, ADA)


def test_errors_stand_against_acceptance() -> None:
    """They are those of an accepted record: a warning on a draft may be one."""
    rules = [finding.rule for finding in blocking(untested(), None, TODAY)]
    assert rules == ["leaderboard-only", "no-review"]
    assert not any(f.severity == "error" for f in analyse(untested(), None, TODAY).findings)


def test_every_error_needs_a_written_reason() -> None:
    """One of two is not enough, and a blank is no reason."""
    reasons = {("leaderboard-only", "decision.default"): "The golden set is not labelled yet."}
    for missing in ({}, reasons, {**reasons, ("no-review", "records[0].triggers"): "  "}):
        with pytest.raises(NotAcceptable) as refused:
            accepted(untested(), TODAY, ADA, missing)
        assert "no-review" in str(refused.value)
    both = {**reasons, ("no-review", "records[0].triggers"): "Reviewed every Monday."}
    done = accepted(untested(), TODAY, ADA, both)
    assert [row.reason for row in done.frozen.reasons] == list(both.values())
    filed = {1: Filed(done.frozen)}
    told = {f.rule: f for f in analyse(done.workspace, None, TODAY, filed).findings}
    assert told["no-review"].severity == "error"
    assert told["no-review"].message.endswith("Accepted all the same: Reviewed every Monday.")


def test_frozen_inputs_and_digests() -> None:
    """All inputs are kept, as plain data that reads back; the digests are those of the content."""
    done = accepted(proposed(sound(), TODAY, ADA), TODAY, ADA, {})
    data = frozen_data(done.frozen)
    workspace = to_data(done.workspace)
    for key in ("scenario", "candidates", "evaluations", "decision"):
        assert data["workspace"][key] == workspace[key]
    assert data["workspace"]["records"] == ({k: v for k, v in workspace["records"][0].items() if k != "digest"},)
    assert data["result_digest"] == digest_of(data["result"])
    assert read_frozen(data) == done.frozen
    assert done.workspace.record and done.workspace.record.digest == digest_of(data)


def test_replay_confirms_or_says_what_differs() -> None:
    """The inputs of the day give the result of the day; a changed figure, reason or record is found."""
    done = accepted(proposed(sound(), TODAY, ADA), TODAY, ADA, {})
    record = done.workspace.records[0]
    data = frozen_data(done.frozen)
    assert confirm(data, record).problem is None
    changed = with_value(done.frozen.workspace, ("candidates", 0, "observations", 0, "value"), 9.0)
    tampered = {**data, "workspace": to_data(changed)}
    assert "another digest" in str(confirm(tampered, record).problem)
    own = {**to_data(record), "digest": digest_of(tampered)}
    resealed = read_workspace({**to_data(done.workspace), "records": [own]}).records[0]
    told = str(confirm(tampered, resealed).problem)
    assert "replayed on 2026-11-22, the result is another: decision.monthly_usd was" in told
    edited = resealed.model_copy(update={"title": "Another", "digest": record.digest})
    assert "changed after it was accepted" in str(confirm(data, edited).problem)


# --- accepted records stay ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("records", 0, "title"), "Another"),
        (("records", 0, "sections", "rationale"), "Other words."),
        (("records", 0, "triggers", 0, "value"), 9.0),
        (("records", 0, "decision_makers"), ["Mallory"]),
        (("records", 0, "date"), LATER),
        (("records", 0, "digest"), ""),
        (("records", 0, "status"), "draft"),
        (("records", 0), None),
        (("records",), None),
    ],
)
@pytest.mark.parametrize("status", ["accepted", "superseded", "deprecated"])
def test_no_edit_reaches_an_accepted_record(path: Any, value: Any, status: str) -> None:
    """Whatever its place, an edit is refused with the place and the way out."""
    make = {
        "accepted": lambda w: w,
        "superseded": lambda w: agreed(superseding(w, LATER), LATER),
        "deprecated": deprecated,
    }
    workspace = make[status](agreed())
    with pytest.raises(RecordKept, match=rf"^records\[0\]: record 1 is {status} .*supersede it by a new draft"):
        with_value(workspace, path, value)


def test_all_else_can_still_be_edited() -> None:
    """The inputs live on, and so does the draft that follows."""
    first = agreed()
    assert with_value(first, ("scenario", "monthly_budget_usd"), 5.0).scenario.monthly_budget_usd == 5
    second = superseding(first, LATER)
    assert with_value(second, ("records", 1, "title"), "New").records[1].title == "New"
    refuse_changes(first, first)
    refuse_changes(second, first)  # the draft was dropped


# --- where a finding is mended ----------------------------------------------------------------------------------


def test_every_finding_has_a_screen() -> None:
    """Each place that a rule names leads somewhere, to the row that it is about where there is one."""
    data = document(
        step(needs={"context_tokens": 40_000}),
        [candidate("a", commercial_use="unknown", deprecated=True), candidate("b", None, provider="a-cloud")],
        decision={"default": "a", "fallback": "b"},
        evaluations=[evaluation("b", 9, 10)],
        records=[{"number": 1, "status": "accepted", "date": TODAY, "sections": {"risks": "TBD"}}],
    )
    workspace = read_workspace(data)
    places = {f.rule: place_of(workspace, f) for f in analyse(workspace, None, TODAY).findings}
    assert places["unchecked-must"] == Place("answers", "a")
    assert places["deprecated"] == Place("candidates", "a")
    assert places["same-provider-fallback"] == Place("candidates", "b")
    assert places["small-evaluation"] == Place("candidates", "b")
    assert places["long-context"] == Place("records", "context_needs")
    assert places["placeholder"] == Place("records", "risks")
    assert places["no-review"] == Place("records", "review")
    assert places["not-frozen"] == Place("records")
