"""The command `zwgk indicators`: the district's figures, who falls short, and where two sources disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli.options import (
    JsonOption,
    MaybePeriodOption,
    UnitsOption,
    WorkspaceOption,
    open_workspace,
    parse_period,
)
from flows.cli.outcome import DONE, FINDINGS, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.indicators import IndicatorLine, IndicatorTable, MeasureOrigin
    from warehouse.catalog.catalog import Catalog
    from warehouse.catalog.period import Period
    from warehouse.workspace import Workspace

_HERE = Path()
_COLUMNS = ("单位", "指标", "来源", "分子", "分母", "指标值", "要求", "结论", "本年累计", "上年同期", "计入单位")
_MET = {True: "达到", False: "未达到", None: ""}


def indicators(
    period: MaybePeriodOption = None,
    unit: UnitsOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """看工作指标：本级汇总的分子、分母、指标值、本年累计和上年同期，哪些单位没有达到要求，哪些指标两个来源不一致。

    不给报告期则看刚结束的季度。有单位没有达到要求的，退出码为 1。
    """
    from flows.schedule import quarter_to_collect

    asked = quarter_to_collect(datetime.now(UTC)) if period is None else parse_period(period, is_year=False)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.steps.indicators import indicator_table

    shown = indicator_table(opened, asked, unit or ())
    emit(shown, lambda: _screen(shown, opened.catalog, by_unit=bool(unit)), as_json=as_json)
    end(FINDINGS if shown.unmet else DONE)


def _screen(shown: IndicatorTable, catalog: Catalog, *, by_unit: bool) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    listed = shown.lines if by_unit else shown.district
    if not listed:
        yield f"{shown.period.label}没有可看的指标：这一季度还没有收到报送。"
    else:
        rows = (_cells(line, catalog) for line in listed)
        yield table(f"{shown.period.label}　工作指标", _COLUMNS, rows, wide=("指标",))
    if shown.unmet and not by_unit:
        by_indicator = groupby(shown.unmet, key=lambda line: (line.indicator_code, line.source))
        rows = (_short_of(list(lines), catalog) for _, lines in by_indicator)
        yield table("没有达到要求的", ("指标", "来源", "要求", "单位数", "单位"), rows, wide=("指标", "单位"))
    yield from (f"〔两来源不一致〕{_difference(lines, catalog)}" for lines in shown.differing)
    if shown.calendar is not None:
        yield f"〔工作日历〕{shown.calendar}"


def _short_of(lines: Sequence[IndicatorLine], catalog: Catalog) -> tuple[object, ...]:
    """One line for all units that fall short of an indicator, each with its value."""
    first = lines[0]
    named = "、".join(f"{line.unit_name}（{_told(line.judged_value, line)}）" for line in lines)
    return first.name, catalog.indicators.words.sources[first.source], _demand(first, catalog), len(lines), named


def _demand(line: IndicatorLine, catalog: Catalog) -> str:
    return "" if line.operator is None else f"{catalog.tasks.operators[line.operator]} {_told(line.threshold, line)}"


def _cells(line: IndicatorLine, catalog: Catalog) -> tuple[object, ...]:
    words = catalog.indicators.words
    value = words.states[line.state] if line.value is None else _told(line.value, line)
    known = (
        line.unit_name,
        line.name,
        words.sources[line.source],
        _count(line.numerator),
        _count(line.denominator),
        value,
    )
    over_time = (_told(line.year_value, line), _told(line.before_value, line))
    return *known, _demand(line, catalog), _MET[line.is_met], *over_time, line.units_in


def _count(value: Decimal | None) -> str:
    from flows.cli.screen import figure

    return "" if value is None else figure(value)


def _told(value: Decimal | None, line: IndicatorLine) -> str:
    """A value as people write it, at most two places: a ratio as per cent."""
    if value is None:
        return ""
    text = f"{value * 100 if line.unit == 'ratio' else value:.2f}".rstrip("0").rstrip(".")
    return f"{text}%" if line.unit == "ratio" else text


def _difference(lines: tuple[IndicatorLine, ...], catalog: Catalog) -> str:
    words = catalog.indicators.words.sources
    told = "，".join(f"{words[line.source]} {_told(line.value, line)}" for line in lines)
    return f"{lines[0].unit_name}　{lines[0].name}：{told}，请核实哪一个准确。"


def show_origins(opened: Workspace, period: Period, code: str, unit: str | None, *, as_json: bool) -> None:
    """Shows the way from an indicator back to cells and documents, for `zwgk trace`."""
    from flows.cli.screen import emit
    from flows.steps.indicators import indicator_origins

    origins = indicator_origins(opened, period, code, unit)
    emit({"period": period, "trace": origins}, lambda: _origins_screen(origins, opened.catalog), as_json=as_json)


def _origins_screen(origins: Sequence[MeasureOrigin], catalog: Catalog) -> Iterator[RenderableType]:
    """What an indicator was counted from, a line for each cell, document, or source without cells."""
    from flows.cli.screen import table

    if not origins:
        yield "这一季度没有这个指标的数据。"
        return
    columns = ("部分", "基础数", "来源", "单位", "数值", "编号", "文件", "单元格", "内容")
    rows = (
        (
            *(one.role, one.measure_name, catalog.indicators.words.sources[one.source], one.unit_name),
            *(_count(one.measure_value), one.submission_id, one.file_name),
            "" if one.sheet is None else f"{one.sheet}!{one.address or ''}",
            one.text,
        )
        for one in origins
    )
    yield table("", columns, rows, wide=("基础数", "文件", "内容"))
