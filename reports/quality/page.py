"""The quality page of a release: who reported, what the checks found, what is still open, what was explained, what was revised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Template

from reports.chart import Chart, draw_chart, render_number
from reports.page_template import page_template
from reports.quality.privacy import masked
from reports.statement import render_number as render_figure
from warehouse.catalog.catalog import Catalog

Rows = Sequence[Mapping[str, Any]]
_SEVERITIES = {"error": "错误", "warning": "提醒", "info": "提示"}
_ANSWERS = {"explanation": "单位说明", "waiver": "主管部门豁免"}
_NOT_SENT = "missing"
_RUN_CHARTS = (("平均每份错误（处）", "errors_each", False), ("问题了结率", "closed_ratio", True))
_CHARTS = (
    ("退回率", "returned_ratio", True),
    ("平均每份错误（处）", "errors_each", False),
    ("逾期率", "late_ratio", True),
)


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """What the page is made from: whose release, and the counted rows of each section (warehouse/sql/quality)."""

    district_name: str
    release_id: str
    as_of: datetime
    sections: Mapping[str, Rows]


def render_quality_page(facts: QualityFacts, catalog: Catalog) -> str:
    """One self-contained page: every text escaped, nothing loaded, nothing run, prints on A4. Every number comes counted."""
    return _template().render(**quality_context(facts, catalog))


def quality_context(facts: QualityFacts, catalog: Catalog, beside: str = "") -> dict[str, object]:
    """What the parts of the page are filled from; `beside` leads to the folder with the revision table."""
    [total] = facts.sections["total"]
    rules = {rule.id: rule for rule in catalog.rules}
    return {
        "facts": facts,
        "total": total,
        "section": facts.sections,
        "charts": _charts(facts.sections["trend"]),
        "run_charts": _run_charts(facts.sections["run"]),
        "rules": rules,
        "told": [row["rule_id"] for row in facts.sections["rule"] if row["rule_id"] in rules],
        "severities": _SEVERITIES,
        "answers": _ANSWERS,
        "tables": _table_names(catalog),
        "scopes": {scope.code: scope.label for scope in catalog.scopes},
        "standing": _standing(catalog),
        "beside": beside,
    }


def quality_template(name: str) -> Template:
    """A template that shows parts of the quality page."""
    filters: dict[str, Callable[..., object]] = {"share": _share, "plain": _plain, "figure": _figure, "masked": masked}
    return page_template(name, filters)


@cache
def _template() -> Template:
    return quality_template("quality.html.j2")


def _charts(trend: Rows) -> list[Chart]:
    labels = [f"{str(row['year'])[2:]}年{row['quarter']}季" for row in trend]
    return [
        draw_chart(title, list(zip(labels, (row[column] for row in trend), strict=True)), is_share=is_share)
        for title, column, is_share in _CHARTS
    ]


def _run_charts(runs: Rows) -> list[Chart]:
    """From the eldest to the latest; the rows come the other way round."""
    drawn = list(reversed(runs))
    labels = [f"{row['ran_at'].month}月{row['ran_at'].day}日" for row in drawn]
    return [
        draw_chart(title, list(zip(labels, (row[column] for row in drawn), strict=True)), is_share=is_share)
        for title, column, is_share in _RUN_CHARTS
    ]


def _table_names(catalog: Catalog) -> dict[str, str]:
    """`T3` is 表三, as the form numbers it."""
    latest = catalog.editions[-1]
    return {table.code: f"表{table.title[0]}" for table in (latest.proactive, latest.requests, latest.disputes)}


def _standing(catalog: Catalog) -> dict[str, str]:
    """How a unit that is not in stands, in brackets after its name; nothing for one that sent nothing."""
    return {_NOT_SENT: ""} | {status.code: f"（{status.label}）" for status in catalog.statuses}


def _share(ratio: float | None) -> str:
    return "—" if ratio is None else render_number(ratio, is_share=True)


def _plain(value: float) -> str:
    return render_number(value, is_share=False)


def _figure(value: Decimal | None) -> str:
    return "—" if value is None else render_figure(value)
