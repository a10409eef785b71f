"""The records folder: written once, found by digest, confirmed by replaying; and acceptance in every order."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shortlist.core.analysis import analyse
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.accepted import followed, in_force, kept, replayed_always
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.core.records.lifecycle import (
    accepted,
    deprecated,
    discarded,
    proposed,
    rejected,
    started,
    superseding,
)
from shortlist.core.review.filed_records import Event, Frozen, StatusChange, digest_of
from shortlist.store.locking import state_folder
from shortlist.store.places import Places
from shortlist.store.reading import parse_toml
from shortlist.store.records import (
    keep_record,
    note_change,
    note_event,
    note_records,
    read_changes,
    read_records,
    record_name,
    records_folder,
)
from shortlist.store.toml_text import data_text
from shortlist.store.workspaces import Opened, Store
from shortlist.tui.session.session import Session
from tests.accepting import ADA, WORKED, AnyReason, agreed
from tests.conftest import TODAY


def saved(store: Store) -> tuple[Path, Workspace, Frozen]:
    """The worked example accepted, kept and saved, in a data directory."""
    done = agreed()
    opened = store.create(done.workspace, "kept")
    keep_record(opened.path, done.frozen, done.workspace.title)
    return opened.path, done.workspace, done.frozen


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of its own."""
    return Store(Places(tmp_path / "data", tmp_path / "state"))


def test_one_file_a_record_written_once(store: Store) -> None:
    """Its name, its modes, its text; writing it again changes nothing, another content never replaces it."""
    path, workspace, frozen = saved(store)
    folder = records_folder(path)
    name = f"{record_name(workspace.records[0], workspace.title)}.toml"
    assert name.startswith("0001-")
    assert [file.name for file in folder.iterdir()] == [name]
    assert (folder.stat().st_mode & 0o777, (folder / name).stat().st_mode & 0o777) == (0o700, 0o600)
    before = (folder / name).read_bytes()
    assert keep_record(path, frozen, workspace.title) == folder / name
    other = agreed(with_value(WORKED, ("scenario", "monthly_budget_usd"), 1234.0)).frozen
    second = keep_record(path, other, workspace.title)
    assert second.name == name.replace(".toml", "-2.toml")
    assert (folder / name).read_bytes() == before
    # The digest, not the name, says which of the two belongs to the record.
    (folder / name).rename(folder / "0001-moved.toml")
    assert read_records(path, workspace)[1].frozen == frozen
    assert read_records(path, workspace)[1].problem is None


def test_a_record_of_earlier_rules_keeps_its_result(store: Store) -> None:
    """Accepted under the first rules, with a result that the present ones do not give: it is told as such, and not as
    changed; its digest is that of the file. What was tampered with is found all the same."""
    path, workspace, _ = saved(store)
    file = next(records_folder(path).iterdir())
    data = parse_toml(file.read_text("utf-8"), file)
    data["schema"] = data["workspace"]["schema"] = 1
    data["result"]["candidates"][0]["score_low"] = 12.5
    data["result_digest"] = digest_of(data["result"])
    file.write_text(data_text(data))
    record = workspace.records[0].model_copy(update={"digest": digest_of(data)})
    old = workspace.model_copy(update={"records": (record,)})
    found = read_records(path, old)[1]
    assert (found.problem, found.other_rules) == (None, True)
    assert found.frozen is not None and found.frozen.digest == record.digest
    assert found.frozen.result["candidates"][0]["score_low"] == 12.5
    (finding,) = [one for one in analyse(old, None, TODAY, {1: found}).findings if one.rule == "other-rules"]
    assert (finding.severity, finding.where) == ("info", "records[0].digest")
    file.write_text(data_text({**data, "result_digest": "0" * 64}))
    assert "another digest" in str(read_records(path, old)[1].problem)


def many(store: Store, count: int) -> tuple[Path, Workspace]:
    """The worked example with a row of accepted records, each superseding the one before."""
    opened = store.create(WORKED, "many")
    done = agreed()
    for number in range(count):
        if number:
            done = accepted(proposed(superseding(done.workspace, TODAY), TODAY, ADA), TODAY, ADA, AnyReason(), None)
        keep_record(opened.path, done.frozen, "many", store.places.state)
    return store.save(opened, done.workspace).path, done.workspace


