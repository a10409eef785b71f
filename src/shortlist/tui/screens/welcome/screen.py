"""The welcome screen: the user's workspaces, the examples, and a new one by its title."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from shortlist.tui.body import style_beside
from shortlist.tui.draw.area import Area
from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.lines import Cell, Tone, fit
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import Hint, bound, hint, hints
from shortlist.tui.screens.welcome.boxed_table import BoxLayout
from shortlist.tui.screens.welcome.entries import (
    BEGUN_WITH,
    EXERCISE,
    NEW,
    PRESET,
    TOUR,
    WALK,
    ServingLine,
    entry_table,
)
from shortlist.tui.screens.welcome.who_serves import MOST, served
from shortlist.tui.textual_private import Leaving
from shortlist.tui.widgets.frame_lines import NAME, BottomBar, TooSmall
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.panel import HEIGHTS

if TYPE_CHECKING:
    from pathlib import Path

    from shortlist.store.backups import Backup
    from shortlist.store.workspaces import ListedWorkspace, Opened
    from shortlist.tui.screens.welcome.about import WorkspaceGlance
    from shortlist.tui.widgets.pane import Paragraph

Made = TypeVar("Made")

BESIDE = 160
"""Columns of the terminal from which on the row under the cursor is told of beside the list."""
LISTED = 60
"""Of its columns the list takes so many per cent then; the style sheet says the same."""
EDGES = 5
"""Columns of a pane that are not its text: a box, the space before it, the bar that scrolls it and one beside that."""
BOX = 2
"""Lines of a pane that are not its text."""
BENEATH = 9
"""Lines that are left under the list from which on more is told of the row there."""
RESTS = 0.1
"""Seconds that the cursor stays on a workspace before that is judged."""
FIRST_READ = 24
"""How many workspaces are read before the first of them are shown; then twice as many each time."""
HINTS = hints(
    "grid.open welcome.new welcome.preset welcome.walk welcome.tour welcome.earlier welcome.rename welcome.delete "
    "welcome.trash app.help app.palette app.quit"
)
OWN_HINTS = frozenset((hint("welcome.earlier"), hint("welcome.rename"), hint("welcome.delete")))
"""Those that do something with a workspace of the user's own alone."""


