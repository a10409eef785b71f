"""The welcome screen: the user's workspaces, the examples, and a new one by its title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from shortlist.tui.body import style_beside
from shortlist.tui.draw.lines import Cell
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.welcome.lines import Banner, Foot
from shortlist.tui.seams import Leaving
from shortlist.tui.widgets.frame_lines import TooSmall
from shortlist.tui.widgets.grid import Column, Grid, Row, Table

if TYPE_CHECKING:
    from shortlist.store.backups import Backup
    from shortlist.store.workspaces import ListedWorkspace, Opened

Made = TypeVar("Made")

NEW, PRESET, WALK = "new", "preset", "walk"
EXERCISE = "support-assistant"
"""The scenario that the walkthrough begins with."""
HINTS = (
    hint("grid.open"),
    hint("welcome.new"),
    hint("welcome.preset"),
    hint("welcome.walk"),
    hint("welcome.earlier"),
    hint("welcome.rename"),
    hint("welcome.delete"),
    hint("welcome.trash"),
    hint("app.help"),
    hint("app.palette"),
    hint("app.quit"),
)


class WelcomeScreen(Leaving, Screen[None]):
    """Lists what can be opened; the lists are read after the first paint."""

    CSS = style_beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = bound("welcome")
    app: Host
    help_text = (
        "A workspace is one decision. Open one, start from an example, press {welcome.preset} for a preset or "
        "{welcome.new} for an empty one."
    )

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, ListedWorkspace] = {}

    def compose(self) -> ComposeResult:
        yield Banner()
        yield Grid(id="entries")
        yield Foot(HINTS)
        yield TooSmall()

    def on_mount(self) -> None:
        # Once the screen is painted.
        self.call_after_refresh(self._list)

    def _list(self, name: str | None = None) -> None:
        """Read both lists anew; the cursor goes to the workspace of that name, where one is given."""
        store = self.app.store
        own, examples = self._listed(store.workspaces), self._listed(store.scenarios)
        if not self.query(Grid):
            return
        self._entries = {f"own:{e.name}": e for e in own} | {f"example:{e.name}": e for e in examples}
        today = self.app.today or dt.date.today()  # noqa: DTZ011 - the user's own day
        grid = self.query_one(Grid)
        grid.show(entry_table(self._entries, today))
        if name is not None:
            grid.at_row(f"own:{name}")
        self.call_after_refresh(self._settle)

    def _listed(self, read: Callable[[], list[ListedWorkspace]]) -> list[ListedWorkspace]:
        """A list; one that cannot be read is told, and is not empty."""
        from shortlist.core.basics.errors import ShortlistError

        try:
            return read()
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not listed", seconds=30)
            return []

    def _settle(self) -> None:
        """What can wait: what was deleted long ago is removed for good."""
        from shortlist.core.basics.errors import ShortlistError

        self.app.settled()
        with suppress(ShortlistError, OSError):
            self.app.store.empty_trash(older=True)

    def on_grid_opened(self) -> None:
        key = self.query_one(Grid).row_key
        if not self.is_active:
            return
        if key == NEW:
            self.action_new()
        elif key == PRESET:
            self.action_preset()
        elif key == WALK:
            self.action_walk()
        elif key is not None and key in self._entries:
            self._open(self._entries[key])

    def action_walk(self) -> None:
        """Open the exercise as a workspace of one's own, with its seven steps in front."""
        entry = self._entries.get(f"example:{EXERCISE}")
        if entry is None:
            self.app.say(
                keyed("The exercise was not installed; press {welcome.new} for an empty workspace."), seconds=5
            )
        else:
            self._open(entry, walk=True)

    def _open(self, entry: ListedWorkspace, walk: bool = False) -> None:
        """Open an entry, an example as a copy; what cannot be opened is told, and the list stays."""
        from shortlist.tui.session.opening import adopted

        store = self.app.store
        opened = self._done(lambda: adopted(store, store.open(str(entry.path), newer=True)), "Not opened")
        if opened is not None:
            self.app.go_to(self.app.workspace_screen(lambda: opened, walk=walk))

    def action_new(self) -> None:
        from shortlist.tui.dialogs.prompt import PromptDialog

        asked = PromptDialog("A new workspace", "What is being decided? For example: Support assistant.")
        self.app.push_screen(asked, self._create)

    def action_preset(self) -> None:
        from shortlist.tui.parts.preset import ask_preset

        ask_preset(self.app, self._name_preset)

    def _name_preset(self, preset: str) -> None:
        from shortlist.core.document.presets import PRESETS
        from shortlist.tui.dialogs.prompt import PromptDialog

        asked = PromptDialog("A new workspace", "What is being decided?", PRESETS[preset].title, suggested=True)
        self.app.push_screen(asked, lambda title: self._create(title, preset))

    def _create(self, title: str | None, preset: str = "") -> None:
        from shortlist.core.document.new_workspace import new_workspace
        from shortlist.core.document.presets import new_from_preset

        if title is None:
            return

        def made() -> Opened:
            workspace = new_from_preset(preset, title) if preset else new_workspace(title)
            return self.app.store.create(workspace)

        opened = self._done(made, "Not created")
        if opened is not None:
            self.app.go_to(self.app.workspace_screen(lambda: opened))

    # --- earlier versions, and the trash

    @property
    def _own(self) -> ListedWorkspace | None:
        """The user's workspace under the cursor."""
        key = self.query_one(Grid).row_key or ""
        if not key.startswith("own:"):
            self.app.say("Put the cursor on a workspace of yours.")
        return self._entries.get(key) if key.startswith("own:") else None

    def action_earlier(self) -> None:
        """List the earlier versions of a workspace; one that is brought back is saved in its place."""
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.tui.parts.earlier_versions import EarlierDialog

        entry = self._own
        if entry is not None:
            present = None
            with suppress(ShortlistError):  # a damaged file is compared with nothing
                present = self.app.store.open(str(entry.path), newer=True).workspace
            self.app.push_screen(EarlierDialog(entry.path, present), partial(self._bring_back, entry))

    def _bring_back(self, entry: ListedWorkspace, backup: Backup | None) -> None:
        if backup is not None:
            self._done(lambda: self.app.store.restore_backup(entry.path, backup, managed=True), "Not restored")
            self._list(entry.name)

    def action_rename(self) -> None:
        """Give the workspace under the cursor another name; its earlier versions go along."""
        from shortlist.tui.dialogs.prompt import PromptDialog

        entry = self._own
        if entry is None:
            return
        told = "Its file and its earlier versions are called by it; the title stays as the scenario has it."
        asked = PromptDialog(f"Rename {entry.name}", told, entry.name, wanted="a name")

        def answered(new: str | None) -> None:
            if new is not None:
                path = self._done(lambda: self.app.store.rename(entry.name, new), "Not renamed")
                self._list(path.stem if path is not None else entry.name)

        self.app.push_screen(asked, answered)

    def action_delete(self) -> None:
        from shortlist.tui.dialogs.question import QuestionDialog

        entry = self._own
        if entry is not None:
            answers = (("keep", "Keep it"), ("delete", "Move it to the trash"))
            told = f"{entry.title} can be brought back from the trash for 30 days."
            asked = QuestionDialog("Delete this workspace?", told, answers)

            def answered(answer: str | None) -> None:
                if answer == "delete":
                    self._done(lambda: self.app.store.delete(entry.name), "Not deleted")
                    self._list()

            self.app.push_screen(asked, answered)

    def action_trash(self) -> None:
        from shortlist.tui.screens.welcome.trash_dialog import TrashDialog

        self.app.push_screen(TrashDialog(), self._list)

    def _done(self, act: Callable[[], Made], title: str) -> Made | None:
        """Do something with files; what goes wrong is told, and the list stays."""
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.tui.session.opening import sentence

        try:
            return act()
        except (ShortlistError, OSError) as error:
            self.app.say(sentence(error).partition("\n")[0], "error", title=title, seconds=10)
            return None

    def on_resize(self, event: events.Resize) -> None:
        TooSmall.fit(self, event.size.width, event.size.height)