def test_of_many_records_those_in_force_are_replayed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are confirmed by what was noted of their bytes, and read when they are asked for; it is the same."""
    path, workspace = many(store, 5)
    whole = read_records(path, workspace)
    asked: list[str] = []

    def parsed(text: str, file: Path) -> dict[str, Any]:
        asked.append(file.name[:4])
        return parse_toml(text, file)

    monkeypatch.setattr("shortlist.store.records.parse_toml", parsed)
    quick = read_records(path, workspace, replayed_always(workspace), store.places.state)
    assert asked == ["0005"] and replayed_always(workspace) == {5}
    assert [(one.problem, one.place, one.other_rules) for one in quick.values()] == [
        (one.problem, one.place, one.other_rules) for one in whole.values()
    ]
    assert [one.frozen for one in quick.values()] == [one.frozen for one in whole.values()]
    assert sorted(asked) == ["0001", "0002", "0003", "0004", "0005"]
    assert analyse(workspace, None, TODAY, quick).findings == analyse(workspace, None, TODAY, whole).findings


@pytest.mark.parametrize("note", [None, b"", b"\xff", b"[]", b"{", b'{"a": 1}', b'{"a": ["b"]}', b"[" * 50_000])
def test_a_note_of_what_records_say_may_be_lost(store: Store, note: bytes | None) -> None:
    """Or damaged: then their digests are worked out anew."""
    path, workspace = many(store, 3)
    file = state_folder(store.places.state, path) / "records"
    file.unlink()
    if note is not None:
        file.write_bytes(note)
    found = read_records(path, workspace, {3}, store.places.state)
    assert [one.problem for one in found.values()] == [None] * 3
    note_records(path, found.values(), store.places.state)
    assert len(json.loads(file.read_bytes())) == 3


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_was_noted_hides_no_change(store: Store, number: int) -> None:
    """Of the file, whoever is replayed; nor of the record in the workspace, nor a file that takes another's place."""
    path, workspace = many(store, 3)
    state = store.places.state
    file = next(records_folder(path).glob(f"{number:04d}-*"))
    before = file.read_text("utf-8")
    file.write_text(before.replace("monthly_budget_usd = ", "monthly_budget_usd = 1"))
    assert "another digest" in str(read_records(path, workspace, {3}, state)[number].problem)
    other = next(records_folder(path).glob(f"{number % 3 + 1:04d}-*"))
    file.write_bytes(other.read_bytes())
    assert read_records(path, workspace, {3}, state)[number].problem
    file.unlink()
    assert "missing" in str(read_records(path, workspace, {3}, state)[number].problem)
    file.write_text(before)
    assert read_records(path, workspace, {3}, state)[number].problem is None
    rows = [one.model_copy(update={"title": "Another"}) if one.number == number else one for one in workspace.records]
    changed = workspace.model_copy(update={"records": tuple(rows)})
    assert "was changed after it was accepted" in str(read_records(path, changed, {3}, state)[number].problem)


def test_records_of_one_result_are_told_apart_at_once(store: Store) -> None:
    """By their hashes: to compare each with all others takes too long for many."""
    path, workspace = many(store, 4)
    frozen = [one.frozen for one in read_records(path, workspace).values()]
    assert len({one.result_digest for one in frozen if one}) < 4 and len({hash(one) for one in frozen}) == 4


def test_the_layout_of_the_file_does_not_matter(store: Store) -> None:
    """A comment and other spacing leave the content, and so its digest, as it is; another figure does not."""
    path, workspace, _ = saved(store)
    file = next(records_folder(path).iterdir())
    text = file.read_text("utf-8")
    file.write_text("# kept for the auditors\n\n" + text.replace(" = ", "  =  ", 1))
    assert read_records(path, workspace)[1].problem is None
    file.write_text(text.replace("monthly_budget_usd = ", "monthly_budget_usd = 1"))
    assert "another digest than the record" in str(read_records(path, workspace)[1].problem)


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"schema = 1", b"[[[", b"at = 07:32:00"])
def test_damaged_and_missing_files_are_told(store: Store, damage: bytes) -> None:
    """Never a crash, always what is wrong with which file."""
    path, workspace, _ = saved(store)
    file = next(records_folder(path).iterdir())
    file.write_bytes(damage)
    filed = read_records(path, workspace)[1]
    assert filed.frozen is None and filed.problem and filed.place.startswith("kept.records/0001-")
    file.unlink()
    assert "missing" in str(read_records(path, workspace)[1].problem)
    records_folder(path).rmdir()
    assert "missing" in str(read_records(path, workspace)[1].problem)


