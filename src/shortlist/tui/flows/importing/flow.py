"""An import as a conversation: which file, what its columns mean, what to take, who serves what is new; one edit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shortlist.catalogue.importers.generic import header_of
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.basics.words import capitalised, count
from shortlist.core.document.offering import Offering
from shortlist.core.document.vocabulary import ACCESS, OPENNESS, answers_explained
from shortlist.core.importing.applying import import_title, with_import
from shortlist.core.importing.plan import ImportLine, ImportPlan, Tick
from shortlist.core.importing.source_file import BY_PERSON, SourceFile
from shortlist.importing import (
    ImportOptions,
    RecognisedFile,
    UnknownFormat,
    Unsaid,
    completions,
    confirmed,
    names_of,
    open_source,
    plan_import,
)
from shortlist.importing import plan_refresh as plan_refresh_of
from shortlist.importing_runs import RunSource, UnknownExamples, read_any, runs_in
from shortlist.store.import_memory import ImportMemory
from shortlist.store.path_completion import recent_imports, remember_import
from shortlist.store.places import shipped_leaderboards
from shortlist.tui.body import Desk
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.flows.importing.columns_dialog import NO_DAY, ColumnsDialog, Mapped, format_question
from shortlist.tui.flows.importing.examples_dialog import ExamplesDialog
from shortlist.tui.flows.importing.file_dialog import FileDialog
from shortlist.tui.flows.importing.preview_dialog import ImportPreview, Restated
from shortlist.tui.flows.importing.reading_dialog import ReadingDialog
from shortlist.tui.flows.importing.runs_flow import RunsFlow, note_down
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed

BENCHMARK = (
    "lm-evaluation-harness ran a task. A public benchmark is a figure of the candidate; only a task of your own is "
    "evidence for a step of your product."
)
WHOSE_TASK = (("figures", "A public benchmark: take its results as figures"), ("own", "Our own task: take it as a run"))

OTHER = "other"
LEAVES = "Esc leaves this row out"
NOBODY_SAYS = "Neither the file nor the catalogue says it, and a candidate cannot be without it."
Read = tuple[RecognisedFile, ImportPlan] | ShortlistError | None
"""A file with what it would change, or why it cannot be read; None where the person left."""


class ImportFlow:
    """One import, from the question for a file to the edit."""

    def __init__(self, app: Host, desk: Desk) -> None:
        self.app, self.desk = app, desk
        self.remembered = ImportMemory(app.store.places)

    async def from_file(self) -> None:
        """Ask for a file until one can be read, preview it, take over what is chosen."""
        wrong, typed = "", ""
        while True:
            recent = recent_imports(self.app.store.places)
            asked = FileDialog(recent, wrong, typed, shipped_leaderboards())
            path = await self.app.push_screen_wait(asked)
            if path is None:
                return
            found = await self._opened(path)
            if isinstance(found, RunSource):
                remember_import(self.app.store.places, path)
                await RunsFlow(self.app, self.desk, self.remembered, found).go()
                return
            if isinstance(found, UnknownFormat):
                found = await self._told(path, found)
            if isinstance(found, Unsaid):
                found = await self._said(path, found)
            if found is None:
                return
            if isinstance(found, ShortlistError):
                wrong, typed = str(found), str(path)
                continue
            break
        remember_import(self.app.store.places, path)
        await self._preview_file(path, *found)

    async def _opened(self, path: Path) -> RunSource | Read:
        """A file as runs of examples, where it holds some, else as figures; what only a person knows is asked."""

        def work(tick: Tick) -> tuple[SourceFile, RunSource | None]:
            document = read_any(path)
            return document, runs_in(path, document, for_step=True, memory=self.remembered)

        found: Any = await self.app.push_screen_wait(ReadingDialog(f"Reading {path.name}", work))
        if isinstance(found, UnknownExamples):
            columns = await self.app.push_screen_wait(ExamplesDialog(found.document, found.proposed))
            if columns:
                return runs_in(path, found.document, columns=columns)
            return None if columns is None else await self._read(path, ImportOptions(), found.document)
        if found is None or isinstance(found, ShortlistError):
            return found
        document, runs = found
        if runs is not None and runs.format.asks_for_step:
            own = await self.app.push_screen_wait(QuestionDialog("Whose task is it?", BENCHMARK, WHOSE_TASK))
            if own is None:
                return None
            runs = runs if own == "own" else None
        return runs or await self._read(path, ImportOptions(), document)

    async def _preview_file(self, path: Path, source: RecognisedFile, plan: ImportPlan) -> None:
        """Preview a file, as often as its version, its day or its columns are stated anew."""
        # The day, where a person has stated it of this file already.
        day = source.document.day if source.document.dated_by == BY_PERSON else None
        line = _header_line(source.document)
        reading = ImportOptions(columns=source.columns, as_of=day, format=source.named, header_line=line)
        while True:
            answer = await self._preview(plan, path.name, source)
            if answer is None:
                return
            stated = await self._stated(answer, reading, source)
            if stated is None:
                continue
            found = await self._read(path, stated)
            if found is None:
                return
            if isinstance(found, ShortlistError):
                self.app.say(str(found), "error", seconds=10)
                continue
            reading, (source, plan) = stated, found

    async def _stated(self, what: Restated, reading: ImportOptions, source: RecognisedFile) -> ImportOptions | None:
        if what == "columns":
            mapped = await self._mapped(source.document, source.columns or {}, again=True)
            if mapped is None:
                return None
            return reading._replace(columns=mapped.columns, as_of=mapped.day or reading.as_of)
        if what == "version":
            told = "Figures of two versions of an index are not comparable; the file does not say which it is of."
            asked = PromptDialog("Which version of the index?", told, reading.version, "a version")
            version = await self.app.push_screen_wait(asked)
            return reading._replace(version=version) if version else None
        now = str(source.document.day)
        asked = PromptDialog("Of which day are the figures?", "Write a day such as 2026-11-22.", now, "a day")
        typed = await self.app.push_screen_wait(asked)
        try:
            return reading._replace(as_of=dt.date.fromisoformat(typed)) if typed else None
        except ValueError:
            self.app.say(NO_DAY, "error")
            return None

    async def refresh(self) -> None:
        """Compare every candidate with today's catalogue, and take over what is chosen."""
        session = self.desk.session

        def work(_: Tick) -> ImportPlan:
            # The catalogue is at hand: it is read at once.
            return plan_refresh_of(session.workspace, session.today)

        found = await self.app.push_screen_wait(ReadingDialog("Comparing with the catalogue", work))
        if isinstance(found, ImportPlan):
            await self._preview(found, "your candidates against it", None)
        elif isinstance(found, ShortlistError):
            self.app.say(str(found), "error")

    async def _read(self, path: Path, reading: ImportOptions, document: SourceFile | None = None) -> Read:
        workspace = self.desk.session.workspace

        def work(tick: Tick) -> tuple[RecognisedFile, ImportPlan]:
            source = open_source(path, reading, self.remembered, workspace.scenario.quality_metric, document)
            return source, plan_import(workspace, source, self.remembered.aliases(), tick=tick)

        found: Any = await self.app.push_screen_wait(ReadingDialog(f"Reading {path.name}", work))
        return found  # type: ignore[no-any-return]

    async def _told(self, path: Path, unknown: UnknownFormat) -> Read:
        """Read a file that is not recognised, by what a person says of it."""
        if len(unknown.header) > 1:
            mapped = await self._mapped(unknown.document, unknown.proposed, again=False)
            if mapped is None:
                return None
            if mapped.header_line:
                found = await self._read(path, ImportOptions(header_line=mapped.header_line))
                if isinstance(found, UnknownFormat):
                    found = await self._told(path, found)
                return found
            if not mapped.format:
                line = _header_line(unknown.document)
                return await self._read(path, ImportOptions(columns=mapped.columns, as_of=mapped.day, header_line=line))
            format_: str | None = mapped.format
        else:
            told = f"What {path.name} holds looks like none of them, nor like a table; what does not fit is refused."
            format_ = await self.app.push_screen_wait(format_question(told))
        return await self._read(path, ImportOptions(format=format_)) if format_ else unknown

    async def _said(self, path: Path, unsaid: Unsaid) -> Read:
        """Ask what the file does not say, and read it by the answer."""
        question = unsaid.question
        choices = tuple((one, one) for one in question.answers)
        told = f"Neither {path.name} nor its name says it."
        answer = await self.app.push_screen_wait(QuestionDialog(question.text, told, choices))
        return await self._read(path, ImportOptions(version=answer)) if answer else unsaid

    async def _mapped(self, document: SourceFile, columns: Mapping[str, str], again: bool) -> Mapped | None:
        """Ask what the columns of a table mean, and remember it for tables of its headings."""
        metric = self.desk.session.workspace.scenario.quality_metric
        mapped = await self.app.push_screen_wait(ColumnsDialog(document, columns, metric, again))
        if mapped is not None and mapped.columns:
            header, today = header_of(document), self.desk.session.today
            note_down(self.app, lambda: self.remembered.keep_columns(header, mapped.columns, today))
        return mapped

    async def _preview(self, plan: ImportPlan, where: str, source: RecognisedFile | None) -> Restated | None:
        """Preview a plan and take over what is chosen; returns what is to be stated anew instead."""
        table = source is not None and source.columns is not None
        answer = await self.app.push_screen_wait(ImportPreview(plan, self.desk.session.today, where, table))
        if answer is None or isinstance(answer, str):
            return answer if source is not None else None
        await self._take_over(answer, plan, source)
        return None

    async def _take_over(self, lines: Sequence[ImportLine], plan: ImportPlan, source: RecognisedFile | None) -> None:
        known, left = await self._completed(lines)
        lines = [line for line in lines if line not in left]
        if not lines:
            self.app.say(f"Nothing is taken over: {_left_told(left)}.", seconds=6)
            return
        today = self.desk.session.today
        self.desk.seal()
        try:
            self.desk.edit(import_title(lines, plan.title), lambda now: with_import(now, lines, known, today))
        except InvalidDocument as error:
            self.app.say(str(error), "error", title="Not imported", seconds=10)
            return
        if source is not None:
            found = confirmed(lines, known, names_of(self.desk.session.workspace, source), today)
            note_down(self.app, lambda: self.remembered.keep_aliases(found))
        told = f"{import_title(lines, plan.title)}. {keyed('{edit.undo}')} takes it back."
        if left:
            told += f" {capitalised(_left_told(left))}."
        self.app.say(capitalised(told), seconds=6)

    # --- what new candidates cannot be without

    async def _completed(self, lines: Sequence[ImportLine]) -> tuple[dict[str, Mapping[str, Any]], list[ImportLine]]:
        """What the catalogue knows of the new candidates and a person says of the others, and the lines left out."""
        left: list[ImportLine] = []
        known = {id_: dict(more) for id_, more in completions(lines, self.desk.session.today).items()}
        said: dict[tuple[str, str], dict[str, Any]] = {}
        lacking = [
            (line, missing)
            for line in lines
            if (missing := [key for key in line.lacks if not known.get(line.row.id, {}).get(key)])
        ]
        for at, (line, missing) in enumerate(lacking, 1):
            about = (line.row.model, line.row.provider)
            if about not in said:
                answers = await self._asked(line, missing, f"Row {at} of {len(lacking)}. " if len(lacking) > 1 else "")
                if answers is None:
                    # Esc leaves out this row alone; another setting of the model is asked about again.
                    left.append(line)
                    continue
                said[about] = answers
            known[line.row.id] = {**known.get(line.row.id, {}), **said[about]}
        return dict(known), left

    async def _asked(self, line: ImportLine, missing: Sequence[str], place: str) -> dict[str, Any] | None:
        """Ask what the file does not say, once for all settings of a model; who serves it may tell the rest.

        `place` says which of several rows it is.
        """
        answers: dict[str, Any] = {}
        name = line.row.name
        for key in missing:
            if answers.get(key):
                continue
            if key == "provider":
                told = await self._served(line, place)
                if told is None:
                    return None
                answers |= told
                continue
            heading, choices = f"How open is {name}?", answers_explained(OPENNESS.items())
            if key == "access":
                heading, choices = f"How would you reach {name}?", answers_explained(ACCESS.items())
            answer = await self.app.push_screen_wait(
                QuestionDialog(heading, f"{place}{NOBODY_SAYS}", choices, esc=LEAVES)
            )
            if answer is None:
                return None
            answers[key] = answer
        return answers

    async def _served(self, line: ImportLine, place: str) -> dict[str, Any] | None:
        """Who serves the model: one of the offerings that the catalogue knows by its name, or another that is typed."""
        from shortlist.catalogue.completing import completed_by, offered  # the catalogue takes a moment to load

        today, name = self.desk.session.today, line.row.name
        found = offered(line.row, today)
        if found:
            why = f"{place}The file does not say it. The catalogue knows these offerings of a model of that name:"
            choices = (*((str(index), _offer(one)) for index, one in enumerate(found)), (OTHER, "another provider …"))
            asked = QuestionDialog(f"Who serves {name}?", why, choices, esc=LEAVES)
            answer = await self.app.push_screen_wait(asked)
            if answer is None:
                return None
            if answer != OTHER:
                return completed_by(found[int(answer)], line.row)
        told, proposed = f"{place}{NOBODY_SAYS}", line.row.developer.casefold()
        prompt = PromptDialog(f"Who serves {name}?", told, proposed, "a provider", LEAVES)
        provider = await self.app.push_screen_wait(prompt)
        if provider is None:
            return None
        served = replace(line, row=replace(line.row, provider=provider))
        return {"provider": provider, **completions([served], today)[line.row.id]}


def _header_line(document: SourceFile) -> int:
    """The line that a table's headings stand in; 0 where there is no table."""
    return document.table.header_line if document.table is not None else 0


def _offer(one: Offering) -> str:
    """An offering as an answer: who, under which id, for how much."""
    prices = {figure.metric: figure.value for figure in one.figures if not figure.above_tokens}
    names = {"input_price": "in", "output_price": "out"}
    told = [f"{name} ${prices[metric]:g}/M" for metric, name in names.items() if metric in prices]
    offer = f"{one.provider_name}: {one.model}"
    return f"{offer} ({', '.join(told)})" if told else offer


def _left_told(left: Sequence[ImportLine]) -> str:
    """Which rows were left out."""
    return f"{count(len(left), 'row')} left out: {', '.join(line.row.name for line in left)}"
