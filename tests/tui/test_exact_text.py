"""Every character comes back from the editor as it was, and every paste arrives whole."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.document._document import Document

from shortlist.tui.draw.exact_text import ExactText, pasted
from shortlist.tui.widgets.prose import ProseArea

ODD = "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei\r\nj\rk\nl\tm\u200dn\u202eo\x1bp\x7fq\U00100000r\ufeffs\n\n"
"""Every line end that there is, a tab, what cannot be seen, a private character, empty lines at the end."""
texts = st.text(st.sampled_from(list(ODD + "\U00100001\U0010fffd é漢")) | st.characters(exclude_categories=["Cs"]))


@given(texts, texts)
def test_the_way_back_is_exact(first: str, second: str) -> None:
    """For any text and for another one that is added to it later; an editor sees one kind of line end."""
    exact = ExactText()
    document = Document(exact.marked(first))
    assert document.text == exact.marked(first) and len(document.text) == len(first)
    assert exact.original(document.text) == first
    assert exact.original(document.text + exact.marked(second)) == first + second


@given(texts)
def test_what_is_drawn_is_as_wide_as_what_is_held(text: str) -> None:
    """A picture for every mark, so that the cursor stands where it seems to stand; no control character is drawn."""
    exact = ExactText()
    drawn = exact.pictured(exact.marked(text))
    assert len(drawn) == len(text)
    assert not any(char in drawn for char in "\r\x0b\x0c\x1b\x7f\x85\u2028\u2029\u202e")


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("a\rb\r", "a\nb\n"), ("a\nb", "a\nb"), ("a\r\nb\rc\n", "a\r\nb\rc\n"), ("a\u2028b", "a\u2028b")],
)
def test_a_terminal_sends_returns_for_line_ends(sent: str, meant: str) -> None:
    """Where no newline is among them; otherwise the paste is taken as it is."""
    assert pasted(sent) == meant


class Alone(App[None]):
    """The editor by itself."""

    def compose(self) -> ComposeResult:
        """Only that."""
        yield ProseArea()


async def test_keys_pastes_and_undo_leave_the_rest_as_it_was() -> None:
    """Typed before, behind and within, pasted, undone and redone: told at once, to the character."""
    app = Alone()
    async with app.run_test(size=(60, 20)) as pilot:
        area, told = app.query_one(ProseArea), list[str]()
        area.typed = told.append
        area.show(ODD, "one")
        area.focus()
        assert area.prose == ODD and told == []
        await pilot.press("X")
        assert told[-1] == f"X{ODD}"
        area.move_cursor(area.document.end)
        area.post_message(events.Paste("1\u20282\r\n3\r4\t5\n6"))
        await pilot.pause()
        await pilot.press("Y")
        assert told[-1] == area.prose == f"X{ODD}1\u20282\r\n3\r4\t5\n6Y"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert told[-1] == ODD
        await pilot.press("ctrl+y", "ctrl+y", "ctrl+y")
        assert told[-1] == f"X{ODD}1\u20282\r\n3\r4\t5\n6Y"


async def test_another_text_starts_at_its_top_and_has_nothing_to_undo() -> None:
    """What was typed in one section is not undone in another one of the same words."""
    app = Alone()
    async with app.run_test(size=(60, 20)) as pilot:
        area = app.query_one(ProseArea)
        area.show("same", "one")
        area.focus()
        await pilot.press("end", "!")
        area.show("same!", "two")
        assert area.cursor_location == (0, 0) and not area.history.undo_stack
        await asyncio.sleep(0)
