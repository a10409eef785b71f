"""The application, driven by keys: few presses that tell much."""

from __future__ import annotations

import gc

import pytest
from textual.color import Color
from textual.widgets import TextArea

from shortlist.core.analysis import analyse
from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.keys.bindings import Hint
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.scenario.lane import StagesLane
from shortlist.tui.screens.welcome.screen import WelcomeScreen
from shortlist.tui.widgets.frame_lines import TooSmall, fitting, room_of
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.sheet import Sheet
from shortlist.tui.widgets.summary import money, recommendation_line, score_text
from tests.conftest import TODAY
from tests.tui.conftest import HOSTILE, Open, hostile, ready, screen_text, until, with_candidates, workspace_screen


@pytest.mark.walk
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_tab_shows_the_worked_example(application: Open, size: tuple[int, int]) -> None:
    """Opening an example makes a workspace of it; each tab shows figures of its analysis, within the frame."""
    async with application(size=size) as pilot:
        screen = workspace_screen(pilot)
        analysis, first = screen.session.analysis, screen.session.analysis.ranking[0]
        assert screen.session.opened.managed
        text = screen_text(pilot)
        assert recommendation_line(analysis) in " ".join(text.split()), "in one line, or whole in two"
        for figure in (first.cost.bill, first.cost.monthly):
            assert money(figure) in recommendation_line(analysis), "the bill, and all in all"
        assert "✓─✓─✓─✓─✓─✓─✓─✓" in text and "saved" in text
        for key, wanted in (
            ("2", [first.candidate.name, score_text(first), "★"]),
            ("3", ["Quality bar", "✓ pass"]),
            ("4", ["★ as decided", money(first.cost.monthly).removeprefix("$"), "budget 400"]),
            ("5", ["Rationale", f"✓ {len(analysis.workspace.prose('rationale').split())}"]),
        ):
            await pilot.press(key)
            text = screen_text(pilot)
            assert all(one in text for one in wanted), text
            lines = text.split("\n")
            assert len(lines) == size[1] and {len(line) for line in lines} <= {size[0], size[0] - 1}


async def test_a_field_is_edited_saved_and_taken_back(application: Open, store: Store) -> None:
    """Typed figures move the recommendation at once, save themselves, and are undone as one edit from any screen."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        for _ in range(4):
            await pilot.press("down")
        await pilot.press("enter", "1", "k", "x")
        assert screen.session.workspace.scenario.monthly_budget_usd == 400
        text = screen_text(pilot)
        assert "✖ leave out “kx”" in text and "1kx" in text
        await pilot.press("backspace", "escape", "2")
        await until(pilot, lambda: not screen.session.dirty and not screen.session.save_state.saving)
        await until(pilot, lambda: "saved" in screen_text(pilot).split("\n")[0])
        assert store.open(str(screen.session.opened.path)).workspace.scenario.monthly_budget_usd == 1000
        await pilot.press("ctrl+z")
        assert screen.session.workspace.scenario.monthly_budget_usd == 400
        assert "Undone: monthly budget" in " ".join(str(n.message) for n in pilot.app._notifications)
        await pilot.press("ctrl+y")
        assert screen.session.workspace.scenario.monthly_budget_usd == 1000


async def test_a_half_typed_value_stays_with_its_reason(application: Open) -> None:
    """It survives a change of screen, is marked with the core's own words, and never reaches the workspace."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        before = screen.session.workspace
        for _ in range(4):
            await pilot.press("down")
        await pilot.press("enter", "minus", "5", "f3", "1")
        assert "-5" in screen_text(pilot) and "must be above 0, found -5" in screen_text(pilot)
        assert screen.session.workspace is before
        await pilot.press("enter", "end", "backspace", "backspace", "7", "escape")
        assert screen.session.workspace.scenario.monthly_budget_usd == 7