class WelcomeScreen(Leaving, Screen[None]):
    """Lists what can be opened; the lists are read after the first paint."""

    DEFAULT_CSS = style_beside(__file__)
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = bound("welcome")
    app: Host
    help_text = (
        "A workspace is one decision. Open one, start from an example, press {welcome.preset} for a preset or "
        "{welcome.new} for an empty one."
    )

    def __init__(self) -> None:
        super().__init__()
        self._own: list[ListedWorkspace] = []
        self._examples: list[ListedWorkspace] = []
        self._served: dict[Path, ServingLine] = {}
        """Who serves, by the file of the workspace, as far as it was judged."""
        self._entries: dict[str, ListedWorkspace] = {}
        """All that is listed, by the keys of the rows."""
        self._about: dict[str, WorkspaceGlance] = {}
        """What is told of the rows beside the list and beneath it, as far as it was asked for."""

    def compose(self) -> ComposeResult:
        yield Banner()
        with Area(id="sides"), Area(id="left"):
            yield Grid(layout=BoxLayout, id="entries")
        yield Foot(self._hints(None))
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one(Grid).follow = self._tell
        # Once the screen is painted.
        self.call_after_refresh(self._list)

    def _list(self, name: str | None = None) -> None:
        """Read both lists anew; the cursor goes to the workspace of that name, where one is given."""
        self.run_worker(self._read(name), group="list", exclusive=True)

    async def _read(self, name: str | None) -> None:
        """Read beside the loop, showing what is there so far; then judge those that are seen first."""
        from shortlist.core.basics.errors import ShortlistError

        store = self.app.store
        self._served, self._about = {}, {}
        own: list[ListedWorkspace] = []
        examples = await asyncio.to_thread(self._told, store.scenarios)
        rest, size = store.listing(), FIRST_READ
        while batch := await asyncio.to_thread(self._told, lambda: list(islice(rest, size))):  # noqa: B023 - run at once
            own += batch
            size *= 2
            self._show(own, examples)
        self._show(own, examples)
        if name is not None:
            self.query_one(Grid).at_row(f"own:{name}")
        # What can wait: what was deleted long ago is removed for good.
        self.app.first_shown()
        with suppress(ShortlistError, OSError):
            store.empty_trash(older=True)
        for entry in own[:MOST]:
            found = await asyncio.to_thread(served, store, entry, self._today)
            if found is not None:
                self._served[entry.path] = found
                self._draw()

    def _show(self, own: list[ListedWorkspace], examples: list[ListedWorkspace]) -> None:
        self._own, self._examples = own, examples
        self._entries = {f"own:{e.name}": e for e in own} | {f"example:{e.name}": e for e in examples}
        self._draw()

    def _draw(self) -> None:
        grid = self.query_one_optional(Grid)
        if grid is not None and self._entries:
            width = self.app.size.width
            if width >= BESIDE:
                width = width * LISTED // 100
            grid.show(entry_table(self._own, self._examples, self._served, self._today, width))
            self._tell()

    @staticmethod
    def _hints(key: str | None) -> tuple[Hint, ...]:
        """The keys that do something where the cursor is."""
        own = key is not None and key.startswith("own:")
        return tuple(one for one in HINTS if own or one not in OWN_HINTS)

    # --- what stands beside the list and beneath it

    def _tell(self) -> None:
        """Say what is under the cursor where there is room; a workspace is judged once, beside the loop."""
        key = self.query_one(Grid).row_key
        self.query_one(Foot).offer(self._hints(key))
        if key is None or not (self._beside or self._beneath):
            self._fill("beneath", "", [], key or "")
            return
        example = f"example:{BEGUN_WITH.get(key)}"
        wanted = [one for one in (key, example) if one in self._entries and one not in self._about]
        if key not in wanted:  # what a way to begin leads to is known at once
            self._say(key)
        if wanted:
            self._assess(key, wanted[0])

    @work(group="about", exclusive=True)
    async def _assess(self, key: str, of: str) -> None:
        """Assess a workspace, unless the cursor has gone on meanwhile."""
        from shortlist.tui.screens.welcome.about import of_workspace

        await asyncio.sleep(RESTS)
        self._about[of] = await asyncio.to_thread(of_workspace, self.app.store, self._entries[of], self._today)
        if self.query_one(Grid).row_key == key:
            self._say(key)

    @property
    def _beside(self) -> bool:
        return self.app.size.width >= BESIDE

    @property
    def _beneath(self) -> bool:
        """Whether the list leaves room under it."""
        return self.query_one("#sides").size.height - len(self.query_one(Grid).table.rows) >= BENEATH

    def _say(self, key: str) -> None:
        from shortlist.tui.screens.welcome.about import WorkspaceGlance, of_beginning, within

        example = self._entries.get(f"example:{BEGUN_WITH.get(key)}")
        begun_with = self._about.get(f"example:{BEGUN_WITH.get(key)}")
        title, told = "What it leads to", WorkspaceGlance(tuple(of_beginning(key, begun_with, self._beside)))
        if key in self._entries:
            title, told = self._entries[key].title, self._about[key]
        if self._beside:
            width = self.app.size.width * (100 - LISTED) // 100 - EDGES
            height = self.query_one("#sides").size.height - BOX
            beside = within(told.glance, width, height)
            if key in self._entries:
                beside = told.whole(width, height, self._beneath)
            self._fill("beside", title, beside, key)
        if not self._beneath:
            self._fill("beneath", "", [], key)
        elif not self._beside:
            self._fill("beneath", title, told.headed(self._room), key)
        elif example is not None and begun_with is not None:
            self._fill("beneath", example.title, self._begun(begun_with), key)
        elif beneath := told.beneath(self._room):
            self._fill("beneath", f"{title}: who is compared", beneath, key)
        else:
            self._fill("beneath", f"{title}: what is missing", told.steps, key)

    def _begun(self, example: WorkspaceGlance) -> list[Paragraph]:
        """What a way to begin opens, as far as there is room for it beneath the list."""
        from shortlist.tui.screens.welcome.about import lines_in, within

        asked = [Cell(""), *(example.asked or example.beneath(self._room))]
        room = self.query_one("#sides").size.height - len(self.query_one(Grid).table.rows) - BOX
        return [*example.glance, *within(asked, self._room, room - lines_in(example.glance, self._room))]

    @property
    def _room(self) -> int:
        """Columns of a line beneath the list: without the sides of a box, and a bar."""
        return self.query_one(Grid).size.width - 5

    def _fill(self, place: str, title: str, told: Sequence[Paragraph], key: str) -> None:
        """Show it beside the list or beneath it; where there is nothing to tell, the list has the room."""
        from shortlist.tui.widgets.pane import ProsePane

        panes = self.query(f"#{place}").results(ProsePane)
        pane = next(iter(panes), None)
        if pane is None:
            if not told:
                return
            pane = ProsePane(id=place)
            pane.can_focus = False
            self.query_one("#sides" if place == "beside" else "#left").mount(pane)
        if place == "beneath":
            grid = self.query_one(Grid)
            pane.display = bool(told)
            grid.styles.height = len(grid.table.rows) if told else "1fr"
        pane.name_it(title)
        pane.show(told, key)

    @property
    def _today(self) -> dt.date:
        return self.app.today or dt.date.today()  # noqa: DTZ011 - the user's own day

    def _told(self, read: Callable[[], list[ListedWorkspace]]) -> list[ListedWorkspace]:
        """A list, read beside the loop; one that cannot be read is told, and is not empty."""
        from shortlist.core.basics.errors import ShortlistError

        try:
            return read()
        except ShortlistError as error:
            self.app.call_from_thread(self.app.say, str(error), "error", title="Not listed", seconds=30)
            return []

    def on_grid_opened(self) -> None:
        key = self.query_one(Grid).row_key
        if not self.is_active or key is None:
            return
        begin = {
            NEW: self.action_new,
            PRESET: self.action_preset,
            WALK: self.action_walk,
            TOUR: self.action_tour,
        }
        if key in begin:
            begin[key]()
        elif key in self._entries:
            self._open(str(self._entries[key].path))

    def action_walk(self) -> None:
        """Open the exercise as a workspace of one's own, with its steps in front."""
        self._open(EXERCISE, walk=True)

    def action_tour(self) -> None:
        """Open the decided example as a workspace of one's own, and go through it stop by stop."""
        self.app.windows.begin_tour()

    def _open(self, name: str, walk: bool = False) -> None:
        """Open what a name or a path means, an example as a copy; what cannot be opened is told, and the list stays."""
        from shortlist.tui.session.opening import adopted

        store = self.app.store
        opened = self._done(lambda: adopted(store, store.open(name, newer=True)), "Not opened")
        if opened is not None:
            self.app.windows.show_workspace(lambda: opened, walk=walk)

    def action_new(self) -> None:
        from shortlist.tui.dialogs.prompt import PromptDialog

        asked = PromptDialog("A new workspace", "What is being decided? For example: Support assistant.")
        self.app.ask(asked, self._create)

    def action_preset(self) -> None:
        from shortlist.core.document.presets import PRESETS
        from shortlist.tui.dialogs.prompt import PromptDialog
        from shortlist.tui.parts.preset import ask_preset

        def named(preset: str) -> None:
            title, told = PRESETS[preset].title, "What is being decided?"
            asked = PromptDialog("A new workspace from a preset", told, title, suggested=True)
            self.app.ask(asked, lambda title: self._create(title, preset))

        ask_preset(self.app, named)

    def _create(self, title: str, preset: str = "") -> None:
        from shortlist.core.document.presets import new_from_preset
        from shortlist.core.document.workspace import new_workspace

        def made() -> Opened:
            workspace = new_from_preset(preset, title) if preset else new_workspace(title)
            return self.app.store.create(workspace)

        opened = self._done(made, "Not created")
        if opened is not None:
            self.app.windows.show_workspace(lambda: opened)

    # --- earlier versions, and the trash

    @property
    def _here(self) -> ListedWorkspace | None:
        """The user's workspace under the cursor."""
        key = self.query_one(Grid).row_key or ""
        if key.startswith("own:"):
            return self._entries.get(key)
        self.app.say("Put the cursor on a workspace of yours.")
        return None

    def action_earlier(self) -> None:
        """List the earlier versions of a workspace; one that is brought back is saved in its place."""
        from shortlist.core.basics.errors import ShortlistError
        from shortlist.tui.parts.earlier_versions import EarlierDialog

        entry = self._here
        if entry is not None:
            present = None
            with suppress(ShortlistError):  # a damaged file is compared with nothing
                present = self.app.store.open(str(entry.path), newer=True).workspace

            def answered(backup: Backup) -> None:
                self._done(lambda: self.app.store.restore_backup(entry.path, backup, managed=True), "Not restored")
                self._list(entry.name)

            self.app.ask(EarlierDialog(entry.path, present), answered)

    def action_rename(self) -> None:
        """Give the workspace under the cursor another name; its earlier versions go along."""
        from shortlist.tui.dialogs.prompt import rename_dialog

        entry = self._here
        if entry is None:
            return

        def answered(new: str) -> None:
            path = self._done(lambda: self.app.store.rename(entry.name, new), "Not renamed")
            self._list(path.stem if path is not None else entry.name)

        self.app.ask(rename_dialog(entry.name), answered)

    def action_delete(self) -> None:
        from shortlist.tui.screens.welcome.trash_dialog import delete_dialog

        entry = self._here
        if entry is not None:

            def answered(answer: str | None) -> None:
                if answer == "delete":
                    self._done(lambda: self.app.store.delete(entry.name), "Not deleted")
                    self._list()

            self.app.push_screen(delete_dialog(entry.title), answered)

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
        self.set_class(event.size.width >= BESIDE, "beside")
        self._draw()
        TooSmall.fit(self, event.size.width, event.size.height)


class Banner(Still):
    """Says what this is for."""

    DEFAULT_CSS = "Banner { height: 2; }"
    LINES: ClassVar[tuple[tuple[str, str, Tone], ...]] = (
        (f" {NAME}  ", "Choose a language model for production, and write down why.", "plain"),
        (" ", "One workspace is one decision: scenario, candidates, checklist, cost, record.", "dim"),
    )

    def line(self, y: int, width: int) -> list[Cell]:
        name, words, tone = self.LINES[y]
        return [Cell(name, "head"), Cell(fit(words, width - len(name)), tone)]


class Foot(BottomBar):
    """The keys under a rule."""

    DEFAULT_CSS = "Foot { height: 2; }"

    ROWS = ("rule", "keys")

    def offer(self, hints: tuple[Hint, ...]) -> None:
        """Show these keys."""
        if hints != self.hints:
            self.hints = hints
            self.refresh()
