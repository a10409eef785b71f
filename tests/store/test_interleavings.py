"""Two sessions and an outside editor at one file, in every order: nothing is overwritten unseen, nothing is lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from shortlist.core.document.workspace import new_workspace
from shortlist.core.edits.places import with_value
from shortlist.store.atomic import write_atomic
from shortlist.store.places import Places
from shortlist.store.toml_text import workspace_text
from shortlist.store.workspaces import Conflict, Opened, Store, load
from shortlist.tui.session.file_watch import FileWatch
from shortlist.tui.session.session import Session
from tests.conftest import TODAY


class Person:
    """Somebody with the application open: types, saves, looks, and decides where two versions meet."""

    def __init__(self, name: str, store: Store, path: Path, chance: random.Random, written: list[str]) -> None:
        self.name, self.store, self.chance, self.written = name, store, chance, written
        self.session = Session(load(path, managed=True), TODAY)
        self.watch = FileWatch(self.session)
        self.seen = {self.session.workspace.title}

    def type(self, number: int) -> None:
        """Another title."""
        title = f"{self.name}{number}"
        self.session.edit("title", lambda workspace: with_value(workspace, ("title",), title))

    def look(self) -> None:
        """What the screen does every second: a clean session takes over what is there."""
        if self.watch.changed() and not self.session.dirty:
            theirs = self.watch.theirs()
            if theirs is not None:
                self._take(theirs)

    def save(self) -> None:
        """Save; where somebody else was faster, look at both and decide."""
        if not self.session.dirty:
            return
        try:
            self._write(self.session.opened)
        except Conflict:
            theirs = load(self.session.opened.path, managed=True)
            if self.chance.random() < 0.5:
                self._take(theirs)
            else:
                self.seen.add(theirs.workspace.title)
                self._write(theirs)

    def _take(self, theirs: Opened) -> None:
        self.session.take(theirs, "theirs")
        self.seen.add(theirs.workspace.title)

    def _write(self, over: Opened) -> None:
        before = load(over.path).workspace.title
        written = self.store.save(over, self.session.workspace)
        self.session.save_state = self.session.save_state.saved(written)
        title = self.session.workspace.title
        self.seen.add(title)
        self.written.append(title)
        assert before in self.seen, f"{self.name} replaced {before!r}, which it had never seen"


def played(folder: Path, seed: int) -> None:
    """One scripted interleaving of thirty steps."""
    chance = random.Random(seed)
    store = Store(Places(folder / "data", folder / "state"))
    path = store.create(new_workspace("start")).path
    written: list[str] = []
    people = [Person(name, store, path, chance, written) for name in "AB"]
    overwritten: set[str] = set()
    for step in range(30):
        person = chance.choice(people)
        match chance.choice(("type", "type", "save", "save", "look", "outside")):
            case "type":
                person.type(step)
            case "save":
                person.save()
            case "look":
                person.look()
            case _:
                there = load(path).workspace
                overwritten.add(there.title)
                write_atomic(path, workspace_text(with_value(there, ("title",), f"out{step}")).encode())
    # The last ten versions that a save replaced are kept; the outside editor alone keeps nothing.
    kept = {load(backup.path).workspace.title for backup in store.backups(path)} | {load(path).workspace.title}
    assert [title for title in written[-8:] if title not in kept | overwritten] == []


@pytest.mark.parametrize("seeds", [range(20), pytest.param(range(20, 120), marks=pytest.mark.long)], ids=len)
def test_nothing_is_overwritten_unseen(tmp_path: Path, seeds: range) -> None:
    """Thirty steps in a random order, again and again: what a save replaces had been on that person's screen."""
    for seed in seeds:
        played(tmp_path / str(seed), seed)