async def test_letters_are_text_in_a_text_field(application: Open) -> None:
    """Keys that mean something elsewhere are typed; Esc goes back level by level."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("enter", *"1w?/oqW")
        assert screen.session.workspace.title.endswith("1w?/oqW") and screen.tab == "scenario"
        await pilot.press("escape")
        assert isinstance(pilot.app.focused, Sheet)
        await pilot.press("escape")
        assert isinstance(pilot.app.focused, StagesLane)


async def test_steps_are_added_moved_and_removed(application: Open) -> None:
    """By keys, and each of it undone."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        start = [step.id for step in screen.session.workspace.scenario.steps]

        def ids() -> list[str]:
            return [step.id for step in screen.session.workspace.scenario.steps]

        await pilot.press("tab", "down", "u")
        assert ids() == [start[0], f"{start[0]}-2", *start[1:]]
        await pilot.press("J")
        assert ids().index(f"{start[0]}-2") == 2
        await pilot.press("x", "a")
        assert len(ids()) == len(start) + 1
        for _ in range(4):
            await pilot.press("ctrl+z")
        assert ids() == start


async def test_prose_is_written_in_a_dialog(application: Open) -> None:
    """Several lines, each change in the workspace at once."""
    async with application() as pilot:
        await pilot.press("down", "enter")
        area = pilot.app.screen.query_one(TextArea)
        area.insert("one\ntwo")
        await pilot.pause()
        await pilot.press("escape")
        assert workspace_screen(pilot).session.workspace.scenario.summary.endswith("one\ntwo")


async def test_choices_come_from_the_schema(application: Open) -> None:
    """A field of few words is chosen from a list, and may be emptied."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        for _ in range(6):
            await pilot.press("down")
        await pilot.press("enter", "g", "enter")
        assert screen.session.workspace.scenario.data_sensitivity == "public"
        await pilot.press("delete")
        assert "data_sensitivity" not in screen.session.workspace.scenario.model_fields_set


@pytest.mark.walk
@pytest.mark.parametrize("number", [0, 1, 40])
async def test_any_number_of_candidates_can_be_read(application: Open, number: int) -> None:
    """Each tab stands, the cursor moves to the end and back, a filter narrows and is dropped."""
    async with application(with_candidates(number)) as pilot:
        for key in "2345":
            await pilot.press(key, "G", "right", "v")
        await pilot.press("2", "slash", *"zzz", "enter")
        grid = workspace_screen(pilot).query_one("CandidatesBody Grid", Grid)
        assert not grid.table.rows and "Nothing matches" in screen_text(pilot)
        await pilot.press("escape", "v")
        assert len(grid.table.rows) == number
        if number == 0:
            assert "No candidates yet" in screen_text(pilot)


@pytest.mark.walk
async def test_hostile_texts_are_only_shown(application: Open) -> None:
    """Every tab with hostile texts everywhere, and hostile texts typed: no crash, no action, no control byte."""
    async with application(hostile()) as pilot:
        screen = workspace_screen(pilot)
        for key in ("1", "2", "3", "4", "5", "W", "escape", "question_mark", "escape", "1"):
            await pilot.press(key)
            text = screen_text(pilot)
            assert not any(ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0 for one in text.replace("\n", ""))
        await pilot.press("home", "enter")
        for text in HOSTILE:
            screen.query_one("LineEditor").value = text  # type: ignore[attr-defined]
            await pilot.pause()
        await pilot.press("escape", "ctrl+z")
        for x in (10, 20, 40, 60):
            await pilot.click(offset=(x, 4))
        assert pilot.app.is_running and pilot.app.return_code is None


async def test_the_six_tabs_are_reached_from_within_a_field(application: Open) -> None:
    """By F2 to F7, where letters and digits are text; by 1 to 6 from anywhere else."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        tabs = ("scenario", "candidates", "checklist", "cost", "record", "evidence")
        for number, tab in reversed(list(enumerate(tabs))):
            await pilot.press("f2")
            await until(pilot, lambda: screen.tab == "scenario")
            await pilot.press("home", "enter", "1")
            assert screen.tab == "scenario", "a digit is text there"
            await pilot.press(f"f{number + 2}")
            await until(pilot, lambda: screen.tab == tab)  # noqa: B023
        assert screen.session.workspace.title.endswith("1"), "what was typed counts"
        await pilot.press("escape")
        for number, tab in enumerate(tabs, 1):
            await pilot.press(str(number))
            await until(pilot, lambda: screen.tab == tab)  # noqa: B023