def entry_table(entries: dict[str, ListedWorkspace], today: dt.date) -> Table:
    """The user's workspaces, then the examples, with what to do where there are none."""
    columns = [Column("title", ""), Column("decision", "", 28), Column("changed", "", 16)]
    if any(entry.due_on is not None for entry in entries.values()):
        columns.append(Column("due", "", 20))
    own = [(key, entry) for key, entry in entries.items() if key.startswith("own:")]
    examples = [(key, entry) for key, entry in entries.items() if key.startswith("example:")]
    walk = Row(
        WALK,
        (
            Cell("  ▸ Walk through the exercise", "accent"),
            Cell(keyed("{welcome.walk}: choose a model in seven steps"), "dim"),
        ),
    )
    gap = Row("", (Cell(" "),), heading=True)
    rows = [] if own else [Row("", (Cell("New here?", "head"),), heading=True), walk, gap]
    rows.append(Row("", (Cell("Your workspaces", "head"),), heading=True))
    rows += [Row(key, (Cell(f"  {entry.title}"), *_own(entry, today))) for key, entry in own]
    hint = empty("welcome") if not own else "an empty one, by its title"
    rows.append(Row(NEW, (Cell("  + New workspace", "accent"), Cell(hint, "dim"))))
    told = keyed("{welcome.preset}: retrieval, agent, voice and others")
    rows.append(Row(PRESET, (Cell("  + New from a preset", "accent"), Cell(told, "dim"))))
    rows += [walk] if own else []
    rows += [gap, Row("", (Cell("Examples, opened as a copy", "head"),), heading=True)]
    rows += [Row(key, (Cell(f"  {entry.title}"), _example(entry))) for key, entry in examples]
    if not examples:
        rows.append(Row("", (Cell("  No examples were installed.", "dim"),), heading=True))
    return Table(tuple(columns), tuple(rows), widest=60)


def _own(entry: ListedWorkspace, today: dt.date) -> tuple[Cell, ...]:
    """What a workspace decides, and when it was last changed; or why it cannot be opened, which runs to the edge."""
    if entry.problem is not None:
        return (Cell(f"✖ {entry.problem}", "bad"),)
    local = entry.modified.astimezone(dt.datetime.now().astimezone().tzinfo)
    cells = (Cell(entry.decision), Cell(f"{local:%Y-%m-%d %H:%M}", "dim"))
    if entry.due_on is None:
        return cells
    from shortlist.core.document.first_due import due_words

    return (*cells, Cell(due_words(entry.due_on, today), "warn" if entry.due_on <= today else "plain"))


def _example(entry: ListedWorkspace) -> Cell:
    if entry.problem is not None:
        return Cell(f"✖ {entry.problem}", "bad")
    return Cell(" · ".join(filter(None, (entry.name, entry.decision))), "dim")
