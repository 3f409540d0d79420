"""What is said to a unit about one submission: its findings with their places, and the facts that every sentence is filled from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from reports.narrative.figures import Fact
from reports.narrative.paper import clean_text
from reports.narrative.text import fill, say
from reports.statement import written_date
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.feedback import EXPECTED, Lines, ReturnOutcome
from warehouse.catalog.narrative import PLACE
from warehouse.catalog.period import Period
from warehouse.catalog.rules import Severity

_BASES = "；"


@dataclass(frozen=True, slots=True)
class ReturnedFinding:
    """One violation as the unit is told it. `addresses` are cells of `sheet`, first the one that it is shown at; none for a whole file.

    `written` is what stands there, `wanted` the expected figure as text, empty where the rule has none. `ranges` say many addresses in few.
    """

    rule_id: str
    severity: Severity
    message: str
    remedy: str
    written: str = ""
    wanted: str = ""
    sheet: str | None = None
    addresses: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """One submission that goes back. `returned_file` names the marked workbook, None where there is none."""

    outcome: ReturnOutcome
    submission_id: int
    file_name: str
    received_at: datetime
    unit_name: str | None
    period: Period | None
    office: str
    issued_on: date
    due_on: date | None
    working_days: int
    findings: tuple[ReturnedFinding, ...]
    returned_file: str | None = None
    is_converted: bool = False


def returned_facts(returned: Returned, catalog: Catalog) -> dict[str, Fact]:
    """What the sentences of feedback.yaml may say of a submission; text from outside is cleaned here."""
    period = returned.period
    severities = [finding.severity for finding in returned.findings]
    return {
        "outcome": returned.outcome,
        "unit": None if returned.unit_name is None else clean_text(returned.unit_name),
        "period": period.label if period is not None else "",
        "form": f"{period.label}{catalog.form(period.form_code).title}" if period is not None else "报表",
        "file": clean_text(returned.file_name),
        "number": str(returned.submission_id),
        "received": written_date(returned.received_at.date()),
        "issued": written_date(returned.issued_on),
        "due": None if returned.due_on is None else written_date(returned.due_on),
        "days": str(returned.working_days),
        "office": clean_text(returned.office),
        "basis": "、".join(_bases(returned, catalog)),
        "count": Decimal(len(severities)),
        "errors": Decimal(severities.count("error")),
        "warnings": Decimal(len(severities) - severities.count("error")),
        "places": Decimal(sum(len(finding.addresses) for finding in returned.findings)),
        "attached": None if returned.returned_file is None else clean_text(returned.returned_file),
        "converted": "yes" if returned.is_converted else "no",
    }


def _bases(returned: Returned, catalog: Catalog) -> dict[str, None]:
    """The legal bases of what the submission goes back for, each once, without what is said in brackets about a single rule."""
    errors = [finding for finding in returned.findings if finding.severity == "error"]
    bases = (catalog.rule(finding.rule_id).basis for finding in errors or returned.findings)
    return dict.fromkeys(part.split("（")[0] for basis in bases for part in basis.split(_BASES))


def said_lines(lines: Lines, facts: dict[str, Fact]) -> Iterator[str]:
    """The lines of which something is said."""
    yield from (text for line in lines if (text := say(line, facts)))


def place_text(finding: ReturnedFinding, catalog: Catalog) -> str:
    """Where a person finds it: `表三 依申请 D6、D7`, or that it is about the whole file."""
    words = catalog.feedback.words
    if finding.sheet is None:
        return words.whole_file
    return f"{clean_text(finding.sheet)} {words.joined_places.join(finding.ranges or finding.addresses)}".strip()


def written_text(finding: ReturnedFinding, catalog: Catalog) -> str:
    """What stands there, in one line and not longer than people read; a blank cell says that it is blank."""
    text, longest = clean_text(finding.written), catalog.feedback.longest_text
    if not text:
        return catalog.feedback.words.blank if finding.addresses else ""
    return text if len(text) <= longest else f"{text[:longest]}…"


def wanted_text(finding: ReturnedFinding, catalog: Catalog) -> str:
    """What should stand there: what the rule wants in words, with the figure where it has one, or the figure, or where to look."""
    feedback = catalog.feedback
    words = feedback.wanted.get(finding.rule_id)
    if words is None or (not finding.wanted and EXPECTED in PLACE.findall(words)):
        return finding.wanted or feedback.words.unknown
    return fill(words, {EXPECTED: finding.wanted})
