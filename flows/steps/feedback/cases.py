"""Which submissions go back to their units, and what each is told: from the ledger, the violations and the rules as declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from expectations.findings import number
from flows.sources.names import display_name
from flows.steps.feedback.grouping import group_findings
from reports.narrative.text import fill
from reports.returned.finding import Returned, ReturnedFinding
from reports.returned.sheet import place_of
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.workspace import Workspace

_OUTCOMES = {"returned": "returned", "unreadable": "unreadable", "accepted": "warned", "nil": "warned"}
_OUR_FAULT = "P99"  # not the unit's: nothing goes back for it
_UNREADABLE = "FILE-READABLE"
_LONGEST_NAME = 40
_UNFIT = dict.fromkeys(map(ord, '\\/:*?"<>|'), "-")
Row = Mapping[str, Any]
Places = dict[str, tuple[str, str]]  # sheet and address by statutory cell


@dataclass(frozen=True, slots=True)
class Case:
    """One submission that goes back. `returned` has no dates yet: they are those of the day on which it is first said."""

    sha256: str
    media_type: str | None
    folder: tuple[str, str, str]
    returned: Returned


def find_cases(store: Store, workspace: Workspace, submissions: Collection[int] | None = None) -> list[Case]:
    """The submissions (of those named, or of all) that were returned or can't be read, or that count and have warnings."""
    ids = None if submissions is None else list(submissions)
    store.build("dq_answer")
    rows = store.rows(
        """SELECT s.submission_id, s.unit_code, s.period, s.status, s.received_at, s.sha256, r.file_name,
                  f.media_type, f.error_code, coalesce(f.edition, '') AS edition
           FROM core_submission s JOIN raw_receipt r USING (submission_id) JOIN stg_file f ON f.sha256 = s.sha256
           WHERE s.status IN ('returned', 'unreadable', 'accepted', 'nil') AND f.error_code IS DISTINCT FROM $our_fault
             AND ($ids IS NULL OR s.submission_id IN (SELECT unnest($ids::BIGINT[])))
           ORDER BY s.submission_id""",
        {"ids": ids, "our_fault": _OUR_FAULT},
    )
    said = _unanswered(store, [row["submission_id"] for row in rows])
    going = [row for row in rows if row["submission_id"] in said]
    places = _places(store, [row["sha256"] for row in going if any(map(_is_about_a_line, said[row["submission_id"]]))])
    return [_case(row, said[row["submission_id"]], places[row["sha256"]], workspace) for row in going]


def _unanswered(store: Store, ids: list[int]) -> dict[int, list[Row]]:
    """Errors and warnings that the office has not waived and the unit has not explained."""
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in store.rows(
        """SELECT v.* FROM dq_violation v
           WHERE v.submission_id IN (SELECT unnest($ids::BIGINT[])) AND v.severity IN ('error', 'warning')
             AND NOT EXISTS (
                 SELECT 1 FROM dq_answer a
                 WHERE a.submission_id = v.submission_id AND a.rule_id = v.rule_id
                   AND (a.check_key IS NULL OR a.check_key = v.check_key))
           ORDER BY v.submission_id, v.rule_id, v.sheet, v.address, v.check_key""",
        {"ids": ids},
    ):
        grouped[row["submission_id"]].append(row)
    return grouped


def _case(row: Row, violations: list[Row], places: Places, workspace: Workspace) -> Case:
    catalog, settings = workspace.catalog, workspace.settings
    unit = workspace.register.by_code.get(row["unit_code"])
    period = None if row["period"] is None else Period.parse(row["period"])
    returned = Returned(
        outcome=_OUTCOMES[row["status"]],  # type: ignore[arg-type]
        submission_id=row["submission_id"],
        file_name=row["file_name"],
        received_at=row["received_at"],
        unit_name=None if unit is None else unit.name,
        period=period,
        office=office_name(workspace),
        issued_on=row["received_at"].date(),
        due_on=None,
        working_days=settings.correction_working_days or catalog.feedback.correction_working_days,
        findings=tuple(group_findings(list(_findings(violations, row, places, catalog)), catalog)),
    )
    unit_folder = path_name(catalog.feedback.unnamed_unit if unit is None else unit.name)
    period_folder = catalog.feedback.unnamed_period if period is None else str(period)
    return Case(row["sha256"], row["media_type"], (period_folder, unit_folder, str(row["submission_id"])), returned)


