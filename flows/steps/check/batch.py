"""Reports laid into the relations that rules read, with a register made of the bodies that the reports themselves name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from expectations.inputs import lay_inputs
from expectations.rules import relations_read, rule_query
from flows.steps.check.bodies import body_names, known_scopes
from flows.steps.check.files import GivenReport
from flows.steps.check.text import text_frames
from transforms.file_reading import FileReading
from transforms.staging import stage_readings
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.rules import Rule
from warehouse.catalog.units import Register, Unit
from warehouse.catalog_tables import SCHEMAS, catalog_frames
from warehouse.keypoint_tables import keypoint_frames
from warehouse.store import Store, memory_store

_FORM, _ROOT = "annual", "given"
_LONG_AGO = date(1949, 10, 1)
_YEARS = range(2000, 2100)
_NEVER_THERE = ("tasks", "metrics", "portal")  # with a report by itself


@dataclass(slots=True)
class ReportBatch:
    """Which report a submission is, or is the rest of: cells that only another edition has, under a number of their own."""

    report_of: dict[int, int] = field(default_factory=dict)
    cells_of_rest: dict[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Part:
    submission_id: int
    number: int
    reading: FileReading


@contextmanager
def open_batch(catalog: Catalog, *, is_all: bool = False) -> Iterator[Store]:
    """A database in memory with what the rules read of the catalogue in it: all that can be done before the reports are read.

    `is_all` where it is to be told of every rule, those included that a report by itself gives nothing to judge.
    """
    root = Register(units=(_unit(_ROOT, "", None),))
    with memory_store() as store:
        read = relations_read(rule_query(rule) for rule in rules_of_reports(catalog, is_all=is_all))
        frames = catalog_frames(catalog, root, _YEARS, only=read)
        if is_all:
            frames |= keypoint_frames((), catalog.task_narrative.requirement, {}, {}, {})
        lay_inputs(store.connection, frames)
        yield store


def rules_of_reports(catalog: Catalog, *, is_all: bool = False) -> list[Rule]:
    """The rules that a report by itself can be judged by; with `is_all` those too that find nothing in it that they could judge."""
    rules = (rule for rule in catalog.rules if rule.id not in catalog.report.left_out)
    return [rule for rule in rules if is_all or rule.needs not in _NEVER_THERE]


def lay_out_reports(store: Store, given: Sequence[GivenReport], catalog: Catalog) -> ReportBatch:
    """Fills the input relations (expectations/inputs.py); says which submission is which report."""
    parts = list(_parts(given))
    bodies = body_names([one.reading.unit for one in given])
    scopes = known_scopes(given, bodies)
    units = [bodies.get(one.reading.unit or "", f"file {number}") for number, one in enumerate(given)]
    rows = [_submission(part, given[part.number], units[part.number], scopes[part.number], catalog) for part in parts]
    submissions = pl.DataFrame(rows, _SUBMISSION, orient="row")
    staged = stage_readings((str(part.submission_id), part.reading) for part in parts)
    numbered = pl.col("sha256").cast(pl.Int64).alias("submission_id")
    known = submissions.select("submission_id", "unit_code", "period", "form_code", "scope", "edition")
    cells = staged.cells.with_columns(numbered).drop("sha256").join(known, on="submission_id")
    frames = {
        "check_submission": submissions,
        "check_cell": cells,
        "check_problem": staged.problems.with_columns(numbered).drop("sha256"),
        "counting_cell": _counting(cells),
        "cat_unit": _unit_frame(units, given, catalog),
    }
    told = [
        (str(part.submission_id), given[part.number].reading, units[part.number])
        for part in parts
        if not _is_rest(part)
    ]
    text = {name: frame.with_columns(numbered).drop("sha256") for name, frame in text_frames(told, catalog).items()}
    lay_inputs(store.connection, frames | text)
    rest = {part.submission_id: frozenset(cell[0] for cell in part.reading.cells) for part in parts if _is_rest(part)}
    return ReportBatch({part.submission_id: part.number for part in parts}, rest)


_SUBMISSION = {
    "submission_id": pl.Int64,
    **dict.fromkeys(
        ("sha256", "file_name", "unit_code", "unit_kind", "period", "form_code", "edition", "scope"), pl.String
    ),
    "is_nil": pl.Boolean,
}


def _parts(given: Sequence[GivenReport]) -> Iterator[_Part]:
    """Even numbers are reports, odd ones what is left of a report that mixes editions."""
    for number, one in enumerate(given):
        if one.reading.error is not None:
            continue
        yield _Part(2 * number, number, one.reading)
        if one.reading.foreign:
            edition = one.reading.foreign[0][0]
            cells = [cell for _, cell in one.reading.foreign]
            yield _Part(2 * number + 1, number, FileReading(edition=edition, cells=cells))


def _is_rest(part: _Part) -> bool:
    return part.submission_id % 2 == 1


def _submission(part: _Part, one: GivenReport, unit: str, scope: str | None, catalog: Catalog) -> tuple[object, ...]:
    reading = one.reading
    kind = None if reading.unit is None else catalog.report.kind_of(reading.unit)
    period = None if reading.year is None else str(reading.year)
    return (
        part.submission_id,
        str(part.submission_id),
        one.path,
        unit,
        kind,
        period,
        _FORM,
        part.reading.edition,
        scope,
        False,
    )


def _counting(cells: pl.DataFrame) -> pl.DataFrame:
    """The first report given of each body, year and scope stands for it where its other years are weighed."""
    whole = cells.filter(pl.col("submission_id") % 2 == 0)
    keys = ["unit_code", "period", "scope"]
    first = whole.group_by(keys).agg(pl.col("submission_id").min())
    return whole.join(first, on=[*keys, "submission_id"], how="semi", nulls_equal=True).select(
        "submission_id", "unit_code", "period", "form_code", "scope", "cell_code", "value"
    )


def _unit_frame(units: Sequence[str], given: Sequence[GivenReport], catalog: Catalog) -> pl.DataFrame:
    """cat_unit of the bodies that the reports name."""
    kinds = {unit: catalog.report.kind_of(one.reading.unit or "") for unit, one in zip(units, given, strict=True)}
    rows = [(name, name, kind or "", _ROOT, False, False, _LONG_AGO, None) for name, kind in kinds.items()]
    return pl.DataFrame(rows, SCHEMAS["cat_unit"], orient="row")


def _unit(name: str, kind: str, parent: str | None) -> Unit:
    return Unit(
        code=name,
        name=name,
        kind=kind,
        parent=parent,
        is_ranked=False,
        is_rolled_up=False,
        valid_from=_LONG_AGO,
        valid_to=None,
        successors=(),
        aliases=(),
    )
