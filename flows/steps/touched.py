"""What a release was made for, and what of it had to be made: the rest was taken from what stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.steps.drafts import Saved
from flows.steps.reviewed import named_first
from flows.steps.site.writing import SiteSummary
from warehouse.store import Store
from warehouse.tables import tables

_BUILT = sum(table.role == "built" for table in tables().values())


@dataclass(frozen=True, slots=True)
class Touched:
    """`because` are the reports that count otherwise than in the release before; of tables, documents and pages, how many there are
    and how many were taken as they stood. `sentence` says it in a line.
    """

    because: tuple[str, ...]
    tables: int
    tables_built: tuple[str, ...]
    documents: int
    documents_taken: int
    pages: int
    pages_taken: int
    sentence: str


def what_was_touched(
    because: Sequence[str], built: Sequence[str], saved: Saved, site: SiteSummary, *, is_first: bool
) -> Touched:
    """Counts it up."""
    documents, taken = len(saved.paths), len(saved.taken)
    kept = (f"{_BUILT - len(built)} 张表", f"{taken} 份文件", f"{site.taken} 页")
    made = f"重新计算 {len(built)} 张表，写 {documents - taken} 份文件、{site.files - site.taken} 页"
    sentence = f"{_cause(because, is_first)}：{made}；其余 {'、'.join(kept)}沿用。"
    return Touched(tuple(because), _BUILT, tuple(built), documents, taken, site.files, site.taken, sentence)


def changed_reports(store: Store) -> tuple[str, ...]:
    """Each report that counts otherwise than in the release that tables were compared with last, as people name it."""
    rows = store.rows(
        """SELECT coalesce(u.unit_name, c.unit_code) || coalesce(p.period_name, c.period) || split_part(c.sentence, '：', 1) AS said
           FROM submission_change c
           LEFT JOIN dim_unit u ON u.unit_code = c.unit_code
           LEFT JOIN dim_period p ON p.period = c.period
           ORDER BY c.change_no"""
    )
    return tuple(row["said"] for row in rows)


def _cause(because: Sequence[str], is_first: bool) -> str:
    if is_first:
        return "首次发布"
    if not because:
        return "计入的报送没有变动"
    return named_first(because)
