"""An example of a golden dataset, edited as its line in the file, spread out."""

from __future__ import annotations

import json
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.golden.examples import Example, example_of
from shortlist.tui.dialogs.base import Dialog, words
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.sentences import ESC

NEW = {"kind": "real_task", "input": "", "checks": [{"type": "contains", "value": ""}], "critical": False}
"""What a new example begins with."""


class ExampleDialog(Dialog[Example]):
    """Edits an example as its line in the file, spread out; returns it once it is one."""

    DEFAULT_CSS = """
    ExampleDialog > #box { width: 100; max-width: 96%; }
    ExampleDialog TextArea, ExampleDialog TextArea:focus { min-height: 8; border: none; padding: 0 1; }
    ExampleDialog #told { color: $text-error; height: auto; }
    """
    help_text = (
        "An example as it stands in the file: id, kind, input (a text, or messages), expected, checks, critical, note. "
        "A check is an object with a type (equals, contains, not_contains, regex, json, json_schema, tool_call, "
        "citations, max_chars, refuses, judge, person) and a value. {golden.keep} keeps it once it can be read."
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("golden_example")

    def __init__(self, heading: str, values: dict[str, object]) -> None:
        super().__init__(heading, keyed(f"{{golden.keep}} keeps it; {ESC['kept']}."))
        self._values = values

    @property
    def memory(self) -> str:
        return self.heading

    def inside(self) -> ComposeResult:
        text = json.dumps(self._values, ensure_ascii=False, indent=2)
        yield TextArea(text, soft_wrap=True, show_line_numbers=False, classes="fits")
        yield words("told", "")

    def action_keep(self) -> None:
        try:
            values = json.loads(self.query_one(TextArea).text)
            if not isinstance(values, dict):
                raise ShortlistError('expected an object such as {"id": "q1", "input": "…", "checks": ["json"]}')
            one = example_of(values)
        except (ValueError, RecursionError) as error:
            self.write("told", f"It is no JSON: {error}")
            return
        except ShortlistError as error:
            self.write("told", str(error))
            return
        self.texts_taken()
        self.dismiss(one)
