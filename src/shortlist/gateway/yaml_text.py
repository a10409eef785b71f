"""YAML for gateways: written plainly, and read as plain data in bounded time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import yaml

from shortlist.core.basics.errors import told_briefly
from shortlist.gateway.gateway_config import NotAConfig
from shortlist.sanitising import shown


class _Plain(yaml.SafeDumper):  # type: ignore[misc]
    """Without aliases: a list that stands in two places is written twice, for a person reads it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_str(self, data: str) -> Any:
        # Some readers end a line at these and others do not: as escapes they are the same to all.
        style = '"' if _LINE_ENDS.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Plain.add_representer(str, _Plain.represent_str)
_LINE_ENDS = re.compile("[\x85\u2028\u2029\ufeff]")


MOST_MERGED = 100_000


class _Strict(yaml.SafeLoader):  # type: ignore[misc]
    """A key stands once in a table; what a table is merged from may have it as well."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self._looked_at: dict[int, Any] = {}
        self._merged = 0

    def flatten_mapping(self, node: Any) -> None:
        if id(node) not in self._looked_at:
            self._looked_at[id(node)] = node
            keys = [key.value for key, _ in node.value if isinstance(key.value, str)]
            if len(set(keys)) < len(keys):
                twice = next(key for key, times in Counter(keys).items() if times > 1)
                raise NotAConfig(f"holds {shown(twice)[:60]!r} twice in one table; which one counts is not said")
        written = len(node.value)
        super().flatten_mapping(node)
        # A table that is merged from one that is merged from another has the entries of all of them.
        self._merged += max(0, len(node.value) - written)
        if self._merged > MOST_MERGED:
            raise NotAConfig(f"merges more than {MOST_MERGED:,} entries into its tables; no config does")


def yaml_text(data: object) -> str:
    """Data as YAML, in its own order."""
    dumped: str = yaml.dump(
        data, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False
    )
    return dumped


def yaml_file(comment: Iterable[str], data: object) -> str:
    """Data under a comment. Raises `NotAConfig` where what is written would not be read back as the same data."""
    text = "\n".join([*comment, "", yaml_text(data)])
    if parsed(text) != data:
        raise NotAConfig("the file would not read back as the decision; nothing was written")
    return text


def parsed(text: str) -> Any:
    """The data of a YAML text. Raises `NotAConfig`."""
    try:
        return yaml.load(text, Loader=_Strict)
    except yaml.MarkedYAMLError as error:
        line = ""
        if error.problem_mark is not None:
            line = f"line {error.problem_mark.line + 1}: "
        raise NotAConfig(f"{line}is not valid YAML: {told_briefly(shown(str(error.problem)))}") from None
    except yaml.YAMLError as error:
        raise NotAConfig(f"is not valid YAML: {shown((str(error).splitlines() or [''])[0])}") from None
    except (RecursionError, ValueError, TypeError, OverflowError):
        raise NotAConfig("is no YAML that can be read: nested too deeply, or a value that is none") from None