async def test_a_tab_is_reached_from_within_a_long_text(application: Open) -> None:
    """What was typed there counts, and the dialog is gone."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        screen.desk.go_to("scenario.summary")
        await pilot.pause(0.2)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.press("!", "f5")
        await until(pilot, lambda: screen.tab == "cost" and pilot.app.screen is screen)
        assert screen.session.workspace.scenario.summary.endswith("!")


async def test_a_file_by_path_is_saved_when_asked(application: Open, store: Store, worked: object) -> None:
    """It does not save itself; the first save says that its comments will go, and may be refused."""
    source = store.create(worked.workspace).path  # type: ignore[attr-defined]
    path = source.parent.parent / "mine.toml"
    path.write_text("# a comment\n" + source.read_text("utf-8"), "utf-8")
    async with application(str(path)) as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("enter", "Z", "escape")
        await pilot.pause(1.3)
        assert screen.session.state == "unsaved changes"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        assert "comments" in screen_text(pilot)
        await pilot.press("escape")
        assert path.read_text("utf-8").startswith("# a comment")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.press("enter")
        await until(pilot, lambda: not screen.session.dirty)
        assert not path.read_text("utf-8").startswith("# a comment")


async def test_a_save_that_fails_says_so(application: Open) -> None:
    """A file changed by somebody else is not written over: the header and a toast say why."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        path = screen.session.opened.path
        path.write_bytes(path.read_bytes() + b"\n# theirs\n")
        await pilot.press("enter", "Z", "escape", "ctrl+s")
        await until(pilot, lambda: screen.session.state == "not saved")
        assert "not saved" in screen_text(pilot).split("\n")[0]
        assert path.read_bytes().endswith(b"# theirs\n")


async def test_the_welcome_screen_opens_and_creates(application: Open, store: Store) -> None:
    """Examples are listed; a new workspace is made from a title, and opens by itself next time."""
    async with application(None) as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
        assert "Voice booking" in screen_text(pilot)
        await pilot.press("n", "enter", *"[x] new", "enter")
        await until(
            pilot,
            lambda: not isinstance(pilot.app.screen, WelcomeScreen) and bool(workspace_screen(pilot).body),
        )
        assert workspace_screen(pilot).session.workspace.title == "[x] new"
        assert "No candidates yet" in screen_text(pilot)
    assert [entry.title for entry in store.workspaces()] == ["[x] new"]
    async with application(None) as pilot:
        assert workspace_screen(pilot).session.workspace.title == "[x] new"


async def test_every_action_has_an_id_and_a_name(application: Open) -> None:
    """Each binding can be moved by a keymap and is listed in the help; no key means two things on one widget."""
    async with application() as pilot:
        for key in "12345":
            await pilot.press(key)
        seen: dict[str, str] = {}
        screen = workspace_screen(pilot)
        for node in [pilot.app, screen, *screen.query("Body"), *screen.query("Sheet"), *screen.query("Grid")]:
            for _, binding in node._bindings:
                if binding.action.startswith(("copy", "scroll", "cursor")) or binding.id is None:
                    assert type(node).__module__.startswith("textual") or binding.action, binding
                    continue
                assert binding.description
                assert seen.setdefault(binding.id, binding.action) == binding.action


