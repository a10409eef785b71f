"""Properties that hold on a few generated examples in every run, and on many in the long one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

Test = Callable[..., None]


def counted(few: int, many: int, *strategies: SearchStrategy[Any]) -> Callable[[Test], Test]:
    """What `@given(*strategies)` is, with `few` examples and, marked long, with `many`."""

    def decorate(test: Test) -> Test:
        runs = {count: settings(max_examples=count)(given(*strategies)(test)) for count in (few, many)}
        fixtures = inspect.signature(runs[few])

        @pytest.mark.parametrize("examples", [few, pytest.param(many, marks=pytest.mark.long)])
        @functools.wraps(test)
        def run(examples: int, **arguments: Any) -> None:
            runs[examples](**arguments)

        own = inspect.Parameter("examples", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        run.__signature__ = fixtures.replace(parameters=[own, *fixtures.parameters.values()])  # type: ignore[attr-defined]
        return run

    return decorate
