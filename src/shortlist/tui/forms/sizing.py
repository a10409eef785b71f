"""The questions of the self-hosting helper as a form, with the estimate that follows from its answers."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.numbers import number_shown, typed_number
from shortlist.core.basics.words import capitalised
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Scenario
from shortlist.core.sizing.estimate import Deployment, Estimate, size
from shortlist.core.sizing.published_throughputs import named_gpu
from shortlist.core.sizing.questions import BY_NAME, first_texts, preset_texts, understood
from shortlist.tui.forms.item import Form, FormPart, form_lines, required
from shortlist.tui.forms.spec import Spec
from shortlist.tui.widgets.sheet import Line


def _spec(name: str) -> Spec:
    asked = BY_NAME[name]
    kind = "choice" if asked.choices else "number"
    return Spec((name,), capitalised(asked.label), kind, asked.unit, asked.where, asked.choices, not asked.needed)  # type: ignore[arg-type]


def _rent(gpu: str) -> str:
    """What a GPU costs an hour, as it is typed; empty without a GPU, or where nobody rents it out."""
    rent = named_gpu(gpu).rent if gpu else None
    return f"{rent.usd_per_hour:g}" if rent else ""


PARTS = tuple(
    FormPart(title, tuple(map(_spec, names.split())))
    for title, names in (
        ("Load", "prompt_tokens answer_tokens requests"),
        ("Machines", "gpu gpus gpu_hour_usd served_share"),
        (
            "Model",
            "model precision cache attention total_b active_b layers kv_heads head_size attention_width "
            "window_layers window_tokens",
        ),
    )
)


class Sized(NamedTuple):
    """What the answers come to: the plan and its estimate where they are right, what is wrong by field."""

    plan: Deployment | None
    estimate: Estimate | None
    gpu_hour_usd: float | None
    problems: dict[str, str]


class SizingForm(Form):
    """Its texts are read together, for one may be wrong by another."""

    def __init__(self, candidate: Candidate, scenario: Scenario) -> None:
        super().__init__(PARTS, first_texts(candidate, scenario))

    def sized(self) -> Sized:
        """Read the form, and estimate what it asks for."""
        plan, hour, problems = understood(self.texts)
        found, estimate = dict(problems), None
        if plan is not None:
            try:
                estimate = size(plan)
            except ShortlistError as error:
                wrong = "gpus" if self.texts["gpus"] else "gpu"
                found[wrong] = str(error)
        return Sized(plan, estimate, hour, found)

    def lines(self) -> list[Line]:
        """The texts with their units, and what is wrong beneath."""
        problems = self.sized().problems

        def line(spec: Spec, _: FormPart) -> Line:
            text, error = self.text(spec), problems.get(str(spec.path[0]), "")
            note = "none"
            if text and spec.kind == "number" and not self.wrong(spec):
                told = number_shown(typed_number(text, spec.unit), spec.unit)
                return Line(repr(spec.path), spec.label, told, "bad" if error else "plain", error=error, number=True)
            if text:
                note = "" if spec.unit == "share" else spec.unit
            elif required(spec):
                # What to look up stands beside the form, once.
                error = ""
                note = "needed"
            elif spec.path == ("gpus",):
                note = "fewest"
            return Line(repr(spec.path), spec.label, text, "bad" if error else "plain", note, error)

        return form_lines(PARTS, line)

    def wrong(self, spec: Spec) -> str:
        """What is wrong with the text itself; that the machines are too small for the rest ends no visit."""
        return understood(self.texts).problems.get(str(spec.path[0]), "")

    def typed(self, spec: Spec, text: str) -> None:
        """Take a text; what is chosen from a list is never empty."""
        if not spec.choices:
            super().typed(spec, text)

    def set(self, spec: Spec, value: object | None) -> None:
        """Take a text or a word: a model fills its figures in, and the rent follows the GPU unless it is the user's."""
        if spec.path == ("model",):
            self.texts |= preset_texts(str(value))
        elif spec.path == ("gpu",) and self.texts["gpu_hour_usd"] == _rent(self.texts["gpu"]):
            self.texts["gpu_hour_usd"] = _rent(str(value))
        super().set(spec, value)

    def word_told(self, spec: Spec, word: str) -> str:
        """A word as its makers spell it."""
        return word