def office_name(workspace: Workspace) -> str:
    """What the office signs with: as set, else the office of the jurisdiction's government."""
    if workspace.settings.office:
        return workspace.settings.office
    root = workspace.register.root
    office = workspace.catalog.unit_kind(root.kind).office
    return fill(workspace.catalog.feedback.office, {"root": root.name, "office": office})


def _findings(violations: list[Row], row: Row, places: Places, catalog: Catalog) -> Iterator[ReturnedFinding]:
    order = {rule.id: number for number, rule in enumerate(catalog.rules)}
    severities = list(catalog.feedback.severities)

    def rank(violation: Row) -> tuple[object, ...]:
        address = violation["address"]
        return (
            severities.index(violation["severity"]),
            order[violation["rule_id"]],
            violation["sheet"] or "",
            place_of(address) if address else (0, 0),
            violation["check_key"],
        )

    for violation in sorted(violations, key=rank):
        yield ReturnedFinding(
            rule_id=violation["rule_id"],
            severity=violation["severity"],
            message=violation["message"],
            remedy=_remedy(violation, row, catalog),
            written=_written(violation, catalog),
            wanted=number(violation["expected"]),
            sheet=violation["sheet"],
            addresses=_addresses(violation, row["edition"], places, catalog),
        )


def _remedy(violation: Row, row: Row, catalog: Catalog) -> str:
    """A file that can't be read has a remedy of its own for each way of that."""
    if violation["rule_id"] == _UNREADABLE and row["error_code"] is not None:
        return catalog.file_error(row["error_code"]).remedy
    return str(violation["remedy"])


def _written(violation: Row, catalog: Catalog) -> str:
    """As the unit wrote it; where two sides are weighed, what the one comes to that is compared. An answer on a task is words."""
    is_answer = catalog.rule(violation["rule_id"]).needs == "tasks"
    if violation["cell_code"] is None and violation["actual"] is not None and not is_answer:
        return number(violation["actual"])
    return violation["text"] or number(violation["actual"])


def _is_about_a_line(violation: Row) -> bool:
    """Two sides of a whole row or column don't agree, and no printed total is the one to blame."""
    return violation["cell_code"] is None and violation["table_code"] is not None and violation["address"] is not None


def _addresses(violation: Row, edition: str, places: Places, catalog: Catalog) -> tuple[str, ...]:
    if violation["address"] is None:
        return ()
    if not _is_about_a_line(violation) or not edition:
        return (violation["address"],)
    codes = [
        code
        for identity in catalog.identities(edition)
        if (identity.rule_id, identity.key) == (violation["rule_id"], violation["check_key"])
        for code in (*identity.expected, *identity.actual)
    ]
    there = [places[code][1] for code in codes if code in places and places[code][0] == violation["sheet"]]
    return tuple(dict.fromkeys([violation["address"], *there]))


def _places(store: Store, hashes: Collection[str]) -> dict[str, Places]:
    """Where each statutory cell of each of these files stands."""
    places: dict[str, Places] = defaultdict(dict)
    for row in store.rows(
        "SELECT sha256, cell_code, sheet, address FROM stg_cell WHERE sha256 IN (SELECT unnest($hashes::VARCHAR[]))",
        {"hashes": list(hashes)},
    ):
        places[row["sha256"]][row["cell_code"]] = row["sheet"], row["address"]
    return places


def path_name(text: str) -> str:
    """A name that is one part of a path on any system, whatever it says."""
    return display_name(text).translate(_UNFIT).strip(" .")[:_LONGEST_NAME] or "-"
