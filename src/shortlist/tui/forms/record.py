"""What the form of the record holds: its fields, its triggers as lines of their own, and what each kind needs."""

from __future__ import annotations

from shortlist.core.document.record import WATCHES, Record, Trigger, TriggerKind, trigger_words
from shortlist.core.document.shutdown import NOTICE_DAYS
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import Data, KeyPath
from shortlist.core.edits.record import record_place, with_record_value
from shortlist.tui.body import Desk
from shortlist.tui.forms.item import FormPart, Item, Lead, Parts
from shortlist.tui.forms.spec import FieldKind, Spec, specs

FIELDS = ("title", "date", "decision_makers", "consulted", "informed")
TRIGGER, NEW_TRIGGER = "trigger", "trigger new"
KINDS: tuple[tuple[TriggerKind, str], ...] = tuple(
    (kind, f"{kind.replace('_', ' ')}: {watch.told}") for kind, watch in WATCHES.items()
)


class RecordItem(Item):
    """A place of the record under edit; the first field that is set begins the record."""

    @property
    def shape(self) -> tuple[int, ...]:
        """How many items the lists hold that it lies in; beginning the record leaves it the same one."""
        records, *rest = super().shape
        return (max(1, records), *rest)

    def changed(self, workspace: Workspace, path: KeyPath, value: object | None) -> Workspace:
        return with_record_value(workspace, path, value, self.desk.session.today)


def record_parts(place: int) -> Parts:
    """The record's own fields, then its triggers."""
    base: KeyPath = ("records", place)

    def parts(workspace: Workspace) -> tuple[FormPart, ...]:
        title, triggers = "A record, begun with the first field", []
        if record := workspace.record:
            title = f"Record {record.number}, {record.status}"
            for number, trigger in enumerate(record.triggers):
                triggers.append(Lead(f"{TRIGGER} {number}", trigger_words(trigger), trigger.note))
        triggers.append(Lead(NEW_TRIGGER, "+ a trigger", "Enter chooses its kind"))
        return (
            FormPart(
                title,
                tuple(specs(Record, base, FIELDS)),
                notes={(*base, "title"): f"the workspace's: {workspace.title}"},
            ),
            FormPart("What reopens it: Enter edits, Del removes", leads=tuple(triggers)),
        )

    return parts


def trigger_parts(place: int, number: int, kind: TriggerKind) -> Parts:
    """What a kind of trigger needs, and what else may be said of it."""
    base: KeyPath = ("records", place, "triggers", number)
    watch = WATCHES[kind]
    fields = tuple(specs(Trigger, base, ("note", "happened_on") if watch.happens else ("note",)))
    if watch.value:
        wanted: FieldKind = "date" if kind == "on_date" else "number"
        told = f"Due when {watch.told}."
        fields = (Spec((*base, "value"), watch.value.capitalize(), wanted, watch.unit, told), *fields)
    part = FormPart(f"{kind.replace('_', ' ').capitalize()}: due when {watch.told}", fields)
    return lambda _: (part,)


def trigger_item(desk: Desk, number: int, kind: TriggerKind, new: bool) -> RecordItem:
    """A trigger of the record under edit; a new one is added once it has what its kind needs."""
    place = record_place(desk.session.workspace)
    draft: Data | None = {"kind": kind} if new else None
    if draft is not None and kind == "deprecation":
        draft["value"] = NOTICE_DAYS  # what it is where nobody says otherwise
    parts = trigger_parts(place, number, kind)
    return RecordItem(desk, ("records", place, "triggers", number), f"a trigger {kind.replace('_', ' ')}", parts, draft)
