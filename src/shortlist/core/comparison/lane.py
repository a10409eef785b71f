"""The time of a task as a lane: its stages one after the other, each with its typical time and its tail, in seconds."""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.basics.unknown import Unknown
from shortlist.core.comparison.assignment import Assignment, decision_latencies
from shortlist.core.service.latency import Latency, lacking
from shortlist.core.service.serving import Serving
from shortlist.core.service.task import Task


class LaneStep(NamedTuple):
    """A step that a task may take at one of its stages."""

    step: str
    stage: int
    """From 0."""
    alternatives: int
    """How many steps the stage has, this one among them."""
    share: Unknown
    """Of the tasks, that take it; unknown where there are none."""
    start_s: float
    """When the stage typically begins, as far as the stages before it are known."""
    latency: Latency
    serving: Serving | None
    """Who serves it; None where nobody was chosen, or one that does not play it."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """The metrics for want of which its time is unknown."""
        one = self.serving
        return () if one is None else lacking(one.step, one.use, one.figures, one.measured)


def lane(task: Task, served: Assignment) -> list[LaneStep]:
    """The steps on the path in their order; alternatives begin at the same moment."""
    latencies = decision_latencies(served)
    steps, start = [], 0.0
    for number, (stage, typical) in enumerate(zip(task.stages, task.stage_times(latencies), strict=True)):
        for step, share in stage:
            steps.append(LaneStep(step, number, len(stage), share, start, latencies[step], served[step].default))
        start += typical or 0.0
    return steps