def test_records_go_where_the_workspace_goes(store: Store) -> None:
    """Renamed, copied and deleted together; a workspace without records has no folder."""
    path, workspace, _ = saved(store)
    moved = store.rename("kept", "renamed")
    assert not records_folder(path).exists()
    assert read_records(moved, workspace)[1].problem is None
    copy = store.duplicate("renamed", "copy")
    assert read_records(copy.path, copy.workspace)[1].problem is None
    gone = store.delete("renamed")
    assert read_records(gone, workspace)[1].problem is None
    assert not records_folder(moved).exists()
    plain = store.duplicate("voice-booking", "plain")
    assert not records_folder(plain.path).exists()
    assert read_records(plain.path, plain.workspace) == {}


def test_who_deprecated_it_is_kept_beside_it(store: Store) -> None:
    """The record has no room for it, its folder has; hostile names stay text."""
    path, workspace, _ = saved(store)
    one = StatusChange(1, "deprecated", TODAY, ("Ada", 'B"o\n\x1b]2;X'), "No longer sold.")
    note_change(path, one)
    note_change(path, one._replace(reason="Again."))
    assert [row.reason for row in read_changes(path)] == ["No longer sold.", "Again."]
    filed = read_records(path, deprecated(workspace))[1]
    assert filed.problem is None
    assert filed.change == one._replace(reason="Again.")
    (records_folder(path) / "changes.toml").write_text("changes = 3")
    assert read_changes(path) == ()


def test_what_has_happened_is_kept_beside_it(store: Store) -> None:
    """A compliance trigger is due from the noted day; the record and its digest stay as they were."""
    path, workspace, _ = saved(store)
    place = next(n for n, trigger in enumerate(workspace.records[0].triggers) if trigger.kind == "compliance")
    later = TODAY + dt.timedelta(days=3)
    note_event(path, Event(1, place, later, ("Ada",), "The terms on retention changed"))
    note_change(path, StatusChange(1, "deprecated", later, ("Ada",), ""))
    filed = read_records(path, workspace)
    assert filed[1].problem is None and len(read_changes(path)) == 1
    due = [s for s in analyse(workspace, None, later, filed).triggers if s.kind == "compliance"]
    assert [(s.due, s.message) for s in due] == [(True, "Happened on 2026-11-25: The terms on retention changed")]
    assert not [s for s in analyse(workspace, None, TODAY, filed).triggers if s.due]
    # A note that was a mistake stays, and the one that takes it back is written beneath it.
    note_event(path, Event(1, place, later, ("Bo",), "Of another contract", taken_back=True))
    notes = read_records(path, workspace)[1]
    assert [row.taken_back for row in notes.events] == [False, True] and notes.problem is None
    state = next(s for s in analyse(workspace, None, later, {1: notes}).triggers if s.kind == "compliance")
    told = "Has not happened: what was noted was taken back on 2026-11-25 by Bo: Of another contract"
    assert (state.due, state.message) == (False, told)
    note_event(path, Event(1, place, later, ("Ada",), "Now they did"))
    assert [s.due for s in analyse(workspace, None, later, read_records(path, workspace)).triggers].count(True) == 1
    # Written into the file by hand it is due as well, and the record is still the one that was accepted.
    by_hand = workspace.records[0].triggers[place].model_copy(update={"happened_on": TODAY})
    triggers = tuple(by_hand if n == place else row for n, row in enumerate(workspace.records[0].triggers))
    record = workspace.records[0].model_copy(update={"triggers": triggers})
    assert read_records(path, workspace.model_copy(update={"records": (record,)}))[1].problem is None


# --- in every order ----------------------------------------------------------------------------------------------

EDITS: tuple[tuple[tuple[str | int, ...], Any], ...] = (
    (("scenario", "monthly_budget_usd"), 777.0),
    (("title",), "Another title"),
    (("candidates", 0, "observations", 0, "value"), 3.25),
    (("records", 0, "title"), "Renamed"),
    (("records", 0, "sections", "risks"), "Others."),
    (("records", 1, "sections", "risks"), "More."),
    (("records", 0, "status"), "draft"),
    (("records",), None),
)


