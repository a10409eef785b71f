"""The application: which screen opens, what works everywhere, leaving in good order, crashing in short words.

Nothing of the core, the store or a body is imported here: the frame is painted first.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.command import CommandPalette, Provider
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.notifications import Notify
from textual.screen import Screen

from shortlist.sanitising import shown_lines
from shortlist.tui.app.garbage_collection import Tidying
from shortlist.tui.app.key_order import Passed, Turns
from shortlist.tui.app.lent_terminal import LentTerminal
from shortlist.tui.app.signals import Signals
from shortlist.tui.app.terminal_writer import TerminalWriter
from shortlist.tui.app.toasts import Toasts
from shortlist.tui.app.windows import AppWindows
from shortlist.tui.draw.contrast import readable_theme_colours
from shortlist.tui.draw.line_filter import ControlFilter
from shortlist.tui.draw.theme import keep_theme, kept_theme, readable_light, readable_theme
from shortlist.tui.host import Host
from shortlist.tui.keys import bindings as keys
from shortlist.tui.textual_private import Failing, ending, forgive_bytes, let_lines_go, present, write_with

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.theme import Theme

    from shortlist.store.places import Places
    from shortlist.tui.frame.keeper import Keeper
    from shortlist.tui.frame.workspace import WorkspaceScreen

PAINTED_S = 0.1
"""Until a palette that was left is no longer in the picture."""


def words_of_mistake(error: BaseException | None, saved: str) -> str:
    """What is said of a mistake of the program: where it is, what became of the workspace, and all of it for those who
    look for mistakes; never a text of the user's."""
    import traceback

    place, trace = "", ""
    if error is not None and error.__traceback__ is not None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f" ({type(error).__name__} in {Path(last.filename).name}:{last.lineno})"
    if error is not None and os.environ.get("SHORTLIST_DEBUG"):
        trace = shown_lines("".join(traceback.format_exception(error)))
    return (
        f"{trace}Shortlist made a mistake and had to stop{place}.\n"
        f"{saved or 'No workspace was open.'} Please report this, with what you did last."
    )


def _commands() -> type[Provider]:
    from shortlist.tui.app.commands import ShortlistCommands

    return ShortlistCommands


