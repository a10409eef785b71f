"""Texts that look like an API key: a workspace is read by many, so that no key belongs in one.

A text is refused for a prefix that a provider gives its keys, or for an unbroken run of letters and digits that is
long and random. Digests (letters up to f), names of models (short parts between hyphens) and addresses (whose paths
hold random ids of documents) are none.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from shortlist.core.basics.errors import Problem
from shortlist.core.document.problems import key_path

SHORTEST = 20
"""Characters of the shortest key that is looked for: that of an AWS access key."""
RUN, BITS = 32, 3.8
"""Characters of a run that may be a key of a kind not listed, and its entropy per character: 32 random letters and
digits have about 4.4 bits, a pattern that repeats has few."""
PLACES = 2
"""Places in a run that hold digits: words written together have a year or a version, at one place."""

_PREFIXED = re.compile(
    # OpenAI, Anthropic, OpenRouter and others; a word is gone over once, for a second sk- finds no more in it.
    r"""(?<![A-Za-z0-9_-])(?>[A-Za-z0-9_-]*?(?<![A-Za-z0-9_])(?P<key>sk-))[A-Za-z0-9_-]*?[A-Za-z0-9]{20}
    | (?<![A-Za-z0-9_])(?:
      (?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}              # Stripe
    | gsk_[A-Za-z0-9]{32,} | xai-[A-Za-z0-9]{40,}           # Groq, xAI
    | AIza[A-Za-z0-9_-]{35}                                 # Google
    | (?:AKIA|ASIA)[A-Z0-9]{16}                             # AWS
    | hf_[A-Za-z0-9]{30,} | r8_[A-Za-z0-9]{30,}             # Hugging Face, Replicate
    | pplx-[A-Za-z0-9]{40,} | nvapi-[A-Za-z0-9_-]{40,}      # Perplexity, NVIDIA
    | fw_[A-Za-z0-9]{20,} | tgp_v1_[A-Za-z0-9_-]{30,}       # Fireworks, Together
    | gh[pousr]_[A-Za-z0-9]{36,} | github_pat_[A-Za-z0-9_]{40,} | glpat-[A-Za-z0-9_-]{20,}
    | xox[abeoprs]-[A-Za-z0-9-]{20,}                        # Slack
    | npm_[A-Za-z0-9]{36} | pypi-[A-Za-z0-9_-]{50,} | dop_v1_[a-f0-9]{64}
    | eyJ[A-Za-z0-9_-]{10,400}+\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}   # a signed web token
    )|-----BEGIN[ ](?:[A-Z]+[ ]){0,4}PRIVATE[ ]KEY-----""",
    re.VERBOSE,
)
_GLUED = re.compile(
    # Within a word only a prefix that nothing else has, with a run of what only a generator writes behind it:
    # `task-proj-` and `desk-ant-` are beginnings of names. What stands between is bounded, so that a text of many
    # prefixes is gone over once.
    r"""(?P<key>sk-(?:proj|ant|svcacct|admin)-)[A-Za-z0-9_-]{0,100}?
        (?=[A-Za-z]{0,19}[0-9])(?=[A-Z0-9]{0,19}[a-z])(?=[a-z0-9]{0,19}[A-Z])[A-Za-z0-9]{20}
    | sk-or-v1-[0-9a-f]{60} | github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{20}""",
    re.VERBOSE,
)
PLAIN = frozenset({int, float, bool, dt.date, type(None), list, tuple})  # types of values that are no tables
_ADDRESS = re.compile(r"https?://\S+")
_LONG = re.compile(rf"[A-Za-z0-9]{{{RUN},}}")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")
_NUMBERS = re.compile(r"[0-9]+")
MASK = "[key]"


# Reading a workspace looks through every text of it, most of which an edit left alone; the text alone decides.
@lru_cache(maxsize=8192)
def secret_in(text: str) -> str | None:
    """The beginning of what looks like an API key in a text, enough to find it; None where nothing does."""
    if len(text) < SHORTEST:
        return None
    found = _PREFIXED.search(text) or _GLUED.search(text)
    if found is not None:
        begun = max(found.start(), found.start("key"))
        return text[begun : begun + 6]
    runs = _LONG.findall(_ADDRESS.sub(" ", text)) if len(text) >= RUN else ()
    return next((run[:6] for run in runs if _random(run)), None)


def _random(run: str) -> bool:
    """Whether a run has small and large letters, and digits in several places, as only a generator mixes them."""
    if _HEXADECIMAL.fullmatch(run) or not (any(map(str.islower, run)) and any(map(str.isupper, run))):
        return False
    if len(_NUMBERS.findall(run)) < PLACES:
        return False
    counts = Counter(run).values()
    return -sum(n / len(run) * math.log2(n / len(run)) for n in counts) >= BITS


def secrets(data: Any) -> list[Problem]:
    """Every text of a document that looks like an API key, with its place."""
    return list(_placed(data, ())) if _holds_one(data) else []


def without_secrets(data: Any) -> Any:
    """The same document with a mark in place of every word that looks like an API key; itself where there is none."""
    return _masked(data) if _holds_one(data) else data


def _masked(node: Any) -> Any:
    if isinstance(node, str):
        if secret_in(node) is None:
            return node
        for part in (r"\S+", r".+"):  # words; a line where blanks are part of it
            node = re.sub(part, lambda found: MASK if secret_in(found[0]) else found[0], node)
        return MASK if secret_in(node) else node
    if isinstance(node, Mapping):
        return {key: _masked(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_masked(item) for item in node]
    return node


def _holds_one(data: Any) -> bool:
    """Whether there is one at all: looked for without places, because every edit asks."""
    left = [data]
    while left:
        node = left.pop()
        # By exact type first: most of a document are numbers and short texts, and to ask what they might be costs more.
        kind = type(node)
        if kind is str:
            if len(node) >= SHORTEST and secret_in(node):
                return True
        elif kind is dict or (kind not in PLAIN and isinstance(node, Mapping)):
            left.extend(node.values())
        elif kind is list or kind is tuple:
            left.extend(node)
    return False


def _placed(node: Any, place: tuple[str | int, ...]) -> Iterator[Problem]:
    if isinstance(node, str):
        begun = secret_in(node)
        if begun is not None:
            told = f"looks like an API key ({begun}…); a workspace is shared, so keep keys out of it"
            yield Problem(key_path(place), told)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _placed(value, (*place, str(key)))
    elif isinstance(node, list | tuple):
        for index, item in enumerate(node):
            yield from _placed(item, (*place, index))
