"""Nothing is lost: drafts, two sessions at one file, changes from outside, earlier versions, the trash."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits.places import with_value
from shortlist.store.drafts import Draft, read_draft, write_draft
from shortlist.store.locking import state_folder
from shortlist.store.places import Places
from shortlist.store.workspaces import Opened, Store, load
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.parts.earlier_versions import EarlierDialog, versions
from shortlist.tui.parts.earlier_versions import version_told as told_of
from shortlist.tui.screens.welcome.screen import WelcomeScreen
from shortlist.tui.screens.welcome.trash_dialog import TrashDialog
from shortlist.tui.session.session import Pending, Session
from shortlist.tui.session.unsaved import Clock, Unsaved, unsaved
from tests.accepting import agreed
from tests.conftest import TODAY
from tests.tui.conftest import ready, screen_text, until, worked_data, workspace_screen

BUDGET = ("scenario", "monthly_budget_usd")


def titled(workspace: Workspace, title: str) -> Workspace:
    """The workspace under another title."""
    return with_value(workspace, ("title",), title)


def said(pilot: Pilot[None]) -> str:
    """What the toasts say."""
    return " ".join(note.message for note in pilot.app._notifications)


def flat(pilot: Pilot[None]) -> str:
    """What stands on the screen, however its lines are broken."""
    return " ".join(screen_text(pilot).replace("│", " ").split())


async def asked(pilot: Pilot[None]) -> None:
    """Wait for a question to be on the screen, and to take answers."""

    def there() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, QuestionDialog) and screen.heading in screen_text(pilot) and screen.ready

    await until(pilot, there)


@asynccontextmanager
async def opened(places: Places, path: Path | str | None) -> AsyncIterator[Pilot[None]]:
    """The application on a file, ready and guarded."""
    app = ShortlistApp(places, None if path is None else str(path), TODAY)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: ready(app))
        if path is not None:
            await until(pilot, lambda: workspace_screen(pilot).desk.keeper.watching)
        yield pilot


@pytest.fixture
def by_path(tmp_path: Path, store: Store) -> Path:
    """A file that is opened by its path, outside of the data directory."""
    path = tmp_path / "mine.toml"
    made = store.create(read_workspace(worked_data()))
    path.write_bytes(made.path.read_bytes())
    return path


def drafts(places: Places, path: Path) -> list[Path]:
    """The drafts kept of a file, owned or left."""
    folder = state_folder(places.state, path)
    return sorted([*folder.glob("draft*.toml"), *folder.glob("left-*.toml")])


def left_behind(places: Places, path: Path, title: str, **more: object) -> Draft:
    """A draft as a session leaves it that was killed."""
    found = load(path)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    draft = Draft(titled(found.workspace, title), found.digest, now, **more)  # type: ignore[arg-type]
    folder = state_folder(places.state, path)
    folder.mkdir(parents=True, exist_ok=True)
    write_draft(folder / "draft.toml", draft)
    return draft


# --- drafts


def test_a_draft_is_due_soon_after_the_last_change_and_never_long_after_the_first(store: Store) -> None:
    """Half a second of quiet, or a second of going on; not again until something else is unsaved."""
    one, two, three = (read_workspace(worked_data()) for _ in range(3))
    clock = Clock()

    def state(workspace: Workspace, typed: dict[tuple[str | int, ...], Pending] | None = None) -> Unsaved:
        return Unsaved(workspace, None, typed or {}, {}, {}, typed is None)

    assert not clock.due(state(one), 10.0, False)
    assert clock.due(state(one), 10.5, False)
    clock.drafted(state(one))
    assert not clock.due(state(one), 11.0, False)
    assert not clock.due(state(two), 20.0, False)
    assert not clock.due(state(three), 20.4, False)
    assert clock.due(state(one, {BUDGET: Pending("4x", "no number")}), 21.0, False)
    clock.drafted(None)
    assert not clock.due(None, 22.0, False)
    # What saves itself a second after the last change needs no draft, unless changes go on or a save cannot hold it.
    assert not clock.due(state(two), 30.0, True)
    assert not clock.due(state(two), 30.5, True)
    assert clock.due(state(three), 31.0, True)


def test_what_is_saved_while_somebody_types_is_not_kept_as_a_draft_too(store: Store) -> None:
    """As long as saves come; where they cease, what was edited after the last one is kept within two seconds of it."""
    base = read_workspace(worked_data())
    edits = [Unsaved(titled(base, f"Typed {n}"), None, {}, {}, {}, True) for n in range(30)]
    clock, saves = Clock(), [object() for _ in range(10)]
    assert not any(clock.due(edits[n], n / 2, True, saves[n // 2]) for n in range(20))
    # The last save came at 9.0 at the earliest.
    assert [clock.due(edits[n], n / 2, True, saves[9]) for n in (20, 21, 22)] == [True, True, True]
    # A text that no save holds is kept all the same.
    clock.drafted(edits[22])
    typed = [one._replace(typed={BUDGET: Pending("4x", "no number")}, only_edits=False) for one in edits]
    assert [clock.due(typed[n], n / 2, True, object()) for n in (23, 24, 25)] == [False, False, True]


def test_everything_that_a_save_does_not_write_is_unsaved(store: Store) -> None:
    """Edits, texts that are no value yet, forms that were begun, an open form, an open what-if with an edit."""
    session = Session(store.create(read_workspace(worked_data())), TODAY)
    assert unsaved(session, dict) is None
    session.typed.refuse(BUDGET, "4x", "no number")
    assert (what := unsaved(session, dict)) is not None and not what.only_edits
    session.typed.drop(())
    assert unsaved(session, lambda: {("candidates",): {"name": "Half"}}) is not None
    session.begin_trial()
    assert unsaved(session, dict) is None
    session.edit("budget", lambda workspace: with_value(workspace, BUDGET, 1))
    assert (what := unsaved(session, dict)) is not None and what.tried is session.workspace is not what.kept
    session.drop_trial()
    session.edit("budget", lambda workspace: with_value(workspace, BUDGET, 1))
    assert (what := unsaved(session, dict)) is not None and what.only_edits


async def test_a_file_opened_by_path_has_a_draft_until_it_is_saved(places: Places, by_path: Path) -> None:
    """The edit is in the draft while the file is as it was; after Ctrl+S the file has it and the draft is gone."""
    before = by_path.read_bytes()
    async with opened(places, by_path) as pilot:
        await pilot.press("enter", "Q")
        await until(pilot, lambda: bool(drafts(places, by_path)))
        assert by_path.read_bytes() == before
        assert read_draft(drafts(places, by_path)[0]).workspace.title.endswith("Q")
        await pilot.press("escape", "ctrl+s")
        await until(pilot, lambda: drafts(places, by_path) == [])
        assert load(by_path).workspace.title.endswith("Q")


async def test_a_draft_is_offered_and_never_applied_by_itself(places: Places, by_path: Path) -> None:
    """The dialog says what it changes; Esc keeps it, and it is offered again; recovering it is one edit."""
    before = by_path.read_bytes()
    left_behind(
        places,
        by_path,
        "From the draft",
        typed={BUDGET: ("4x", "no number")},
        begun={("candidates",): {"name": "Half"}},
    )
    async with opened(places, by_path) as pilot:
        await asked(pilot)
        assert "“From the draft” now. 2 " in flat(pilot) and "texts not finished" in flat(pilot)
        session = workspace_screen(pilot).session
        assert session.workspace.title != "From the draft"
        await pilot.press("escape")
        await pilot.pause(0.6)
        assert session.workspace.title != "From the draft" and len(drafts(places, by_path)) == 1
    async with opened(places, by_path) as pilot:
        await asked(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "The file (then) → the draft (now)" in screen_text(pilot))
        assert "typed “4x”" in screen_text(pilot)
        await pilot.press("escape")
        await asked(pilot)
        await pilot.press("home", "enter")
        session = workspace_screen(pilot).session
        await until(pilot, lambda: session.workspace.title == "From the draft")
        assert session.typed.pending[BUDGET].text == "4x" and session.typed.begun[("candidates",)] == {"name": "Half"}
        assert by_path.read_bytes() == before
        await until(pilot, lambda: [p.name for p in drafts(places, by_path)] == ["draft.toml"])
        await pilot.press("ctrl+z")
        assert session.workspace.title != "From the draft"


async def test_a_draft_that_says_nothing_new_is_dropped_and_one_that_is_refused_is_gone(
    places: Places, by_path: Path
) -> None:
    """What the file holds already is no news; what the user discards does not come back."""
    left_behind(places, by_path, load(by_path).workspace.title)
    async with opened(places, by_path) as pilot:
        await until(pilot, lambda: drafts(places, by_path) == [])
        assert not isinstance(pilot.app.screen, QuestionDialog)
    left_behind(places, by_path, "Refused")
    async with opened(places, by_path) as pilot:
        await asked(pilot)
        await pilot.press("end", "enter")
        await until(pilot, lambda: drafts(places, by_path) == [])
        assert workspace_screen(pilot).session.workspace.title != "Refused"


async def test_an_open_what_if_is_recovered_as_one(places: Places, by_path: Path) -> None:
    """What was tried is tried again, and dropping it brings back what was kept."""
    tried = titled(load(by_path).workspace, "Tried")
    left_behind(places, by_path, "Kept", tried=tried)
    async with opened(places, by_path) as pilot:
        await asked(pilot)
        await pilot.press("enter")
        session = workspace_screen(pilot).session
        await until(pilot, lambda: session.trial is not None)
        assert (session.workspace.title, session.kept.title) == ("Tried", "Kept")
        await pilot.press("f9")
        assert session.workspace.title == "Kept"


async def test_a_key_that_was_typed_is_in_no_draft(places: Places, by_path: Path) -> None:
    """A text that looks like an API key is no value, and its draft does not hold it either."""
    key = "sk-proj-" + "Ab3dE5gH7j" * 5
    left_behind(
        places, by_path, "T", typed={BUDGET: (key, "no number")}, begun={("candidates",): {"notes": key, "name": "N"}}
    )
    (path,) = drafts(places, by_path)
    assert key not in path.read_text() and read_draft(path).begun == {("candidates",): {"name": "N"}}


async def test_a_draft_is_kept_before_the_application_is_suspended(places: Places, by_path: Path) -> None:
    """Another program gets the terminal, and may keep it: what is unsaved is on disk first."""
    async with opened(places, by_path) as pilot:
        await pilot.press("enter", "Q")
        pilot.app.app_suspend_signal.publish(pilot.app)
        assert read_draft(drafts(places, by_path)[0]).workspace.title.endswith("Q")


# --- two sessions


async def test_a_second_session_may_only_look_until_it_is_told_to_edit(places: Places, store: Store) -> None:
    """The banner names the first one; an edit does nothing; F12 edits anyway, and what is lost to nobody is asked."""
    path = store.create(read_workspace(worked_data())).path
    async with opened(places, path) as first:
        async with opened(places, path) as second:
            session = workspace_screen(second).session
            await until(second, lambda: "Read-only: process" in screen_text(second))
            await second.press("enter", "Q")
            await second.pause(0.2)
            assert not session.dirty and "F12 edits anyway" in said(second)
            await second.press("f12")
            await until(second, lambda: workspace_screen(second).desk.keeper.banner == ("", ()))
            await second.press("enter", "Z")
            await until(second, lambda: load(path).workspace.title.endswith("Z"))
        # The first one was clean, and shows what the second one saved.
        await until(first, lambda: workspace_screen(first).session.workspace.title.endswith("Z"))
        assert "changed outside" in said(first)


async def test_the_second_may_edit_once_the_first_has_gone(places: Places, store: Store) -> None:
    """The banner goes by itself."""
    path = store.create(read_workspace(worked_data())).path
    first = opened(places, path)
    await first.__aenter__()
    async with opened(places, path) as second:
        await until(second, lambda: "Read-only" in screen_text(second))
        await first.__aexit__(None, None, None)
        await until(second, lambda: workspace_screen(second).session.read_only == "")
        assert "you can edit it now" in said(second)


# --- changes from outside


def outside(store: Store, path: Path, title: str) -> Opened:
    """Somebody else saves the file under another title."""
    found = load(path, managed=True)
    return store.save(found, titled(found.workspace, title))


async def conflict(pilot: Pilot[None], store: Store, path: Path) -> Session:
    """A session with an edit of its own over a file that somebody else has saved meanwhile."""
    session = workspace_screen(pilot).session
    outside(store, path, "Theirs")
    await pilot.press("enter", "Q", "escape")
    await until(pilot, lambda: session.save_state.conflict)
    assert load(path).workspace.title == "Theirs"
    return session


@pytest.mark.parametrize("answer", ["copy", "theirs", "mine"])
async def test_of_two_versions_none_is_lost(places: Places, store: Store, answer: str) -> None:
    """A copy of mine beside theirs, theirs with mine one undo away, or mine with theirs among the earlier versions."""
    path = store.create(read_workspace(worked_data())).path
    async with opened(places, path) as pilot:
        session = await conflict(pilot, store, path)
        mine = session.workspace.title
        assert mine.endswith("Q")
        await until(pilot, lambda: "F12 decide" in screen_text(pilot))
        await pilot.press("f12")
        await asked(pilot)
        assert "1 difference from theirs" in flat(pilot)
        if answer == "copy":
            await pilot.press("enter")
            await until(pilot, lambda: session.opened.path != path)
            await until(pilot, lambda: not session.save_state.conflict and not session.dirty)
            assert load(path).workspace.title == "Theirs"
            assert load(session.opened.path).workspace.title == mine and session.opened.path.parent == path.parent
        elif answer == "theirs":
            await pilot.press("down", "enter")
            await until(pilot, lambda: session.workspace.title == "Theirs")
            assert not session.save_state.conflict and not session.dirty
            await pilot.press("ctrl+z")
            await until(pilot, lambda: load(path).workspace.title == mine)
        else:
            await pilot.press("down", "down", "enter")
            await until(pilot, lambda: "Theirs, on disk (then) → mine (now)" in screen_text(pilot))
            await pilot.press("escape")
            await asked(pilot)
            await pilot.press("down", "enter")
            await until(pilot, lambda: load(path).workspace.title == mine)
            assert load(store.backups(path)[0].path).workspace.title == "Theirs"


async def test_a_file_that_is_gone_can_be_saved_again(places: Places, store: Store) -> None:
    """Taken away under an edit: the edit is not lost, and the same name can be written anew."""
    path = store.create(read_workspace(worked_data())).path
    async with opened(places, path) as pilot:
        session = workspace_screen(pilot).session
        path.unlink()
        await pilot.press("enter", "Q", "escape")
        await until(pilot, lambda: session.save_state.conflict)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The file is gone" in screen_text(pilot))
        await pilot.press("down", "enter")
        await until(pilot, lambda: path.exists() and not session.dirty)
        assert load(path).workspace.title.endswith("Q")


async def test_a_clean_session_shows_what_somebody_else_saved(places: Places, store: Store) -> None:
    """It says so and what changed; undo brings back what was there; a half-written file changes nothing."""
    path = store.create(read_workspace(worked_data())).path
    async with opened(places, path) as pilot:
        session = workspace_screen(pilot).session
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        await pilot.pause(1.2)
        assert not session.save_state.conflict and session.workspace.title == load_title(whole)
        path.write_bytes(whole)
        outside(store, path, "Theirs")
        await until(pilot, lambda: session.workspace.title == "Theirs")
        assert "“Theirs” now" in said(pilot) and not session.dirty
        await pilot.press("ctrl+z")
        assert session.workspace.title == load_title(whole)


def load_title(data: bytes) -> str:
    """The title in the bytes of a workspace."""
    return data.decode().split('title = "')[1].split('"')[0]


# --- earlier versions, and the trash


async def test_an_earlier_version_is_brought_back_as_an_edit(places: Places, store: Store) -> None:
    """Ctrl+R lists what saves replaced with what would change; Enter brings one back, Ctrl+Z takes that back."""
    path = outside(store, store.create(read_workspace(worked_data())).path, "Second").path
    first = load(store.backups(path)[0].path).workspace.title
    async with opened(places, path) as pilot:
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(pilot.app.screen, EarlierDialog) and "1 difference" in screen_text(pilot))
        assert "just now" in screen_text(pilot) and "“Second” now" in screen_text(pilot)
        await pilot.press("enter")
        session = workspace_screen(pilot).session
        await until(pilot, lambda: session.workspace.title == first)
        await until(pilot, lambda: load(path).workspace.title == first)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: load(path).workspace.title == "Second")


def test_an_earlier_version_says_that_a_record_would_be_open_again(store: Store) -> None:
    """Before it is brought back, with the direction of every figure."""
    done = agreed().workspace
    first = store.create(read_workspace(worked_data()), "kept")
    cheaper = with_value(done, ("scenario", "monthly_budget_usd"), 300.0)
    store.save(first, cheaper)
    (version,) = versions(store, first.path, cheaper)
    assert "record 1 would be proposed again; " in told_of(version)
    assert (
        version.found is not None and "Scenario: Monthly budget: $400 then, $300 now (-25 %), a month" in version.found
    )


async def test_the_welcome_screen_deletes_restores_and_removes(places: Places, store: Store) -> None:
    """Del asks and moves to the trash, t lists it, Enter brings back, Del there removes for good; b restores."""
    path = outside(store, store.create(read_workspace(worked_data())).path, "Second").path
    async with opened(places, None) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, WelcomeScreen)
        await pilot.press("b")
        await until(pilot, lambda: "1 difference" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: load(path).workspace.title != "Second")
        await pilot.press("delete", "down", "enter")
        await until(pilot, lambda: not path.exists())
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrashDialog))
        assert "kept for" in screen_text(pilot) and "Enter brings one back" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, path.exists)
        await pilot.press("escape", "home", "delete", "down", "enter")
        await until(pilot, lambda: not path.exists())
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrashDialog))
        await pilot.press("delete", "down", "enter")
        await until(pilot, lambda: store.trash() == [])
        assert "The trash is empty" in screen_text(pilot)
        # What is empty has no keys but the one that leaves it.
        assert "Enter brings one back" not in screen_text(pilot)


async def test_a_newer_file_is_shown_and_not_changed(places: Places, store: Store) -> None:
    """The banner says why, and there is no way to edit it."""
    path = store.create(read_workspace(worked_data())).path
    path.write_text(path.read_text().replace("schema = 2\n", "schema = 9\nhorizon = 3\n"))
    before = path.read_bytes()
    async with opened(places, path) as pilot:
        await until(pilot, lambda: "Read-only: a newer Shortlist wrote this file" in screen_text(pilot))
        await pilot.press("enter", "Q", "escape", "f12", "enter", "Z", "escape", "ctrl+s")
        await pilot.pause(0.3)
        assert not workspace_screen(pilot).session.dirty
    assert path.read_bytes() == before


async def test_a_newer_file_that_goes_on_is_followed_and_never_written(places: Places, store: Store) -> None:
    """What the newer version writes is shown; once it is gone, a copy of what is known of it may be kept, no more."""
    path = store.create(read_workspace(worked_data())).path
    newer = path.read_text().replace("schema = 2\n", "schema = 9\nhorizon = 3\n")
    path.write_text(newer)
    async with opened(places, path) as pilot:
        session = workspace_screen(pilot).session
        path.write_text(newer.replace(f'title = "{session.workspace.title}"', 'title = "Further"'))
        await until(pilot, lambda: session.workspace.title == "Further")
        assert session.read_only and not session.save_state.conflict
        path.unlink()
        await until(pilot, lambda: bool(session.save_state.gone))
        await pilot.press("ctrl+s")
        await asked(pilot)
        assert "Keep mine as a copy" in flat(pilot) and "Save mine" not in flat(pilot)


# --- one's own process, and leaving in good order


async def reopened(pilot: Pilot[None], *keys: str) -> None:
    """Leave the workspace for the list, press keys there, and open the workspace under the cursor."""
    await pilot.press("o")
    await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen) and bool(pilot.app.screen._entries))
    await pilot.press(*keys)
    await until(pilot, lambda: pilot.app.screen.is_active and isinstance(pilot.app.screen, WelcomeScreen))
    await pilot.press("home", "enter")
    await until(pilot, lambda: ready(pilot.app) and workspace_screen(pilot).desk.keeper.watching)  # type: ignore[arg-type]


async def test_a_process_is_no_stranger_to_itself(places: Places, store: Store) -> None:
    """What opened by itself at the start can be left and opened again, and edited: nobody else has it."""
    path = outside(store, store.create(read_workspace(worked_data())).path, "Second").path
    store.remember(store.open(str(path)))
    async with opened(places, None) as pilot:
        for title in ("Once", "Twice"):
            await until(pilot, lambda: workspace_screen(pilot).desk.keeper.watching)
            await reopened(pilot)
            assert workspace_screen(pilot).session.read_only == "" and "Read-only" not in screen_text(pilot)
            workspace_screen(pilot).desk.edit("title", lambda workspace, to=title: titled(workspace, to))  # type: ignore[misc]
            assert await workspace_screen(pilot).desk.saver.save()
            assert load(path).workspace.title == title


async def test_an_earlier_version_from_the_list_is_no_change_by_somebody_else(places: Places, store: Store) -> None:
    """With a text half typed in the workspace that was open, the earlier version is opened without a word of others."""
    path = outside(store, store.create(read_workspace(worked_data())).path, "Second").path
    async with opened(places, path) as pilot:
        workspace_screen(pilot).session.typed.refuse(BUDGET, "4x", "no number")
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen) and bool(pilot.app.screen._entries))
        await pilot.press("home", "b")
        await until(pilot, lambda: "1 difference" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: load(path).workspace.title != "Second")
        await pilot.press("home", "enter")
        await until(pilot, lambda: ready(pilot.app) and workspace_screen(pilot).desk.keeper.watching)  # type: ignore[arg-type]
        await pilot.pause(1.2)
        session = workspace_screen(pilot).session
        assert session.read_only == "" and not session.save_state.conflict and not session.typed.pending
        assert "outside" not in said(pilot) and not isinstance(pilot.app.screen, QuestionDialog)


async def test_what_was_half_typed_stands_there_again_after_a_normal_quit(places: Places, store: Store) -> None:
    """No question: the text stands in its field, marked, and the value that it was typed over is in force."""
    path = store.create(read_workspace(worked_data())).path
    before = load(path).workspace.scenario.monthly_budget_usd
    async with opened(places, path) as pilot:
        screen = workspace_screen(pilot)
        assert screen.body is not None
        screen.body.show_place(BUDGET)
        await pilot.press("enter", "backspace", "x", "ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running or pilot.app._exit)
    assert drafts(places, path) == []
    async with opened(places, path) as pilot:
        session = workspace_screen(pilot).session
        assert session.typed.pending[BUDGET].text == "x" and session.workspace.scenario.monthly_budget_usd == before
        await pilot.pause(0.6)
        assert not isinstance(pilot.app.screen, QuestionDialog)


async def test_a_recovered_text_is_one_edit_and_keys_that_were_on_their_way_answer_nothing(
    places: Places, by_path: Path
) -> None:
    """A draft of nothing but a half-typed text is taken over and taken back; early keys are no answers."""
    left_behind(places, by_path, load(by_path).workspace.title, typed={BUDGET: ("4x", "no number")})
    async with opened(places, by_path) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter", "escape", "end", "enter")
        assert isinstance(pilot.app.screen, QuestionDialog) and len(drafts(places, by_path)) == 1
        await asked(pilot)
        await pilot.press("enter")
        session = workspace_screen(pilot).session
        await until(pilot, lambda: BUDGET in session.typed.pending)
        await pilot.press("ctrl+z")
        assert BUDGET not in session.typed.pending and "Undone: recover the draft" in said(pilot)