class ShortlistApp(Failing, Host):
    """Opens the screens, and holds what they ask of the application (`Host`)."""

    # Above the lines at the bottom, which stay in sight: no header, and no row that a key has just gone to, is there. A
    # width in per cent is one when the rack is measured and another in it, which cuts the last line of a long sentence.
    CSS = """
    ToastRack { dock: bottom; align: right bottom; margin: 0 0 3 0; }
    Toast { width: 52; max-width: 100%; margin: 0; padding: 0 1; }
    Input > .input--placeholder, Input > .input--suggestion { color: $text-muted; }
    TextArea .text-area--placeholder { color: $text-muted; }
    """

    TITLE = "Shortlist"
    BINDINGS: ClassVar[list[BindingType]] = keys.bound("app")
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    windows: AppWindows
    _in_force: tuple[str, Theme] | None = None

    def __init__(
        self,
        places: Places,
        name: str | None = None,
        today: dt.date | None = None,
        tab: str | None = None,
        tour: bool = False,
    ) -> None:
        """`tour` goes through the decided example instead of opening what is named."""
        super().__init__()
        self.places = places
        self.name_asked = name
        self.today = today
        self.crashed = False
        self._turns = Turns(self, super().on_event)
        self._tidying = Tidying(self, lambda: self._turns.last_key_at)
        self.windows = AppWindows(self, tab, tour, self._tidying.screen_left)
        self._terminal = LentTerminal(self)
        self._signals = Signals(self, self._terminal, lambda: self.keeper, self.say_last)
        self._filter = ControlFilter()
        self.toasts = Toasts(self)
        self.register_theme(readable_light(self.available_themes["textual-light"]))
        self.theme = readable_theme(kept_theme(places), self.theme, self.available_themes)

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme, those changed that could not be read."""
        self.theme_variables = readable_theme_colours(super().get_css_variables())
        return self.theme_variables

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes to choose from: those that leave the colours to the terminal have no greys to show without any."""
        themes = super().available_themes
        if not getattr(self, "no_color", False):
            return themes
        return {name: theme for name, theme in themes.items() if not theme.ansi}

    @property
    def current_theme(self) -> Theme:
        """The theme in force, looked up when it changes: Textual asks for it with every line that is drawn."""
        if self._in_force is None or self._in_force[0] != self.theme:
            self._in_force = self.theme, super().current_theme
        return self._in_force[1]

    # --- windows

    def get_default_screen(self) -> Screen[None]:
        return self.windows.first()

    @property
    def workspace(self) -> WorkspaceScreen | None:
        return self.windows.workspace

    @property
    def keeper(self) -> Keeper | None:
        """Who keeps what is unsaved, where a workspace is open."""
        workspace = self.workspace
        return workspace.desk.keeper if workspace is not None and workspace.opened else None

    def first_shown(self) -> None:
        self._tidying.first_shown()

    def show_edited(self, show: Callable[[], None]) -> None:
        self._tidying.edited(show)

    # --- leaving

    def on_mount(self) -> None:
        """Signals that would end the process without a word save first."""
        self.call_after_refresh(self.take_keys)
        self._signals.listen()

    async def lend(self, command: Sequence[str], held: int | None = None) -> int:
        return await self._terminal.lend(command, held)

    async def on_exit_app(self) -> None:
        """Save what saves itself before the loop ends: a browser's tab is closed without asking anybody."""
        if self.keeper is not None:
            await self.keeper.save_rest()

    async def action_quit(self) -> None:
        """Quit; asks only where something would be lost, and only once."""
        self.leave(self.exit)

    # --- what happens when the program is wrong

    def failed(self, error: BaseException | None) -> None:
        """Save, and end with a short message."""
        self.crashed = True
        saved = "" if self.keeper is None else self.keeper.save_at_once()
        self.last_words = words_of_mistake(error, saved)

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver; a byte on the keyboard's line that cannot be read is skipped rather than fatal."""
        let_lines_go()
        driver = super().get_driver_class()
        forgive_bytes(driver)
        write_with(driver, lambda file: TerminalWriter(file, self._draw_anew))
        return driver

    def _draw_anew(self) -> None:
        """The terminal reads again and has not seen all; called beside the loop."""
        self._signals.in_loop(lambda: self.refresh(layout=True))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every line passes the control filter before it reaches the terminal."""
        return [*super().get_line_filters(), self._filter]

    # --- keys that come too fast

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key means, unless the screen that it was meant for has gone meanwhile."""
        if default_namespace is not None and not present(self, default_namespace):
            return False
        try:
            done = await super().run_action(action, default_namespace, namespaces)
        except NoMatches:
            if not ending(self):
                raise
            return False  # what it was for is being taken away
        if isinstance(action, str) and self.workspace is not None:
            self.workspace.did(action)
        return done

    def action_command_palette(self) -> None:
        from shortlist.tui.app.commands import Palette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Show the list of themes."""
        from textual.theme import ThemeProvider

        from shortlist.tui.app.commands import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    # --- the user's own keys

    def take_keys(self) -> None:
        """Read the user's keys and take in force what of them holds; the rest is told, and nothing is held up."""
        from shortlist.store.keymap import read_keymap

        entries, mistakes = read_keymap(self.places)
        keys.move({})
        if entries:
            from shortlist.tui.app.keymap_file import understood

            keymap = understood(entries, str(self.places.keymap))
            mistakes = (*mistakes, *keymap.mistakes)
            keys.move(keymap.keys)
            self.set_keymap({id_: ",".join(own) for id_, own in keymap.keys.items()})
            if self.workspace is not None:
                self.workspace.hints_changed()
        if mistakes:
            more = f"; {len(mistakes) - 1} more: `shortlist keys` tells them." if len(mistakes) > 1 else ""
            self.say(f"{mistakes[0]}{more}", "warning", title="Not all of your keys hold", seconds=15)

    # --- everywhere

    async def on_event(self, event: events.Event) -> None:
        """What was said goes with the next key."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.toasts.key_pressed()
        await self._turns.take(event)

    async def on_passed(self, event: Passed) -> None:
        await self._turns.passed(event)

    def on_notify(self, event: Notify) -> None:
        """One thing is said at a time."""
        self.toasts.arrived(event)

    def watch_theme(self, before: str, now: str) -> None:
        if self.is_running and before != now:
            keep_theme(self.places, now)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Textual's own commands, without those that this application has words of its own for or no use."""
        yield from (one for one in super().get_system_commands(screen) if one.title in ("Theme",))
        yield SystemCommand("Tour", "Eight stops on a decision that was made", self.windows.begin_tour)
        yield SystemCommand("Screenshot", "Save a picture of the screen as SVG", self._picture)

    def _picture(self) -> None:
        """Once the palette is gone, into the folder of downloads; where there is none, beside the workspaces."""
        from shortlist.store.folders import here

        downloads = Path.home() / "Downloads"
        folders = (folder for folder in (downloads, here()) if folder.is_dir() and os.access(folder, os.W_OK))
        folder = next(folders, self.places.data)
        self.set_timer(PAINTED_S, lambda: self.deliver_screenshot(path=str(folder)))

    def action_jump(self) -> None:
        from shortlist.tui.app.jump import JumpScreen
        from shortlist.tui.draw.jump_letters import jump_targets

        if not isinstance(self.screen, CommandPalette | JumpScreen):
            self.ask(JumpScreen(jump_targets(self.screen)), lambda found: found.go())

    def action_help(self) -> None:
        from shortlist.tui.app.help import HelpDialog

        found = [active.binding for active in self.screen.active_bindings.values()]
        text = getattr(self.screen, "help_text", "Every action has a key and a name in the command list.")
        terms = getattr(self.screen, "help_terms", ())
        self.push_screen(HelpDialog(keys.keyed(text), found, terms))
