"""Judges reports by themselves: no workspace, no register, no server. Several years of one body are weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from expectations.findings import place
from expectations.suite import check_batch_plain
from flows.steps.check.batch import ReportBatch, lay_out_reports, rules_of_reports
from flows.steps.check.files import GivenReport
from flows.steps.check.outcomes import other_outcomes
from transforms.recognise.tables import TABLES
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.report_words import Rewording
from warehouse.store import Store

Values = dict[str, Decimal | None]
_SEVERITIES = ("error", "warning", "info")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One outcome of one check, named as CONTRACT §3 says."""

    rule_id: str
    severity: str
    outcome: str
    table: str | None
    row: str | None
    column: str | None
    expected: Decimal | None
    actual: Decimal | None
    where: str | None
    message: str
    remedy: str
    title: str
    basis: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """One report as `zwgk check --json` gives it. `error` is set where the file could not be read."""

    path: str
    unit: str | None
    year: int | None
    form: str | None
    scope: str | None
    tables: dict[str, Values]
    findings: list[Finding]
    error: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Checked:
    """All reports in the order given; `faults` names rules that broke, which is our fault."""

    reports: list[CheckedReport]
    faults: tuple[str, ...]


def check_reports(store: Store, given: Sequence[GivenReport], catalog: Catalog, *, is_all: bool = False) -> Checked:
    """Judges every report that could be read by every rule that a report by itself can be judged by.

    `store` is that of open_batch. `is_all` adds the checks that passed and those that could not be made. A rule that broke is an
    outcome `error` of each report.
    """
    batch = lay_out_reports(store, given, catalog)
    rule_ids = [rule.id for rule in rules_of_reports(catalog, is_all=is_all)]
    result = check_batch_plain(store.connection, catalog, rule_ids=rule_ids)
    rows = result.violations.with_columns(outcome=pl.lit("fail"))
    if is_all:
        held = [rule_id for rule_id in rule_ids if rule_id not in set(result.errors["rule_id"])]
        rows = pl.concat([rows, other_outcomes(store, catalog, held)], how="diagonal")
    faults = {row["rule_id"]: row["detail"] for row in result.errors.iter_rows(named=True)}
    findings = _findings(rows, batch, catalog)
    for found in findings.values():
        found.sort(key=lambda one: _order(one, catalog))
        found += (_fault(rule_id, catalog) for rule_id in faults)
    reports = [_checked(one, findings.get(number, [])) for number, one in enumerate(given)]
    return Checked(reports, tuple(f"{rule_id}：{reason}" for rule_id, reason in faults.items()))


def _findings(rows: pl.DataFrame, batch: ReportBatch, catalog: Catalog) -> dict[int, list[Finding]]:
    """Findings by the number of the report. The rest of a mixed report is judged for its own cells only."""
    found: dict[int, list[Finding]] = {number: [] for number in batch.report_of.values()}
    for row in rows.iter_rows(named=True):
        submission = row["submission_id"]
        number = batch.report_of[submission]
        if submission in batch.cells_of_rest and row["cell_code"] not in batch.cells_of_rest[submission]:
            continue
        found[number].append(_finding(row, catalog))
    return found


def _order(finding: Finding, catalog: Catalog) -> tuple[object, ...]:
    """Errors first, rule by rule as declared, and then as the report is read; `第9段` before `第10段`."""
    numbers = [int(number) for number in _NUMBER.findall(finding.where or "")]
    rules = list(catalog.rules_by_id)
    return _SEVERITIES.index(finding.severity), rules.index(finding.rule_id), numbers


def _finding(row: dict[str, Any], catalog: Catalog) -> Finding:
    rule = catalog.rule(row["rule_id"])
    said = catalog.report.reworded.get(rule.id, Rewording())
    message = said.message if row["outcome"] == "fail" else None
    return Finding(
        rule_id=rule.id,
        severity=row["severity"] or rule.severity,  # a rule on trial warns only
        outcome=row["outcome"],
        table=row["table_code"],
        row=row["row_code"],
        column=row["column_code"],
        expected=row["expected"],
        actual=row["actual"],
        where=place(row["sheet"], row["address"]),
        message=message or row["message"] or rule.title,
        remedy=said.remedy or rule.remedy,
        title=rule.title,
        basis=rule.basis,
        text=row["text"],
    )


def _fault(rule_id: str, catalog: Catalog) -> Finding:
    rule = catalog.rules_by_id.get(rule_id)
    title = rule.title if rule is not None else rule_id
    message = f"规则 {rule_id} 未能运行，本报告没有按它核对；这是程序的问题，与报告无关。"
    severity = rule.severity if rule is not None else "error"
    basis = rule.basis if rule is not None else ""
    return Finding(rule_id, severity, "error", None, None, None, None, None, None, message, "", title, basis)


def _checked(one: GivenReport, findings: list[Finding]) -> CheckedReport:
    reading = one.reading
    error = None if reading.error is None else dict(zip(("code", "message"), reading.error, strict=True))
    return CheckedReport(
        path=one.path,
        unit=reading.unit,
        year=reading.year,
        form=reading.edition,
        scope=reading.scope,
        tables=_tables(one),
        findings=findings,
        error=error,
    )


def _tables(one: GivenReport) -> dict[str, Values]:
    values: dict[str, Values] = {}
    for cell in (*one.reading.cells, *(cell for _, cell in one.reading.foreign)):
        table, _, code = cell[0].partition(":")
        values.setdefault(table, {})[code] = cell[2]
    return {table: values[table] for table in TABLES if table in values}
