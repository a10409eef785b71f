"""Which section of the record a finding concerns: where a reader looks for the answer to it."""

from __future__ import annotations

import re

from shortlist.core.findings.case import Finding
from shortlist.core.findings.rule import RULES

_IN_PROSE = re.compile(r"records\[\d+\]\.sections\.(\w+)")


def section_of(finding: Finding) -> str:
    """The section that its rule names; what lies in the prose of a section concerns that section, whatever the rule."""
    inside = _IN_PROSE.match(finding.where)
    return inside[1] if inside else RULES[finding.rule].section