class Life(RuleBasedStateMachine):
    """A session in which records are proposed, accepted, rejected, superseded, deprecated, edited and undone."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.today = TODAY
        self.kept: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}

    @initialize()
    def open(self) -> None:
        draft = with_value(WORKED, ("records", 0, "status"), "draft")
        self.path = self.folder / f"{len(list(self.folder.iterdir()))}" / "life.toml"
        self.path.parent.mkdir()
        self.path.write_text("x")
        self.session = Session(Opened(draft, self.path, "", managed=False), TODAY)

    def act(self, change: Any) -> None:
        """An edit; one that is refused changes nothing."""
        before = self.session.workspace
        try:
            self.session.edit("step", change)
        except (InvalidDocument, IndexError):
            assert self.session.workspace is before

    @property
    def status(self) -> str:
        """Where the record being edited stands."""
        return self.session.workspace.records[-1].status if self.session.workspace.records else "none"

    @rule()
    def propose(self) -> None:
        self.act(lambda w: proposed(w, self.today, ADA))

    @precondition(lambda self: self.status in ("draft", "proposed"))
    @rule()
    def accept(self) -> None:
        self.propose()
        done = accepted(self.session.workspace, self.today, ADA, AnyReason())
        keep_record(self.path, done.frozen, done.workspace.title)
        record = done.workspace.records[-1]
        self.kept[record.digest] = {**to_data(record), "status": ""}
        self.act(lambda _: done.workspace)
        assert self.status == "accepted"

    @precondition(lambda self: self.status == "proposed")
    @rule()
    def reject(self) -> None:
        before = followed(self.session.workspace)
        self.act(lambda w: rejected(w, self.today, ADA))
        assert followed(self.session.workspace) == before

    @precondition(lambda self: self.status == "accepted")
    @rule()
    def supersede(self) -> None:
        before = followed(self.session.workspace)
        self.act(lambda w: superseding(w, self.today))
        assert before is not None and followed(self.session.workspace) == before

    @precondition(lambda self: followed(self.session.workspace) is not None)
    @rule()
    def deprecate(self) -> None:
        self.act(deprecated)

    @precondition(lambda self: self.status == "draft")
    @rule()
    def discard(self) -> None:
        before = followed(self.session.workspace)
        self.act(discarded)
        assert followed(self.session.workspace) == before

    @precondition(lambda self: self.status in ("none", "rejected", "deprecated"))
    @rule()
    def start(self) -> None:
        self.act(lambda w: started(w, self.today))

    @rule(which=st.sampled_from(EDITS))
    def edit(self, which: tuple[tuple[str | int, ...], Any]) -> None:
        self.act(lambda w: with_value(w, which[0], which[1]))

    @rule()
    def another_way(self) -> None:
        """An edit that does not go through the common one is held as well."""
        self.act(lambda w: read_workspace({**to_data(w), "records": [{**to_data(r), "title": "x"} for r in w.records]}))

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule()
    def tomorrow(self) -> None:
        self.today += dt.timedelta(days=1)

    @invariant()
    def accepted_records_never_change_but_for_status(self) -> None:
        if not hasattr(self, "session"):
            return
        workspace = self.session.workspace
        for record in workspace.records:
            if record.status in ("accepted", "superseded", "deprecated"):
                now = {**to_data(record), "status": ""}
                assert data_text(now) == data_text(self.kept[record.digest])
        assert len([record for record in workspace.records if in_force(workspace, record)]) <= 1
        replaced = {record.supersedes for record in workspace.records if kept(record)}
        for record in workspace.records:
            assert record.status != "superseded" or record.number in replaced
            assert record.status != "accepted" or record.number not in replaced
        filed = read_records(self.path, workspace)
        assert [row.problem for row in filed.values()] == [None] * len(filed)
        folder = records_folder(self.path)
        files = {file.name: file.read_bytes() for file in folder.iterdir()} if folder.exists() else {}
        assert self.files.items() <= files.items()
        self.files = files


def live(folder: Path, cases: int, steps: int) -> None:
    """Run the machine in a folder."""
    machine = type("LifeIn", (Life,), {"folder": folder})
    run_state_machine_as_test(machine, settings=settings(max_examples=cases, stateful_step_count=steps, deadline=None))


def test_accept_supersede_edit_undo_in_every_order(tmp_path: Path) -> None:
    """Accepted records never change by a byte but for status, nor do their files."""
    live(tmp_path, cases=6, steps=30)


@pytest.mark.long
def test_many_more_orders(tmp_path: Path) -> None:
    """The same, longer."""
    live(tmp_path, cases=300, steps=50)
