"""The message to a unit as plain text, for a person to paste into OA: everything is in it, the attachments only help."""

from __future__ import annotations

from collections.abc import Iterator

from reports.narrative.paper import clean_text
from reports.returned.finding import (
    Returned,
    ReturnedFinding,
    place_text,
    returned_facts,
    said_lines,
    wanted_text,
    written_text,
)
from warehouse.catalog.catalog import Catalog

_NUMERALS = "一二三"
_INDENT = "　　"


def render_return_message(returned: Returned, catalog: Catalog) -> str:
    """The message, ending in a line break: the file, each place with value, expected value and what to do, errors first."""
    facts = returned_facts(returned, catalog)
    message = catalog.feedback.message
    parts = ["\n".join(said_lines(message.opening, facts))]
    severities = catalog.feedback.severities
    used = [severity for severity in severities if any(f.severity == severity for f in returned.findings)]
    for numeral, severity in zip(_NUMERALS, used, strict=False):
        findings = [finding for finding in returned.findings if finding.severity == severity]
        parts.append(f"{numeral}、{severities[severity]}，{len(findings)} 处")
        parts += ("\n".join(_lines(n, finding, catalog)) for n, finding in enumerate(findings, 1))
    parts.append("\n".join(said_lines(message.closing, facts)))
    return "\n\n".join(parts) + "\n"


def _lines(number: int, finding: ReturnedFinding, catalog: Catalog) -> Iterator[str]:
    labels = catalog.feedback.message.labels
    yield f"{number}．{place_text(finding, catalog)}"
    said = (
        (labels.written, written_text(finding, catalog)),
        (labels.wanted, wanted_text(finding, catalog)),
        (labels.problem, clean_text(finding.message)),
        (labels.basis, catalog.rule(finding.rule_id).basis),
        (labels.remedy, clean_text(finding.remedy)),
    )
    yield from (f"{_INDENT}{label}：{text}" for label, text in said if text)
