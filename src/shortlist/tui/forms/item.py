"""What a form holds, and where it is read and written: its own texts, or a place of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.basics.short_names import short_names
from shortlist.core.basics.words import agreeing, listed
from shortlist.core.document.metrics import index_told, metric_label
from shortlist.core.document.problems import key_path
from shortlist.core.document.terms import meaning
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.candidates import with_candidate_value
from shortlist.core.edits.places import Data, KeyPath, message_at, problems_within, put, value_at
from shortlist.tui.body import Desk
from shortlist.tui.draw.lines import cut
from shortlist.tui.forms.spec import NONE, Spec, editable, parsed, readable_value
from shortlist.tui.session.typed import Pending
from shortlist.tui.widgets.sheet import Line

TOLD = 40
"""Columns that a value takes at most where it is told in a sentence."""


class Lead(NamedTuple):
    """A line that leads to a form of its own."""

    key: str
    label: str
    value: str


class FormPart(NamedTuple):
    """A heading with the fields or the lines that lead on under it."""

    title: str
    specs: tuple[Spec, ...] = ()
    leads: tuple[Lead, ...] = ()
    notes: Mapping[KeyPath, str] = {}
    """What stands beside a field that is not set, where it is not the default."""


NOTHING_TYPED = Pending("", "")
Parts = Callable[[Workspace], tuple[FormPart, ...]]

STEP_FIELDS = frozenset({"task_step", "step"})
NAMED = STEP_FIELDS | {"candidate", "judge"}
"""Fields that hold the id of a step or of a candidate, which has a name."""
METRICS = frozenset({"quality_metric", "metric"})
"""Fields that hold the id of a metric, which has a name too; the id is what a file of figures calls it."""


def named(workspace: Workspace, spec: Spec, value: object | None) -> str:
    """A value as a person reads it, with its unit: metrics, steps and candidates by what they are called."""
    steps, field = workspace.scenario.steps, spec.path[-1]
    if field in METRICS and value:
        return metric_label(str(value))
    if field == "path" and isinstance(value, tuple):
        names = dict(zip((step.id for step in steps), short_names([step.name for step in steps]), strict=True))
        return " > ".join(" | ".join(names.get(step, step) for step in stage) for stage in value)
    if field in NAMED:
        known = steps if field in STEP_FIELDS else workspace.candidates
        return next((one.name for one in known if one.id == value), readable_value(spec, value))
    return readable_value(spec, value)


class Form:
    """Fields in parts, and the texts in them, kept as they are typed; what they mean is read of all of them at once.

    Where a field is read and written elsewhere a subclass says so. What is no value is kept as typed, with the reason.
    """

    def __init__(self, parts: tuple[FormPart, ...], texts: Mapping[str, str]) -> None:
        self._parts, self.texts = parts, dict(texts)

    @property
    def parts(self) -> tuple[FormPart, ...]:
        """The form as it now is."""
        return self._parts

    def lines(self) -> list[Line]:
        """The form as a sheet shows it; to be provided where one does."""
        raise NotImplementedError

    def value(self, spec: Spec) -> Any:
        """What a field holds; None where nothing was set."""
        return self.text(spec)

    def text(self, spec: Spec) -> str:
        """What an editor begins with: what was typed and is no value, else the value."""
        return self.texts.get(str(spec.path[-1]), "")

    def set(self, spec: Spec, value: object | None) -> None:
        """Set a field; raises `InvalidDocument` where the value cannot be one, and keeps nothing then."""
        self.texts[str(spec.path[-1])] = str(value)

    def typed(self, spec: Spec, text: str) -> None:
        """Set a field to what a text means, or keep the text."""
        self.set(spec, text)

    def wrong(self, spec: Spec) -> str:
        """Why what was typed in a field is no value; empty where it is one."""
        return ""

    def why(self, spec: Spec) -> str:
        """Where the value of a field comes from, in a sentence; empty where there is nothing to say."""
        return ""

    def words(self, spec: Spec) -> tuple[str, ...]:
        """The words that a field is chosen from."""
        return spec.choices

    def word_told(self, spec: Spec, word: str) -> str:
        """A word of a choice with what it means."""
        told, meant = word.replace("_", " "), meaning(spec.path[-1], word)
        return f"{told}: {meant}" if meant else told

    def unset_told(self, spec: Spec) -> str:
        """What it means that a choice is left out."""
        return str(spec.default or "unknown").replace("_", " ")

    def nudged(self, spec: Spec, by: int) -> float | None:
        """What a field holds after an arrow to the left (-1) or to the right (1); None where arrows change nothing."""
        return None

    def may_edit(self) -> bool:
        """Whether a field may be edited; says why where it may not."""
        return True

    def begin(self) -> None:
        """A visit to a field begins."""

    def withdraw(self, spec: Spec) -> None:
        """Take back what the visit to a field has set: what stood there before stays in force."""

    def seal(self) -> None:
        """The visit ends: what follows is another edit."""


class Item(Form):
    """A place of the document under edit.

    A new one is kept beside the workspace as a draft. As soon as the draft is valid it stands in the workspace, and
    all that follows in the same visit is part of that one edit.
    """

    def __init__(
        self,
        desk: Desk,
        base: KeyPath,
        name: str,
        parts: Parts,
        draft: Data | None = None,
        complete: Callable[[Workspace, Data], Data] = lambda _, draft: draft,
    ) -> None:
        super().__init__((), {})
        self.desk, self.base, self.name = desk, base, name
        self._parts_in, self.draft, self._complete = parts, draft, complete
        self.begun = draft
        """The draft as it was when the form was opened."""
        self._before: Data | None = None
        """The draft as it was when the visit to the field began."""

    def may_edit(self) -> bool:
        return self.desk.may_edit()

    def word_told(self, spec: Spec, word: str) -> str:
        """A step or a candidate by its name, a role with the steps that ask for it, any word with what it means."""
        workspace, told = self.desk.session.workspace, super().word_told(spec, word)
        if spec.path[-1] in NAMED:
            return named(workspace, spec, word)
        if spec.path[-1] != "roles":
            return told
        steps = workspace.scenario.steps
        names = zip(steps, short_names([step.name for step in steps]), strict=True)
        asking = [name for step, name in names if step.role == word]
        if not asking:
            return told
        ask = agreeing(len(asking), "asks", "ask")
        return f"{told} ({listed(asking)} {ask} for it)"

    @property
    def parts(self) -> tuple[FormPart, ...]:
        return self._parts_in(self.desk.session.workspace)

    def lines(self) -> list[Line]:
        return item_lines(self, self.desk.session.typed.pending)

    def why(self, spec: Spec) -> str:
        """What an index measures, and where it is published."""
        return index_told(str(self.value(spec) or "")) if spec.path[-1] in METRICS else ""

    @property
    def there(self) -> bool:
        """Whether the workspace holds it."""
        return value_at(self.desk.session.workspace, self.base) is not None

    @property
    def shape(self) -> tuple[int, ...]:
        """How many items the lists hold that it lies in: where that changes, another one may be at its place."""
        workspace = self.desk.session.workspace
        lists = (value_at(workspace, self.base[:at]) for at, key in enumerate(self.base) if isinstance(key, int))
        return tuple(len(one or ()) for one in lists)

    def value(self, spec: Spec) -> Any:
        if self.draft is None:
            return value_at(self.desk.session.workspace, spec.path)
        node: Any = self.draft
        for key in spec.path[len(self.base) :]:
            node = node.get(key) if isinstance(node, Mapping) else None
        return tuple(node) if isinstance(node, list) else node

    def changed(self, workspace: Workspace, path: KeyPath, value: object | None) -> Workspace:
        """The workspace with another value at a place of it."""
        return with_candidate_value(workspace, path, value)

    def set(self, spec: Spec, value: object | None) -> None:
        if self.draft is None:
            name = f"{self.name}: {spec.label.lower()}"
            self.desk.edit(name, lambda w: self.changed(w, spec.path, value), spec.path)
            return
        was, self.draft = self.draft, put(self.draft, spec.path[len(self.base) :], value)
        try:
            self.add()
        except InvalidDocument as error:
            absent = {key_path(one.path) for one in self._lacking()}
            wrong = problems_within(error, spec.path) or [one for one in error.problems if one.path not in absent]
            if wrong:
                if value is not None:
                    self.draft = was
                raise InvalidDocument(wrong) from None

    def text(self, spec: Spec) -> str:
        typed = self.desk.session.typed.pending.get(spec.path)
        return typed.text if typed is not None else editable(spec, self.value(spec))

    def typed(self, spec: Spec, text: str) -> None:
        typed = self.desk.session.typed
        typed.accept(spec.path)
        try:
            self.set(spec, parsed(spec, text))
        except ShortlistError as error:
            told = message_at(error, spec.path) if isinstance(error, InvalidDocument) else str(error)
            typed.refuse(spec.path, text, told)

    def wrong(self, spec: Spec) -> str:
        return self.desk.session.typed.pending.get(spec.path, NOTHING_TYPED).message

    def words(self, spec: Spec) -> tuple[str, ...]:
        match spec.path:
            case ("evaluations", _, "step"):
                return tuple(step.id for step in self.desk.session.workspace.scenario.steps)
            case ("evaluations", _, "candidate"):
                return tuple(one.id for one in self.desk.session.workspace.candidates)
        return spec.choices

    def unset_told(self, spec: Spec) -> str:
        if spec.path[-1] == "size_class":
            return "an ordinary model that does not think, or unknown"
        return super().unset_told(spec)

    def begin(self) -> None:
        self._before = self.draft

    def withdraw(self, spec: Spec) -> None:
        before = self._before
        if self.draft is None or before is None:
            self.desk.withdraw(spec.path)
        elif self.draft != before:
            self.draft = before
            try:
                self.add()
            except InvalidDocument:
                self.desk.withdraw(("add", self.base))

    def seal(self) -> None:
        """End the visit to a field; what is new is one edit, from its first field to its last."""
        if self.draft is None:
            self.desk.seal()

    def add(self) -> None:
        """Put the draft into the workspace; raises `InvalidDocument` where something is missing or wrong."""
        assert self.draft is not None
        document = self._complete(self.desk.session.workspace, self.draft)
        self.desk.edit(f"add {self.name}", lambda w: self.changed(w, self.base, document), ("add", self.base))

    def keep(self) -> None:
        """Keep a draft that is not whole for the next time, without what was typed in it and is not valid."""
        session = self.desk.session
        session.typed.drop(self.base)
        if self.draft is not None and not self.there:
            session.typed.begin(self.base[:-1], self.draft)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The fields without which it cannot be added."""
        return tuple(spec.label.lower() for spec in self._lacking())

    def _lacking(self) -> list[Spec]:
        if self.draft is None:
            return []
        return [spec for part in self.parts for spec in part.specs if required(spec) and self.value(spec) is None]


