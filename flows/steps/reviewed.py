"""What a collect was for, and which reports had to be judged because of it: the others stand as they were judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from warehouse.catalog.period import Period
from warehouse.store import Store

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`because` are the reports that came, as people name them; `judged` how many reports were judged, `again` how many of those had
    come before; `periods` of those judged; `kept` how many were not looked at. `sentence` says it in a line.
    """

    because: tuple[str, ...]
    judged: int
    again: int
    periods: tuple[str, ...]
    kept: int
    sentence: str


def what_was_judged(store: Store, landed: Collection[int], judged: Collection[int]) -> Reviewed | None:
    """Counts it up; None where nothing was judged. `landed` are the submissions that came in this run."""
    if not judged:
        return None
    rows = {row["submission_id"]: row for row in store.rows(_JUDGED, {"judged": sorted(judged)})}
    because = tuple(_named(row) for one, row in rows.items() if one in landed)
    known = {row["period"] for row in rows.values() if row["period"] is not None}
    periods = tuple(sorted(known, key=lambda period: Period.parse(period).sort_key))
    again = len(rows.keys() - set(landed))
    [total] = store.rows("SELECT count(*) AS n FROM core_receipt")
    kept = total["n"] - len(rows)
    sentence = f"{_cause(because)}：{''.join(_done(len(rows), again, periods))}；其余 {kept} 份沿用。"
    return Reviewed(because, len(rows), again, periods, kept, sentence)


def named_first(because: Sequence[str]) -> str:
    """Of the reports that something was done for the first ones, and how many there are."""
    more = f"等 {len(because)} 份报送" if len(because) > _SHOWN else ""
    return f"因{'、'.join(because[:_SHOWN])}{more}"


def _cause(because: Sequence[str]) -> str:
    return named_first(because) if because else "没有新的报送"


def _done(judged: int, again: int, periods: Sequence[str]) -> Iterator[str]:
    yield f"{'重新' if again == judged else ''}核对 {judged} 份报送"
    if periods:
        first, last = (Period.parse(periods[place]).label for place in (0, -1))
        yield f"（{first}）" if first == last else f"（{first}至{last}）"
    if 0 < again < judged:
        yield f"，其中重新核对 {again} 份"


def _named(row: dict[str, object]) -> str:
    """Unit, period and whether it is the first; a report of which either is not known has the name of its file."""
    if row["unit_name"] is None or row["period"] is None:
        return f"“{row['file_name']}”"
    kind = "重复报送" if row["status"] == "duplicate" else "更正报送" if row["version"] != 1 else "报送"
    return f"{row['unit_name']}{Period.parse(str(row['period'])).label}{kind}"


_JUDGED = """
SELECT s.submission_id, coalesce(u.unit_name, s.unit_code) AS unit_name, s.period, s.version, s.status, r.file_name
FROM core_submission s
JOIN raw_receipt r ON r.submission_id = s.submission_id
LEFT JOIN dim_unit u ON u.unit_code = s.unit_code
WHERE s.submission_id IN (SELECT unnest($judged::BIGINT[]))
ORDER BY s.submission_id
"""
