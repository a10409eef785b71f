"""Every dialog as it looks at four sizes, dark and light and without colours, every stop of the tour, and the screens
that are wide or without colours.

How each dialog is come by stands in `openings`; a dialog that has no opening there fails.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

import shortlist.tui
from shortlist.store import trash
from shortlist.store.workspaces import Store
from shortlist.tui.dialogs.answers_side_by_side import AnswersDialog
from shortlist.tui.dialogs.base import Dialog, DismissedOnce
from shortlist.tui.dialogs.lines import LinesDialog, LinesQuestion
from shortlist.tui.dialogs.question import ChoiceDialog, QuestionDialog
from shortlist.tui.flows.evaluating.run_dialog import RunDialog
from shortlist.tui.flows.importing.mapping_dialog import MappingDialog
from shortlist.tui.flows.importing.plan_preview import PlanPreview
from shortlist.tui.forms.fields_dialog import FieldsDialog, ShortForm
from shortlist.tui.forms.form_dialog import SheetDialog
from shortlist.tui.frame import left_texts, recovery
from shortlist.tui.frame.tour import TourBox
from shortlist.tui.keys.table import ACTIONS
from shortlist.tui.parts import earlier_versions
from shortlist.tui.parts.tour_stops import STOPS
from shortlist.tui.screens.candidates.figures_dialog import FiguresDialog
from shortlist.tui.screens.welcome import trash_dialog
from shortlist.tui.tabs import TABS
from shortlist.tui.textual_private import PatientPalette
from tests.tui.conftest import Open, screen_text, until, workspace_screen
from tests.tui.openings import DIALOGS, HELD, Opening, versions
from tests.tui.snapshots import ALL_SIZES as SIZES
from tests.tui.snapshots import Looks, assert_sheet, assert_snapshot, settle, take

WORKED = "support-assistant-worked"
PLAIN = SIZES[1]
"""The size at which every dialog is looked at without colours."""
BASES: frozenset[type[ModalScreen[Any]]] = frozenset(
    (
        *(Dialog, LinesDialog, AnswersDialog, FieldsDialog, ShortForm, SheetDialog, MappingDialog, PlanPreview),
        *(FiguresDialog, PatientPalette, ChoiceDialog, LinesQuestion, DismissedOnce),
    )
)
"""What other dialogs are made from, and nothing else."""


# --- nothing is forgotten


def below(kind: type[Any]) -> Iterator[type[Any]]:
    """The classes of the application that are derived from one."""
    for one in kind.__subclasses__():
        yield from below(one)
        if one.__module__.startswith("shortlist."):
            yield one


def test_every_dialog_has_its_picture() -> None:
    """All that the package defines, each opened at least once; what they are made from has dialogs beneath it."""
    for module in pkgutil.walk_packages(shortlist.tui.__path__, "shortlist.tui."):
        importlib.import_module(module.name)
    defined, opened = set(below(ModalScreen)), {one.dialog for one in DIALOGS.values()}
    assert {one.__name__ for one in defined - opened - BASES} == set(), "give it an opening in tests/tui/openings.py"
    assert opened <= defined and not opened & BASES
    assert all(one.__subclasses__() for one in BASES)


def test_every_screen_has_its_picture() -> None:
    """The tabs of a workspace."""
    assert set(WIDE) == {tab.id for tab in TABS}


# --- dialogs


@pytest.fixture
def _without_a_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What tells how long ago something was tells always the same, and a run under way stands still."""
    moment = "2026-11-22 09:15:00, 3 minutes ago"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(recovery, "local", lambda _: moment)
    monkeypatch.setattr(left_texts, "local", lambda _: moment)
    monkeypatch.setattr(earlier_versions, "versions", versions)
    monkeypatch.setattr(earlier_versions, "age_of", lambda _: "3 hours ago")
    monkeypatch.setattr(trash_dialog, "ago", lambda _: "3 days ago")
    monkeypatch.setattr(trash, "_STAMP", "%Y%m%dt%H0000")  # two that are deleted one after the other are of one time
    monkeypatch.setattr(RunDialog, "_make", lambda self: None)


@asynccontextmanager
async def opened(
    application: Open, what: str | None, opening: Opening, size: tuple[int, int] = SIZES[-1]
) -> AsyncIterator[Pilot[None]]:
    """The application on a workspace with a dialog in front that shows all that it has to show."""
    async with application(what, size=size) as pilot:
        await settle(pilot)
        for key in opening.keys:
            await done(pilot, key)
            await settle(pilot)
        if opening.push is not None:
            dialog = opening.push(workspace_screen(pilot))
            if dialog is not None:
                pilot.app.push_screen(dialog)
        await until(pilot, lambda: there(pilot, opening))
        try:
            yield pilot
        finally:
            HELD.set()


