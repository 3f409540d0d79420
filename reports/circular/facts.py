"""The facts that the circular's sentences are filled from: figures, and what was counted, in words. The same words for both countings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reports.circular.content import CircularReport, IndicatorRow, MetricRow, ScoreRow
from reports.circular.tally import DocumentStates, Entry, Tally, Unmet
from reports.circular.words import Named, demand, detail, over_time, plain, shown, unit_names
from reports.narrative.annual import statement_facts
from reports.narrative.figures import Fact, derive_comparison, derive_figures, derive_listing
from reports.narrative.notes import remarks_text
from reports.narrative.paper import clean_text
from reports.narrative.place import jurisdiction, level, whole
from reports.narrative.text import fill
from reports.statement import Statement, written_date
from reports.tasks.facts import enumerated
from warehouse.catalog.catalog import Catalog

Facts = dict[str, Fact]
_DETAILS = {
    **dict.fromkeys(("overdue", "silent", "disputed"), "tasks"),
    **{"dead": "links", "problems_overdue": "problems", "unranked": "score"},
}


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """Facts of the whole text, and those of each entry of the lists that passages go through."""

    whole: Facts
    entries: Mapping[str, Sequence[Facts]]


def circular_facts(
    report: CircularReport,
    tally: Tally,
    quarter: Statement,
    to_date: Statement,
    former: Statement | None,
    catalog: Catalog,
) -> CircularFacts:
    """Fills in the words. The report gives names, days and answers; every count is the tally's, every figure a statement's."""
    facts: Facts = {**_given(report, catalog), **_figures(quarter, to_date, former, catalog)}
    facts |= {name: None if count is None else Decimal(count) for name, count in tally.counts.items()}
    facts |= {f"{name}_names": _names(name, entries, catalog) for name, entries in tally.lists.items()}
    facts |= _enumerations(tally, catalog, is_first=report.quarter.is_first)
    facts["unranked"] = Decimal(len(tally.lists["unranked"]))
    facts["portal_known"] = Decimal(len(tally.metrics))
    facts["scheme"] = report.scheme
    sums = {
        "reporting": ("missing", "late", "returned"),
        "reports_open": ("missing", "returned_open"),
        "task_faults": ("overdue", "silent", "disputed"),
        "faults": (
            *("missing", "late", "returned", "unit_unmet", "overdue", "silent", "disputed", "dead", "differing"),
            *("problems", "problems_closed"),
        ),
    }
    facts |= {name: Decimal(sum(tally.counts[part] or 0 for part in parts)) for name, parts in sums.items()}
    return CircularFacts(facts, _entries(report, tally, catalog))


def _given(report: CircularReport, catalog: Catalog) -> Facts:
    quarter, days = report.quarter, report.days
    name = clean_text(quarter.district_name)
    period = quarter.period
    documents = (
        fill(catalog.circular.items.document, {"title": clean_text(title), "number": clean_text(number)})
        for title, number in report.office.documents
    )
    return {
        "office": clean_text(report.office.name),
        "district": jurisdiction(name, catalog),
        "whole": whole(name, catalog),
        "level": level(name, catalog),
        "period_label": period.label,
        "is_first": "yes" if quarter.is_first else "no",
        "before_label": type(period)(period.year - 1, period.quarter).label,
        "next_label": period.following.label,
        "documents": catalog.circular.items.joiner.join(documents) or None,
        "circular_on": None if days.circular_on is None else written_date(days.circular_on),
        "rectify_on": None if days.rectify_on is None else written_date(days.rectify_on),
        "next_due_on": None if days.next_due_on is None else written_date(days.next_due_on),
        "unknown_year": None if days.unknown_year is None else str(days.unknown_year),
        "remarks": remarks_text(catalog, quarter.quarter, quarter.remarks),
    }


def _figures(quarter: Statement, to_date: Statement, former: Statement | None, catalog: Catalog) -> Facts:
    narrative, edition = catalog.narrative, catalog.edition(quarter.edition)
    figures = derive_figures(narrative, edition, quarter.values)
    ytd = derive_figures(narrative, catalog.edition(to_date.edition), to_date.values)
    then = {} if former is None else derive_figures(narrative, catalog.edition(former.edition), former.values)
    facts: Facts = {**figures, **{f"ytd_{name}": value for name, value in ytd.items()}}
    facts |= {f"previous_{name}": then.get(name) for name in figures}
    for comparison in narrative.comparisons:
        facts |= derive_comparison(comparison, figures, then, narrative.percent_digits)
    for listing in narrative.listings:
        facts[listing.name] = derive_listing(narrative, listing, edition, quarter.values, figures)
    return facts | statement_facts(quarter, catalog)


def _names(name: str, entries: Sequence[Entry], catalog: Catalog) -> str | None:
    words = catalog.circular
    named = [Named(entry.unit, _detail(name, entry, catalog)) for entry in entries]
    return unit_names(named, words) or None


def _detail(name: str, entry: Entry, catalog: Catalog) -> str:
    """The number behind a unit; that a report was returned once needs no saying."""
    words = catalog.circular
    if name == "returned":
        return detail("times", words, count=plain(entry.number)) if entry.number not in (None, 1) else ""
    if name not in _DETAILS or entry.number is None:
        return ""
    return detail(_DETAILS[name], words, count=plain(entry.number), score=plain(entry.number))


def _enumerations(tally: Tally, catalog: Catalog, *, is_first: bool) -> Facts:
    items = catalog.circular.items
    kinds = {group: group for group, _ in tally.groups}
    rows = sorted((row for _, rows in tally.groups for row in rows), key=lambda row: -row.score)
    bands = {row.band: row.band for row in rows if row.band is not None}
    verdicts = {verdict.code: verdict.label for verdict in catalog.tasks.verdicts}
    problems = {kind.code: kind.label for kind in catalog.problems.kinds}
    tasks = (fill(items.task, {"task": clean_text(name), "units": str(units)}) for name, units in tally.next_tasks)
    said = {
        "unmet_list": items.joiner.join(
            _unmet_item(row, tally.unmet_district, catalog) for row in tally.unmet_district
        ),
        "highlight_list": items.joiner.join(
            _highlight(row, tally.highlights, catalog, is_first=is_first) for row in tally.highlights
        ),
        "metric_list": items.joiner.join(_metric(row, catalog, is_first=is_first) for row in tally.metrics),
        "ranked_kinds": enumerated(tally.ranked_groups, kinds, items.kind_count),
        "bands": enumerated(tally.bands, bands, items.band),
        "problem_kinds": enumerated(tally.problem_kinds, problems, items.named_count),
        "verdicts": enumerated(tally.verdicts, verdicts, catalog.task_narrative.lines.pair_states),
        "next_task_list": items.joiner.join(tasks),
    }
    return {name: text or None for name, text in said.items()}


def _unmet_item(row: IndicatorRow, rows: Sequence[IndicatorRow], catalog: Catalog) -> str:
    facts = {
        "name": _name(row, rows, catalog),
        "value": shown(row.judged_value, row.measure, catalog.circular),
        "requirement": asked(row, catalog),
    }
    return fill(catalog.circular.items.unmet, facts)


def _name(row: IndicatorRow, rows: Sequence[IndicatorRow], catalog: Catalog) -> str:
    """An indicator that two sources give says which."""
    is_single = sum(other.code == row.code for other in rows) == 1
    facts = {"unit": row.name, "detail": source(row, catalog)}
    return row.name if is_single else fill(catalog.circular.units.detail, facts)


def _highlight(row: IndicatorRow, rows: Sequence[IndicatorRow], catalog: Catalog, *, is_first: bool) -> str:
    words = catalog.circular
    facts = {"name": _name(row, rows, catalog), "value": shown(row.value, row.measure, words)}
    year, before = (shown(value, row.measure, words) for value in (row.year_value, row.before_value))
    return over_time(fill(words.items.highlight, facts), "" if is_first else year, before, words)


def _metric(row: MetricRow, catalog: Catalog, *, is_first: bool) -> str:
    item = fill(catalog.circular.items.metric, {"name": row.name, "value": f"{plain(row.value)}{row.unit}"})
    year, before = (
        "" if value is None else f"{plain(value)}{row.unit}" for value in (row.year_value, row.before_value)
    )
    return over_time(item, "" if is_first else year, before, catalog.circular)


def asked(row: IndicatorRow, catalog: Catalog) -> str:
    """What is required of an indicator."""
    return demand(row.name, row.operator, row.threshold, row.measure, row.judged_over, catalog)


def source(row: IndicatorRow, catalog: Catalog) -> str:
    """Where an indicator comes from, in words."""
    return catalog.indicators.words.sources[row.source]


def _entries(report: CircularReport, tally: Tally, catalog: Catalog) -> dict[str, list[Facts]]:
    end = written_date(report.quarter.period.end)
    return {
        "document": [document_facts(one, end, catalog) for one in tally.documents],
        "unmet": [_unmet_facts(one, catalog) for one in tally.unmet],
        "differing": [
            {"name": one.name, "count": Decimal(len(named)), "names": unit_names(named, catalog.circular)}
            for one in tally.differing
            for named in [[Named(unit, _values(values, one.measure, catalog)) for unit, values in one.entries]]
        ],
        "group": [_group_facts(group, rows, catalog) for group, rows in tally.groups],
    }


def _values(values: Iterable[tuple[str, Decimal]], measure: str, catalog: Catalog) -> str:
    words, sources = catalog.circular, catalog.indicators.words.sources
    return words.detail_joiner.join(
        detail("source", words, source=sources[name], value=shown(value, measure, words)) for name, value in values
    )


def _unmet_facts(unmet: Unmet, catalog: Catalog) -> Facts:
    words, row = catalog.circular, unmet.asked
    named = [Named(entry.unit, shown(entry.number, row.measure, words)) for entry in unmet.entries]
    return {
        "name": row.name,
        "requirement": asked(row, catalog),
        "source": source(row, catalog),
        "count": Decimal(len(named)),
        "names": unit_names(named, words),
    }


def _group_facts(group: str, rows: Sequence[ScoreRow], catalog: Catalog) -> Facts:
    """The first and the last places of a group, whoever shares them; all of a small one. Of a group of one place there is no last."""
    words = catalog.circular
    ranks = [row.rank or 0 for row in rows]
    is_whole = len(rows) < words.rank_needs
    best = [row for row in rows if is_whole or (row.rank or 0) <= words.named_best]
    behind = {rank: sum(other > rank for other in ranks) for rank in ranks}
    last = [row for row in rows if row not in best and behind[row.rank or 0] < words.named_best]
    return {
        "group": group,
        "count": Decimal(len(rows)),
        "all": _ranked(best, catalog) if is_whole else "",
        "best": _ranked(best, catalog),
        "last": _ranked(last, catalog),
    }


def _ranked(rows: Sequence[ScoreRow], catalog: Catalog) -> str:
    """Each unit with its score and place; many that share a place only by how many they are."""
    items, few = catalog.circular.items, catalog.circular.units.few
    said: list[str] = []
    for rank, sharing in groupby(rows, key=lambda row: row.rank):
        those = list(sharing)
        facts = {"score": plain(those[0].score), "rank": str(rank), "count": str(len(those))}
        if len(those) > few:
            said.append(fill(items.tied, facts))
        else:
            said += (fill(items.ranked, {**facts, "unit": clean_text(row.unit.name)}) for row in those)
    return items.joiner.join(said)


def document_facts(document: DocumentStates, end: str, catalog: Catalog) -> Facts:
    """What is said of the tasks of one key-point document; enumerations leave out what is 0."""
    labels, lines = catalog.tasks.status_labels, catalog.task_narrative.lines
    counts = {
        "tasks": sum(document.tasks.values()),
        "held": document.held,
        "unheld": sum(document.tasks.values()) - document.held,
        "units": document.units,
        "pairs": sum(document.pairs.values()),
        "open": len(document.open_tasks),
        "disputed": document.disputed,
        "unfinished": sum(n for state, n in document.tasks.items() if state not in ("done", "not_applicable")),
    }
    return {
        "title": clean_text(document.title),
        "number": clean_text(document.number),
        "period_end": end,
        "states": enumerated(document.tasks, labels, lines.states),
        "pair_states": enumerated(document.pairs, labels, lines.pair_states),
        "open_tasks": catalog.circular.items.joiner.join(clean_text(task) for task in document.open_tasks),
        **{name: Decimal(count) for name, count in counts.items()},
    }
