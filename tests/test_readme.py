"""README.md: what it says of commands, formats and the file is what the code says; the second block tests all of it."""

from __future__ import annotations

import re
from pathlib import Path

from shortlist.arguments import COMMANDS
from tests.tools.make_readme import PARTS, README, SOURCE, with_parts

TEXT = README.read_text("utf-8")


def test_it_says_what_the_code_says() -> None:
    """`python tests/tools/make_readme.py` writes these parts; a change of the code without it is seen here."""
    assert with_parts(TEXT) == TEXT
    for name, part in PARTS.items():
        assert len(part()) > 500, name


def test_every_room_of_the_house_stands_there_with_what_it_is_for() -> None:
    """The modules and packages, and the rooms of those that have floors."""
    lines = TEXT.split("<!-- begin house -->")[1].split("<!-- end house -->")[0].strip("`\n").splitlines()
    for folder, indent in (("", ""), ("core", "  "), ("tui", "  ")):
        inside = (SOURCE / folder).iterdir()
        rooms = {one.stem for one in inside if one.suffix == ".py" or (one / "__init__.py").exists()} - {"__init__"}
        told = [line for line in lines if line.startswith(indent) and line[len(indent)] != " "]
        assert rooms <= {line.split()[0].rstrip("/") for line in told}, folder
    assert [line for line in lines if len(line.split()) < 5] == []


def test_every_command_and_option_is_there() -> None:
    """By its own name, in the part of the commands."""
    told = TEXT.split("<!-- begin commands -->")[1].split("<!-- end commands -->")[0]
    for command in COMMANDS:
        (section,) = re.findall(rf"^\*\*`shortlist {command.name}(?: .*)?`\*\*.*(?:\n(?!\*\*`).*)*", told, re.MULTILINE)
        for argument in command.arguments:
            assert argument.names[0] in section or str(argument.told.get("metavar")) in section, (command, argument)


def test_the_second_block_installs_and_tests_everything() -> None:
    """It is what the pipeline runs from a clean clone; the first block installs and starts."""
    blocks = re.findall(r"^```\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert blocks[0].splitlines() == ["python3 -m venv .venv && .venv/bin/pip install -q .", ".venv/bin/shortlist"]
    for needed in ("python3 -m venv .venv", "pip install", "'.[test]'", ".venv/bin/pytest"):
        assert needed in blocks[1]


def test_every_picture_and_file_that_it_names_is_there() -> None:
    """The moving one among them."""
    links = re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", TEXT)
    assert "screenshots/tour.svg" in links
    assert [link for link in links if not (Path(README).parent / link).exists()] == []
