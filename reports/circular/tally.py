"""What the circular counts and whom it names, without any words: counted here from the report, and a second time from the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reports.circular.content import CircularReport, IndicatorRow, MetricRow, ScoreRow, UnitRef
from reports.tasks.report import ProgressLine, TaskDocument, TaskReport, count_states
from warehouse.catalog.catalog import Catalog

IN_LINE = ("overdue", "silent", "disputed", "dead")  # lists of units with the number of their lines


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit in a list, and its number there (times, tasks, links, points)."""

    unit: UnitRef
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """An indicator that units fall short of; `asked` is one of its rows, each entry has the unit's value."""

    asked: IndicatorRow
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """An indicator of which two sources give different values at these units: the values by source."""

    name: str
    measure: str
    entries: tuple[tuple[UnitRef, tuple[tuple[str, Decimal], ...]], ...]


@dataclass(frozen=True, slots=True)
class DocumentStates:
    """How the tasks of one key-point document stand: as tasks, and at the units that hold them."""

    title: str
    number: str
    tasks: Mapping[str, int]
    pairs: Mapping[str, int]
    held: int
    units: int
    open_tasks: tuple[str, ...]
    disputed: int


@dataclass(frozen=True, slots=True)
class Tally:
    """All counts and lists; units in the order of the register. A count is None where nobody can tell."""

    counts: Mapping[str, int | None]
    lists: Mapping[str, tuple[Entry, ...]]
    unmet: tuple[Unmet, ...]
    unmet_district: tuple[IndicatorRow, ...]
    highlights: tuple[IndicatorRow, ...]
    metrics: tuple[MetricRow, ...]
    differing: tuple[Differing, ...]
    groups: tuple[tuple[str, tuple[ScoreRow, ...]], ...]
    bands: Mapping[str, int]
    ranked_groups: Mapping[str, int]
    problem_kinds: Mapping[str, int]
    documents: tuple[DocumentStates, ...]
    verdicts: Mapping[str, int]
    next_tasks: tuple[tuple[str, int], ...]


def derive_tally(report: CircularReport, catalog: Catalog) -> Tally:
    """Counts what a report holds."""
    unmet, differing = _unmet(report, catalog.circular.told_elsewhere), _differing(report)
    lists = _lists(report)
    tasks, ranked = report.quarter.tasks, [row for row in report.scores if row.is_ranked]
    documents = () if tasks is None else tuple(_document(tasks.of(one), one) for one in tasks.documents)
    counts = {
        **_coverage_counts(report),
        **_indicator_counts(report, unmet, differing),
        **_problem_counts(report),
        **{name: _added(lists[name]) for name in IN_LINE},
        "tasks": sum(sum(one.tasks.values()) for one in documents),
        "figures": 0 if tasks is None else len(tasks.figures),
        "scored": len(report.scores),
        "ranked": len(ranked),
        "next_tasks": len(report.next_tasks),
    }
    return Tally(
        counts={**counts, **{f"{name}_units": len(lists[name]) for name in IN_LINE}},
        lists=lists,
        unmet=unmet,
        unmet_district=tuple(row for row in report.district_indicators if row.is_met is False),
        highlights=_highlights(report, catalog.circular.highlights),
        metrics=_listed(report.metrics, catalog.circular.metrics),
        differing=differing,
        groups=tuple(
            (group, tuple(row for row in ranked if row.group == group))
            for group in dict.fromkeys(row.group for row in ranked)
        ),
        bands=Counter(row.band for row in ranked if row.band is not None),
        ranked_groups=Counter(row.group for row in ranked),
        problem_kinds=Counter(row.kind for row in report.problems if row.status != "closed"),
        documents=documents,
        verdicts=Counter(line.verdict for line in (() if tasks is None else tasks.figures)),
        next_tasks=tuple((task.name, task.units) for task in report.next_tasks),
    )


def _coverage_counts(report: CircularReport) -> dict[str, int | None]:
    rows = report.coverage
    known = all(row.is_late is not None for row in rows if row.is_in)
    received = [row for row in rows if row.is_in]
    late = sum(row.is_late is True for row in received)
    return {
        "expected": len(rows),
        "received": len(received),
        "missing": sum(not row.is_in for row in rows),
        "nil": sum(row.is_nil for row in received),
        "late": late if known else None,
        "on_time": len(received) - late if known else None,
        "outside": sum(not row.is_rolled_up for row in rows),
        "returned": sum(row.returned_count > 0 for row in rows),
        "returned_times": sum(row.returned_count for row in rows),
        "returned_open": sum(row.is_open for row in rows),
        "before_expected": report.former.expected,
        "before_received": report.former.received,
    }