async def test_the_mouse_does_what_the_keys_do(application: Open) -> None:
    """Tabs, views, rows, key hints: a click each."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        await pilot.click(offset=(16, 1))
        assert screen.tab == "candidates"
        body = screen.query_one(CandidatesBody)
        await pilot.click(offset=(16, 3))
        assert body.view == 1
        await pilot.click(offset=(3, 23))
        assert body.view == 2
        await pilot.click(offset=(3, 3))
        assert body.view == 0
        await pilot.click(offset=(5, 8))
        assert body.query_one(Grid).row_key == screen.session.analysis.ranking[2].id


async def test_keys_before_the_workspace_is_there_do_nothing(places: Places) -> None:
    """Impatient hands press keys while the core is still being imported."""
    app = ShortlistApp(places, "support-assistant-worked", TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+z", "ctrl+s", "w", "W", "2", "escape", "ctrl+y")
        await until(pilot, lambda: ready(app))


async def test_the_palette_names_every_action(application: Open) -> None:
    """What a key does, the palette does."""
    async with application() as pilot:
        await pilot.press("ctrl+p", *"go to cost", "enter")
        await until(pilot, lambda: workspace_screen(pilot).tab == "cost")


async def test_the_colours_are_kept(application: Open, places: Places) -> None:
    """A theme that was chosen is there at the next start; a note that names none is ignored."""
    async with application() as pilot:
        await pilot.press("ctrl+p", *"theme", "enter")
        await pilot.pause()
        await pilot.press(*"nord", "enter")
        await until(pilot, lambda: pilot.app.theme == "nord")
    async with application() as pilot:
        assert pilot.app.theme == "nord"
    places.theme.write_bytes(b"\xff no theme")
    async with application() as pilot:
        assert pilot.app.theme == ShortlistApp(Places(places.data, places.data / "none")).theme


async def test_without_colour_no_theme_leaves_the_colours_to_the_terminal(
    application: Open, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a theme would be black on black: it is not offered, and a kept one gives way without being forgotten."""
    places.state.mkdir(parents=True)
    for kept, used in (("ansi-light", "textual-light"), ("ansi-dark", "textual-dark")):
        places.theme.write_text(kept, "utf-8")
        monkeypatch.setenv("NO_COLOR", "1")
        app = ShortlistApp(places)
        assert app.theme == used and not app.native_ansi_color
        assert not any(theme.ansi for theme in app.available_themes.values()) and "nord" in app.available_themes
        monkeypatch.delenv("NO_COLOR", raising=False)
        assert ShortlistApp(places).theme == kept, "with colours it may be had"
    monkeypatch.setenv("NO_COLOR", "1")
    async with application() as pilot:
        styles = [piece.style for strip in pilot.app.screen._compositor.render_strips() for piece in strip]
        seen = {(style.color, style.bgcolor) for style in styles if style is not None}
        assert all(front != back for front, back in seen)
    assert places.theme.read_text("utf-8") == "ansi-dark"


def test_words_stand_out_from_the_ground(places: Places) -> None:
    """In every theme with colours of its own each tone has a contrast of 4.5 to 1, what is under the cursor of 4."""
    app = ShortlistApp(places)
    for name, theme in app.available_themes.items():
        if theme.ansi:
            continue
        app.theme = name
        colours = app.get_css_variables()
        for tone in ("text-accent", "text-warning", "text-success", "text-error", "text-primary"):
            for ground in ("background", "surface", "panel"):
                ratio = contrast(Color.parse(colours[tone]), Color.parse(colours[ground]))
                assert ratio >= 4.5, (name, tone, ground, ratio)
        ratio = contrast(*(Color.parse(colours[f"block-cursor-{part}"]) for part in ("foreground", "background")))
        assert ratio >= 4.0, (name, "cursor", ratio)


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours after WCAG 2.2, from 1 to 21."""

    def luminance(colour: Color) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_hints_that_fit_never_lose_the_help() -> None:
    """Where there is no room for all of them, help stays, and says that there are more."""
    hints = (*(Hint(key, "something", "x") for key in "abcdefgh"), Hint("?", "help", "app.help"))
    assert fitting(hints, 200) == list(hints)
    few = fitting(hints, 40)
    assert few[-1] == Hint("?", "more", "app.help") and sum(map(room_of, few)) <= 40
    assert [hint.key for hint in few[:-1]] == ["a", "b"]


async def test_a_small_terminal_says_so(application: Open) -> None:
    """Under 80 by 24 a message covers all; made larger, the work is there again."""
    async with application(size=(79, 24)) as pilot:
        assert "needs 80 × 24" in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not pilot.app.screen.query_one(TooSmall).display


async def test_the_collector_runs_again_after_the_start(application: Open) -> None:
    """What pauses it while the first screen is built must not leave it paused."""
    async with application():
        assert gc.isenabled()


def test_the_running_line_tells_what_an_edit_did() -> None:
    """Another first, or the figures before and after."""
    from shortlist.core.edits.places import with_value
    from shortlist.tui.widgets.summary import change_line

    before = with_candidates(3)
    now = with_value(before, ("scenario", "steps", 0, "usage", "requests_per_month"), 60_000)
    told = change_line(analyse(before, None, TODAY), analyse(now, None, TODAY))
    assert "→" in told or "Changed from" in told
