"""Somebody who has read the README and nothing else: commands, then keys in a real terminal, from an empty directory.

Each line is something that the README or the screen itself has just said to do, and what must then be seen. Key
presses are counted, part by part; `pytest -s tests/tui/test_new_user.py` prints them. A part that takes more of them
than it did has become harder.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, TODAY, Run
from tests.tui.terminal import Terminal

KEYS = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "undo": b"\x1a",
    "quit": b"\x11",
    "pagedown": b"\x1b[6~",
}
PATIENCE_S = 20.0
PAUSE_S = 0.06
"""Between two keys of one hand."""
ESCAPE_S = 0.2
"""A terminal tells Esc from the beginning of another key by what comes right after it."""


class Person:
    """Somebody at a terminal, who presses keys and looks at the screen."""

    def __init__(self, data: Path, size: tuple[int, int], presses: Counter[str], *arguments: str) -> None:
        environment = {"SHORTLIST_DATA_DIR": str(data), "SHORTLIST_TODAY": TODAY.isoformat()}
        self.terminal = Terminal(["-m", "shortlist", *arguments], *size, **environment)
        self.presses = presses
        self.part = ""
        self._seen = 0

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminal.__exit__()

    def press(self, *keys: str) -> None:
        """Press keys by name, or letters."""
        self._seen = len(self.terminal.output)
        for key in keys:
            self.presses[self.part] += 1
            self.terminal.type(KEYS.get(key) or key.encode())
            self.terminal.read(PAUSE_S)
            if key == "escape":
                time.sleep(ESCAPE_S)

    def types(self, text: str) -> None:
        """Type a text."""
        self.press(*text)

    def sees(self, *texts: str) -> None:
        """Look for texts in what was drawn since the last key."""
        end = time.perf_counter() + PATIENCE_S
        while missing := [text for text in texts if text not in self.drawn]:
            assert time.perf_counter() < end, f"{self.part}: {missing} not in:\n{self.drawn[-3000:]}"
            self.terminal.read(0.1)
        self.terminal.read(0.1)

    @property
    def drawn(self) -> str:
        """What was drawn since the last key, without colours."""
        output = self.terminal.output[self._seen :].decode("utf-8", "replace")
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", output)

    def leaves(self) -> None:
        """Quit: nothing is asked, because nothing would be lost."""
        self.press("quit")
        assert self.terminal.exit_code() == 0


def commands_of_the_readme() -> Iterator[list[str]]:
    """Every command that the README prints in running text, that only reads, and that needs no network."""
    text = (ROOT / "README.md").read_text("utf-8")
    for told in re.findall(r"`shortlist ((?:show|check|catalogue|review|list|schema)[^`]*)`", text):
        arguments = told.replace("\n", " ").split()
        # Usages and templates are no commands: they hold names in capitals, or what may be left out.
        template = any(one.isupper() or one.startswith("[") or "…" in one or "/" in one for one in arguments)
        if "--update" not in arguments and not template:
            yield arguments


def test_the_commands_of_the_readme_do_what_it_says(run_apart: Run) -> None:
    """Each of them prints something, and none ends with a mistake."""
    commands = list(commands_of_the_readme())
    assert len(commands) >= 4
    for arguments in commands:
        done = run_apart(*arguments)
        assert done.returncode in (0, 1) and done.stdout.strip() and not done.stderr, (arguments, done.stderr)


def look_around(person: Person) -> None:
    """The worked example: the budget that the README suggests to change, and taken back."""
    person.part = "look around"
    person.sees("Support assistant (worked", "Recommended:", "a month.")
    person.press("down", "down", "down", "down")
    person.press("enter")
    person.types("40")
    person.sees("Changed from DeepSeek V4.1 Flash")
    person.press("escape", "undo")
    person.sees("Undone: monthly budget")
    person.press("2")
    person.sees("Comparison", "★", "✖ Bill a month")
    person.press("3")
    person.sees("✓ pass", "answered")
    person.press("?")
    person.sees("Help", "Answer: pass")
    person.press("escape", "4")
    person.sees("✓─✓─✓─✓─✓─✓─✓─✓")
    person.leaves()


def work(person: Person) -> None:
    """The exercise: three candidates of the catalogue, their figures, some answers, a default and a fallback."""
    person.part = "three candidates"
    person.sees("Walkthrough", "✓─①─②─③", "w Choose a leaderboard")
    person.press("w")
    person.sees("Add from the catalogue", "of 2,330")
    for place, query in enumerate(("openai gpt-6 luna", "anthropic haiku 4.5", "fireworks deepseek v4.1")):
        if place:
            person.press("a")
            person.sees("of 2,330")
        person.types(query)
        person.press("enter")
        person.sees("is added")
        person.press("enter")
        person.sees("quick and cheap")
        person.press("g", "enter", "escape")
        person.sees("Walkthrough")
    person.part = "figures with a source"
    person.press("g", "+")
    person.sees("Figures of", "source")
    person.press("tab")
    person.types("Artificial Analysis")
    person.press("\x1b[Z")
    for line in ("quality 25 ttft 0.8 speed 130", "q 18 ttft 0.8 speed 130", "q 15 ttft 0.4 speed 108"):
        person.types(line)
        person.sees("AA Intelligence Index")
        person.press("enter")
        if line.startswith("q "):
            person.sees("Enter: Artificial Analysis")
            person.press("enter")
        person.sees("added; Ctrl+Z")
        person.press("pagedown")
    person.press("escape")
    person.sees("Comparison")
    person.part = "checks"
    person.press("3", ".")
    person.sees("Open question")
    for _ in range(3):
        person.press("y", ".")
        person.sees("Open question")
    person.part = "default and fallback"
    person.press("2", "g", "d")
    person.sees("★", "is now")
    person.press("j", "f")
    person.sees("◇", "is now")


def kept(person: Person) -> None:
    """The next day: what was open last opens by itself, with everything in it."""
    person.part = "the next day"
    person.sees("triage", "saved", "Recommended:")
    person.press("2")
    person.sees("★", "◇", "Comparison")
    person.leaves()


MOST = {
    "look around": 16,
    "three candidates": 80,
    "figures with a source": 115,
    "checks": 10,
    "default and fallback": 6,
}
"""Key presses that each part may take, letters of what is typed among them."""


@pytest.mark.walk
@pytest.mark.parametrize(
    ("width", "height"), [(80, 24), pytest.param(120, 40, marks=pytest.mark.long)], ids=["80x24", "120x40"]
)
def test_a_new_user_gets_there(tmp_path: Path, run_apart: Run, data_dir: Path, width: int, height: int) -> None:
    """From an empty data directory, by what README and screens say, to a decision that is still there next time."""
    counted: Counter[str] = Counter()
    size = (width, height)
    with Person(data_dir, size, counted, "open", "support-assistant-worked") as person:
        look_around(person)
    assert run_apart("new", "triage", "--from", "support-assistant").returncode == 0
    with Person(data_dir, size, counted, "open", "triage") as person:
        work(person)
        person.leaves()
    with Person(data_dir, size, counted) as person:
        kept(person)
    told = run_apart("export", "triage", "-f", "markdown", "-o", str(tmp_path / "decision.md"))
    assert told.returncode == 0 and "GPT-6 Luna" in (tmp_path / "decision.md").read_text("utf-8")
    print("".join(f"\n{part}: {presses} key presses" for part, presses in counted.items()))
    assert {part: presses for part, presses in counted.items() if presses > MOST.get(part, presses)} == {}