def _indicator_counts(
    report: CircularReport, unmet: Sequence[Unmet], differing: Sequence[Differing]
) -> dict[str, int | None]:
    """An indicator from several sources is one; it is met where none of its sources says otherwise."""
    by_code: dict[str, list[IndicatorRow]] = {}
    for row in report.district_indicators:
        by_code.setdefault(row.code, []).append(row)
    required = [rows for rows in by_code.values() if rows[0].operator is not None]
    short = [rows for rows in required if any(row.is_met is False for row in rows)]
    met = [rows for rows in required if rows not in short and any(row.is_met is True for row in rows)]
    return {
        "indicators": len(by_code),
        "required": len(required),
        "met": len(met),
        "unmet": len(short),
        "unjudged": len(required) - len(met) - len(short),
        "unit_unmet": sum(len(one.entries) for one in unmet),
        "unmet_indicators": len({one.asked.code for one in unmet}),
        "unmet_units": len({entry.unit.code for one in unmet for entry in one.entries}),
        "differing": sum(len(one.entries) for one in differing),
        "differing_units": len({unit.code for one in differing for unit, _ in one.entries}),
    }


def _problem_counts(report: CircularReport) -> dict[str, int | None]:
    period = str(report.quarter.period)
    left = [row for row in report.problems if row.status != "closed"]
    return {
        "problems": len(left),
        "problem_units": len({row.unit.code for row in left}),
        "problems_new": sum(row.period == period for row in left),
        "problems_carried": sum(row.period != period for row in left),
        "problems_closed": sum(row.status == "closed" for row in report.problems),
        "problems_overdue": sum(row.status == "overdue" for row in left),
    }


def _lists(report: CircularReport) -> dict[str, tuple[Entry, ...]]:
    rows, tasks = report.coverage, report.quarter.tasks
    progress = () if tasks is None else tasks.progress
    units = {unit.name: unit for unit in report.units}

    def lines(holds: Callable[[ProgressLine], bool]) -> tuple[Entry, ...]:
        return _counted(units[line.unit_name] for line in progress if holds(line))

    return {
        "missing": tuple(Entry(row.unit) for row in rows if not row.is_in),
        "late": tuple(Entry(row.unit) for row in rows if row.is_in and row.is_late),
        "returned": tuple(Entry(row.unit, Decimal(row.returned_count)) for row in rows if row.returned_count > 0),
        "returned_open": tuple(Entry(row.unit) for row in rows if row.is_open),
        "overdue": lines(lambda line: line.status == "overdue"),
        "silent": lines(lambda line: line.status == "not_reported"),
        "disputed": lines(lambda line: line.is_disputed),
        "dead": _counted(row.unit for row in report.links),
        "problems_overdue": _counted(row.unit for row in report.problems if row.status == "overdue"),
        "unranked": tuple(Entry(row.unit, row.score) for row in report.scores if not row.is_ranked),
    }


def _counted(units: Iterable[UnitRef]) -> tuple[Entry, ...]:
    """Each unit once with how often it comes, in the order of its first coming."""
    return tuple(Entry(unit, Decimal(number)) for unit, number in Counter(units).items())


def _added(entries: Iterable[Entry]) -> int:
    return int(sum((entry.number for entry in entries if entry.number is not None), Decimal(0)))


def _unmet(report: CircularReport, elsewhere: Sequence[str]) -> tuple[Unmet, ...]:
    """By indicator and source, in the order of the indicators, without the sources that are spoken of elsewhere."""
    wanted = (row for row in report.indicators if row.unit is not None and row.source not in elsewhere)
    short = [row for row in wanted if row.is_met is False]
    groups = (list(rows) for _, rows in groupby(short, key=lambda row: (row.code, row.source)))
    return tuple(
        Unmet(rows[0], tuple(Entry(row.unit, row.judged_value) for row in rows if row.unit is not None))
        for rows in groups
    )


def _differing(report: CircularReport) -> tuple[Differing, ...]:
    by_code: dict[str, list[tuple[IndicatorRow, ...]]] = {}
    for rows in report.differing:
        by_code.setdefault(rows[0].code, []).append(rows)
    return tuple(Differing(groups[0][0].name, groups[0][0].measure, _values(groups)) for groups in by_code.values())


def _values(
    groups: Iterable[tuple[IndicatorRow, ...]],
) -> tuple[tuple[UnitRef, tuple[tuple[str, Decimal], ...]], ...]:
    return tuple(
        (rows[0].unit, tuple((row.source, row.value) for row in rows if row.value is not None))
        for rows in groups
        if rows[0].unit is not None
    )


def _highlights(report: CircularReport, codes: Sequence[str]) -> tuple[IndicatorRow, ...]:
    rows = [row for row in report.district_indicators if row.value is not None]
    return tuple(row for code in codes for row in rows if row.code == code)


def _listed(metrics: Iterable[MetricRow], codes: Sequence[str]) -> tuple[MetricRow, ...]:
    found = {row.code: row for row in metrics}
    return tuple(found[code] for code in codes if code in found)


def _document(report: TaskReport, document: TaskDocument) -> DocumentStates:
    return DocumentStates(
        title=document.title,
        number=document.number,
        tasks=count_states(report.tasks),
        pairs=count_states(report.progress),
        held=sum(line.units > 0 for line in report.tasks),
        units=len({line.unit_name for line in report.progress}),
        open_tasks=document.open_tasks,
        disputed=sum(line.disputed > 0 for line in report.tasks),
    )