def required(spec: Spec) -> bool:
    """Whether a field must be set."""
    return not spec.optional and spec.default is None


def form_lines(parts: Iterable[FormPart], line: Callable[[Spec, FormPart], Line]) -> list[Line]:
    """A form as lines: headings, what `line` says of each field, what leads on."""
    lines: list[Line] = []
    for number, part in enumerate(parts):
        if lines:
            lines.append(Line("", "", heading=True))
        lines.append(Line(f"{number} {part.title}", part.title, heading=True))
        lines += [line(spec, part) for spec in part.specs]
        lines += [Line(lead.key, lead.label, lead.value) for lead in part.leads]
    return lines


def item_lines(item: Item, pending: Mapping[KeyPath, Pending]) -> list[Line]:
    """The form as lines: values, defaults, what is needed, what is wrong."""

    def line(spec: Spec, part: FormPart) -> Line:
        key, typed, value = repr(spec.path), pending.get(spec.path), item.value(spec)
        if typed is not None:
            return Line(key, spec.label, typed.text, "bad", "", why_told(spec, typed, value))
        if value is not None:
            told = NONE if value == () else named(item.desk.session.workspace, spec, value)
            note = str(value) if spec.path[-1] in METRICS else ""
            return Line(key, spec.label, told, note=note)
        needed = "needed" if required(spec) else default_told(spec)
        return Line(key, spec.label, note=part.notes.get(spec.path) or needed)

    return form_lines(item.parts, line)


def why_told(spec: Spec, typed: Pending, value: object | None) -> str:
    """Why a text is no value, and what stays in force meanwhile."""
    stays = readable_value(spec, value) or readable_value(spec, spec.default)
    if not stays:
        return typed.message
    return f"{typed.message}; {cut(stays, TOLD)} stays"


def default_told(spec: Spec) -> str:
    """What is in force while nothing is set."""
    default = readable_value(spec, spec.default)
    return f"default {default}" if default and spec.default is not False else ""
