"""`shortlist golden`: what the golden datasets of a workspace cover, and examples into and out of them."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortlist.commands.common import FOUND, OK, print_json, refuse_scenario, say, store_of, today_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shortlist.core.document.scenario import Step
    from shortlist.core.golden.examples import Example, Golden
    from shortlist.store.workspaces import Opened


MOST_TOLD = 20
"""Refusals that are told one by one."""


def golden(arguments: argparse.Namespace) -> int:
    """Print coverage; with an option add, retire or export examples. Exits with 1 on a line that is no example."""
    from shortlist.store.golden import read_starter
    from shortlist.store.golden_files import read_examples
    from shortlist.store.places import starter_kinds

    opened = store_of(arguments).open(arguments.name)
    changes = [arguments.starter, arguments.take, arguments.retire, arguments.export, arguments.answer]
    if sum(bool(one) for one in changes) > 1:
        raise ShortlistError("golden: one of --starter, --import, --retire, --answer and --export at a time")
    if not any(changes):
        return _coverage(arguments, opened)
    if arguments.answer:
        return _answer(arguments, opened)
    step = _step(opened, arguments.step)
    today = today_of(arguments.today)
    if arguments.export:
        return _export(opened, step, arguments.export, arguments.output)
    refuse_scenario(opened, arguments.name)
    if arguments.retire:
        return _retire(opened, step, arguments.retire, today)
    if arguments.starter:
        if arguments.starter not in starter_kinds():
            raise ShortlistError(f"no starter set {shown(arguments.starter)!r}; known: {', '.join(starter_kinds())}")
        return _add(opened, step, read_starter(arguments.starter).examples, f"starter set {arguments.starter}", today)
    found = read_examples(Path(arguments.take))
    for place, why in found.refused[:MOST_TOLD]:
        say(f"{arguments.take}: {place}: {why}")
    if len(found.refused) > MOST_TOLD:
        say(f"{arguments.take}: {len(found.refused) - MOST_TOLD:,} more refused")
    for notice in found.notices:
        say(notice)
    code = _add(opened, step, found.examples, f"{found.format} in {arguments.take}", today)
    return FOUND if found.refused else code


def _step(opened: Opened, named: str | None) -> Step:
    from shortlist.core.document.problems import meant

    steps = opened.workspace.scenario.by_id
    if named is None and len(steps) == 1:
        return next(iter(steps.values()))
    if named is None:
        raise ShortlistError(f"golden: of which step? --step ID, one of: {', '.join(steps)}")
    if named not in steps:
        raise ShortlistError(f"no step {shown(named)!r}; {shown(meant(named, steps))}")
    return steps[named]


def _read(opened: Opened, step: Step) -> Golden:
    from shortlist.store.golden import read_step

    return read_step(opened.path, step)


def _coverage(arguments: argparse.Namespace, opened: Opened) -> int:
    from shortlist.core.golden.check import SHAPES
    from shortlist.core.golden.coverage import coverage, golden_answers
    from shortlist.store.golden import shared_told, sharing
    from shortlist.store.places import golden_path

    steps = [_step(opened, arguments.step)] if arguments.step else list(opened.workspace.scenario.steps)
    found = {step.id: _read(opened, step) for step in steps}
    answers = golden_answers({id_: one.examples for id_, one in found.items()})
    data: list[dict[str, Any]] = []
    for step in steps:
        one, told = found[step.id], coverage(found[step.id].examples)
        path = golden_path(opened.path, step)
        problems = [f"{path}: {problem}" for problem in one.problems]
        plain = {**told._asdict(), "warnings": list(told.warnings), "shapes": [x for x in SHAPES if x in told.checks]}
        shared = list(sharing(opened.path, step))
        data.append({"step": step.id, "file": str(path), **plain, "problems": problems, "shared_with": shared})
        if not arguments.json:
            say(f"{step.id}: {count(told.examples, 'example')} in {path}")
            for label, numbers in (("kinds", told.kinds), ("checks", told.checks)):
                if numbers:
                    say(f"  {label}: {', '.join(f'{number} {what}' for what, number in numbers.items())}")
            if told.critical or told.retired:
                say(f"  {told.critical} critical, {told.retired} retired")
            warnings = told.warnings if told.examples else ()
            for line in (*filter(None, [shared_told(opened.path, step)]), *warnings, *problems):
                say(f"  {line}")
    if arguments.json:
        checks_told = {check: one._asdict() for check, one in answers.items()}
        print_json({"schema": 1, "steps": data, "checks": checks_told})
    else:
        for check, answer in answers.items():
            say(f"{check}: {answer.verdict}: {answer.sentence}")
    return FOUND if any(one.problems for one in found.values()) else OK


def _answer(arguments: argparse.Namespace, opened: Opened) -> int:
    """Answer the checks of the checklist that the files decide, as one change."""
    from shortlist.core.golden.coverage import golden_answers, with_golden_answers
    from shortlist.store.golden import read_all

    refuse_scenario(opened, arguments.name)
    found = golden_answers({id_: one.examples for id_, one in read_all(opened.path, opened.workspace).items()})
    changed = with_golden_answers(opened.workspace, found, today_of(arguments.today))
    if changed is not opened.workspace:
        store_of(arguments).save(opened, changed)
    for check, answer in found.items():
        say(f"{check}: {answer.verdict}: {answer.sentence}")
    if not found:
        say("No golden dataset holds an example.")
    return OK if found else FOUND


def _add(opened: Opened, step: Step, examples: Iterable[Example], whence: str, today: dt.date) -> int:
    """Add examples whose input is not there yet, under ids that are free."""
    from shortlist.core.golden.examples import with_more
    from shortlist.store.golden import shared_told, write_step

    before = _read(opened, step)
    found = with_more(before.examples, examples, today)
    if found.new:
        place = write_step(opened.path, step, before._replace(examples=found.all))
        say(f"{count(len(found.new), 'example')} of {whence} added to {place}")
        if shared := shared_told(opened.path, step):
            say(f"It is {shared}.")
    if found.there:
        say(f"{count(found.there, 'example')} of {whence} left out: the input is there already")
    return OK if found.new or found.there else FOUND


def _retire(opened: Opened, step: Step, id_: str, today: dt.date) -> int:
    from shortlist.core.document.problems import meant
    from shortlist.store.golden import write_step

    before = _read(opened, step)
    ids = [one.id for one in before.active]
    if id_ not in ids:
        raise ShortlistError(f"no example {shown(id_)!r} in {step.id}; {shown(meant(id_, ids))}")
    examples = tuple(one._replace(retired_on=today.isoformat()) if one.id == id_ else one for one in before.examples)
    say(f"{id_} is not run any more: {write_step(opened.path, step, before._replace(examples=examples))}")
    return OK


def _export(opened: Opened, step: Step, format_: str, output: str | None) -> int:
    from shortlist.core.golden.promptfoo import to_promptfoo
    from shortlist.gateway.promptfoo import is_taken_otherwise

    active = _read(opened, step).active
    left = [one for one in active if is_taken_otherwise(one)]
    for one in left:
        sys.stderr.write(
            f"shortlist: {shown(one.id)} is left out: promptfoo would open a text of it, or fill it in as a template\n"
        )
    tests = to_promptfoo([one for one in active if one not in left])
    text = json.dumps(tests, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        sys.stdout.write(text)
        return OK
    from shortlist.store.atomic import is_there, write_atomic

    path = Path(output)
    if is_there(path):
        raise ShortlistError(f"{shown(output)}: is there already, and is not written over; choose another name")
    write_atomic(path, text.encode("utf-8"))
    say(f"{format_} tests written to {output}")
    return OK