async def done(pilot: Pilot[None], key: str) -> None:
    """Press a key, type a path, or wait for words."""
    what, _, told = key.partition(":")
    if what == "until":
        await until(pilot, lambda: told in screen_text(pilot))
    elif what == "path":
        await until(pilot, lambda: bool(pilot.app.screen.query(Input)))
        pilot.app.screen.query_one(Input).value = told
        await pilot.press("enter")
    else:
        await pilot.press(key)


def there(pilot: Pilot[None], opening: Opening) -> bool:
    """Whether the dialog is in front, takes answers, and shows what it is waited for."""
    screen = pilot.app.screen
    if type(screen) is not opening.dialog or opening.shows not in screen_text(pilot):
        return False
    return not isinstance(screen, QuestionDialog) or screen.ready


@pytest.mark.walk
@pytest.mark.usefixtures("_without_a_clock")
@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_looks_as_it_should(
    application: Open, store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As large as what it holds, with its keys in its last line; without colours it says the same."""
    opening = DIALOGS[name]
    if opening.files is not None:
        opening.files(Path.cwd())
    what = opening.workspace(store) if callable(opening.workspace) else opening.workspace
    looks: dict[tuple[int, int], Looks] = {}
    for sizes in [SIZES] if opening.stays else [(size,) for size in SIZES]:
        async with opened(application, what, opening, sizes[-1]) as pilot:
            looks |= await take(pilot, sizes)
            assert type(pilot.app.screen) is opening.dialog
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(application, what, opening, SIZES[-1] if opening.stays else PLAIN) as pilot:
        looks[PLAIN] |= uncoloured((await take(pilot, (PLAIN,)))[PLAIN])
    assert_sheet(f"dialog-{name}", looks)


def uncoloured(looks: Looks) -> Looks:
    """Under names that say so."""
    return {f"{theme}, no colours": look for theme, look in looks.items()}


# --- the first screen, and the tour


@pytest.mark.walk
async def test_the_first_screen_looks_as_it_should_without_colours(
    application: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At all four sizes, with what stands beside the list and beneath it."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with application(None, size=SIZES[-1]) as pilot:
        await settle(pilot)
        assert_sheet("no-colour-home", await take(pilot, SIZES))


@pytest.mark.walk
async def test_every_stop_of_the_tour_looks_as_it_should(application: Open) -> None:
    """The real place with the box over it."""
    wrong = []
    async with application(size=SIZES[-1]) as pilot:
        pilot.app.windows.begin_tour()  # type: ignore[attr-defined]
        for number, stop in enumerate(STOPS, 1):
            title = f"Tour, stop {number} of {len(STOPS)}: {stop.title}"
            await until(pilot, lambda: bool(pilot.app.screen.query(TourBox)) and title in screen_text(pilot))  # noqa: B023
            await until(pilot, lambda: workspace_screen(pilot).tab == stop.tab)  # noqa: B023 - now
            await settle(pilot)
            try:
                assert_sheet(f"tour-{number}", await take(pilot, SIZES))
            except AssertionError as error:
                wrong.append(str(error))
            await pilot.press(ACTIONS[stop.key].keys[0])
    assert not wrong, "\n".join(wrong)


# --- screens


WIDE = {"scenario": "1", "candidates": "2", "checklist": "3", "cost": "4", "record": "5", "evidence": "6"}
VIEWS = {"cost": 6, "candidates": 2}


@pytest.mark.walk
@pytest.mark.parametrize("screen", WIDE)
async def test_every_view_looks_as_it_should_where_it_is_wide(application: Open, screen: str) -> None:
    """At 160 and 200 columns, view by view."""
    async with application(WORKED) as pilot:
        await pilot.press(WIDE[screen])
        for view in range(VIEWS.get(screen, 1)):
            await settle(pilot)
            for size in SIZES[2:]:
                await assert_snapshot(pilot, f"wide-{screen}-{view}", (size,))
            await pilot.press("v")


@pytest.mark.walk
@pytest.mark.parametrize("screen", WIDE)
async def test_every_screen_looks_as_it_should_without_colours(
    application: Open, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    """Where a terminal is asked for none, at all four sizes."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with application(WORKED) as pilot:
        await pilot.press(WIDE[screen])
        await settle(pilot)
        for size in SIZES:
            await assert_snapshot(pilot, f"no-colour-{screen}", (size,))
