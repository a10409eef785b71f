"""What is no value stays as typed, marked and explained, in every field, and never reaches the workspace."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from shortlist.core.document.workspace import Workspace
from shortlist.tui.forms.form_box import FormBox
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.spec import Spec
from shortlist.tui.screens.scenario.body import ScenarioBody
from shortlist.tui.screens.scenario.lane import StagesLane
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, workspace_screen

MISTYPED = {
    "number": ("12x", "1.2.3", "nan", "1e999", "-7k", "١٢", "12,5"),
    "date": ("tomorrow", "2026-13-01", "22.11.2026"),
}
"""What hands type that is no number and no day, by the kind of the field."""
REFUSED = {"title": "", "id": ""}
"""Texts that a field of text does not take: the names of things."""


def mistyped(spec: Spec, turn: int | None) -> tuple[str, ...]:
    """What to type in a field: every text that is no value of its kind, or the one whose turn it is."""
    if str(spec.path[-1]) in REFUSED:
        return (REFUSED[str(spec.path[-1])],)
    texts = MISTYPED.get(spec.kind, ())
    if turn is None or not texts:
        return texts
    return (texts[turn % len(texts)],)


def line_of(box: FormBox, spec: Spec) -> tuple[str, str, str]:
    """What the form shows of a field: its value, its tone, its error."""
    lines = {line.key: line for line in box.query_one(Sheet).lines}
    line = lines[repr(spec.path)]
    return line.value, line.tone, line.error


def try_all(pilot: Pilot[None], box: FormBox, every: bool) -> int:
    """Mistype every field of a form, with every text or one in turn; how often that was an error."""
    session, tried = workspace_screen(pilot).session, 0
    for number, spec in enumerate([spec for part in box.form.parts for spec in part.specs]):
        for text in mistyped(spec, None if every else number):
            before = session.workspace
            box.typed(spec, text)
            value, tone, error = line_of(box, spec)
            if not error and text == "-7k":
                box.typed(spec, "")
                continue
            assert (value, tone) == (text, "bad") and len(error) > 8, (spec.path, text, value, error)
            assert session.workspace is before, (spec.path, text)
            tried += 1
            # A lowest quality may not go while a good one stands beside it.
            kept = spec.kind != "number" or spec.path[-1] == "min_quality"
            box.typed(spec, str(box.form.value(spec) or "") if kept else "")
            assert spec.path not in session.typed.pending
    return tried


EVERY = pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)], ids=["in turn", "every"])
"""One text in turn for each field; in the long run every text for every field."""


@EVERY
async def test_every_field_of_the_scenario(application: Open, every: bool) -> None:
    """The scenario with its weights, and a step with its needs and its traffic."""
    async with application() as pilot:
        body = workspace_screen(pilot).body
        assert isinstance(body, ScenarioBody)
        assert try_all(pilot, body.box, every) > (60 if every else 8)
        body.query_one(StagesLane).focus()
        await pilot.press("j", "z")
        assert try_all(pilot, body.box, every) > (120 if every else 17)


@EVERY
async def test_every_field_of_a_candidate(application: Open, every: bool) -> None:
    """A candidate with its figures' form, its machines and its traffic."""
    async with application() as pilot:
        await pilot.press("2", "G", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, FormDialog)
        assert try_all(pilot, dialog.box, every) > (100 if every else 14)


async def half_typed(pilot: Pilot[None]) -> Workspace:
    """Begin a number, and leave it half typed."""
    screen = workspace_screen(pilot)
    await pilot.press(*["down"] * 4, "enter", "1", "2", ".", ".")
    assert "12.." in screen_text(pilot) and "✖" in screen_text(pilot)
    return screen.session.workspace


@pytest.mark.walk
@pytest.mark.parametrize(
    "way", [("f3",), ("f4", "f5", "f6"), ("escape", "tab", "j"), ("escape", "W", "escape"), ("f1",)]
)
async def test_a_half_typed_number_is_there_again(application: Open, way: tuple[str, ...]) -> None:
    """Whatever was looked at meanwhile: the text, its mark and its reason; and it can be finished."""
    async with application() as pilot:
        screen = workspace_screen(pilot)
        before = await half_typed(pilot)
        await pilot.press(*way)
        await pilot.press("escape", "f2")
        await until(pilot, lambda: screen.tab == "scenario")
        if "tab" in way:
            await pilot.press("tab", "k", "tab", *["down"] * 4)
        assert screen.session.workspace is before and "12.." in screen_text(pilot) and "✖" in screen_text(pilot)
        screen.query_one(Sheet).focus()
        await pilot.press("enter", "end", "backspace", "5", "escape")
        assert screen.session.workspace.scenario.monthly_budget_usd == 12.5 and not screen.session.typed.pending
