"""Commands on scores and problems: `zwgk assess`, `zwgk problems`, `zwgk close`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import (
    AsOfOption,
    JsonOption,
    MaybePeriodOption,
    PeriodArgument,
    UnitsOption,
    WorkspaceOption,
    one_period,
    open_workspace,
    parse_period,
)
from flows.cli.outcome import DONE, FINDINGS, end

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.assess.scores import ScoreTable, UnitScore
    from reports.problem_list import ProblemList
    from warehouse.catalog.problems import ProblemWords

_HERE = Path()


def assess(
    period: PeriodArgument = None,
    period_option: MaybePeriodOption = None,
    unit: UnitsOption = None,
    scheme: Annotated[
        str | None,
        typer.Option("--scheme", "-s", help="试用这个评估方案，不影响发布", metavar="方案", show_default=False),
    ] = None,
    is_marking: Annotated[
        bool, typer.Option("--marks", help="生成打分表 schemes/marks.csv，由主管部门填写人工评分的项目")
    ] = False,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """按评估方案给各单位评分：分组列出得分、等次和名次；给出单位则逐项列出得分和理由。

    方案写在 zwgk.toml 的 scheme，自己的方案放在工作区 schemes 下。
    """
    asked = parse_period(one_period(period, period_option), is_year=False)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit

    if is_marking:
        from flows.steps.assess.marks import lay_out_marks

        path, new = lay_out_marks(opened, asked, scheme)
        emit(
            {"path": path, "new": new},
            lambda: [f"打分表 {path}，新增 {new} 行。填写后再运行 zwgk assess。"],
            as_json=as_json,
        )
        return
    from flows.steps.assess.scores import assess as assess_units

    shown = assess_units(opened, asked, unit or (), scheme)
    emit(shown, lambda: _score_screen(shown, in_detail=bool(unit)), as_json=as_json)


def _score_screen(shown: ScoreTable, *, in_detail: bool) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    yield f"{shown.period.label}　{shown.scheme_name}（满分 {shown.total:f} 分）"
    if not shown.units:
        yield "这一季度没有可评分的单位：还没有收到报送，或方案不评这些单位。"
    columns = ("名次", "单位", "得分", "等次", "其中加分", "评到的满分")
    for name, units in shown.groups:
        yield table(name, columns, (_score_cells(unit) for unit in units), wide=("单位",))
    if in_detail:
        for unit in shown.units:
            rows = ((line.name, line.weight_in_force, _points(line.points), line.reason) for line in unit.lines)
            yield table(unit.unit_name, ("项目", "满分", "得分", "理由"), rows, wide=("项目", "理由"))


def _score_cells(unit: UnitScore) -> tuple[object, ...]:
    place = "不排名" if unit.rank is None else unit.rank
    score = "不评分" if unit.score is None else _points(unit.score)
    return place, unit.unit_name, score, unit.band, unit.bonus or None, unit.assessed_marks


def _points(value: Decimal) -> str:
    return f"{value.normalize():f}"


def problems(
    period: MaybePeriodOption = None,
    unit: UnitsOption = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="另存为工作簿", metavar="文件", show_default=False)
    ] = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """看问题清单：到某季度末（缺省为最近一季度）还没有销号的，和这一季度销号的，带整改要求和期限。

    原因消除后自动销号，也可以用 zwgk close 核销。还有未销号的，退出码为 1。
    """
    asked = None if period is None else parse_period(period, is_year=False)
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.steps.assess.problems import list_problems

    shown = list_problems(opened, asked, unit or ())
    if xlsx is not None:
        from reports.problem_xlsx import write_problem_workbook

        named = opened.units_named(unit or ())
        xlsx.write_bytes(write_problem_workbook(shown, opened.catalog, named[0].name if len(named) == 1 else None))
    emit(shown, lambda: _problem_screen(shown, opened.catalog.problems), as_json=as_json)
    end(FINDINGS if any(one.status != "closed" for one in shown.problems) else DONE)


def _problem_screen(shown: ProblemList, words: ProblemWords) -> Iterator[RenderableType]:
    from flows.cli.screen import table
    from reports.problem_list import closing_in_words, due_in_words, problem_sentence

    counts = "，".join(f"{label} {len(shown.of_status(code))}" for code, label in words.statuses.items())
    yield f"{shown.period.label}　问题清单：{counts}。"
    if shown.problems:
        rows = (
            (
                one.unit_name,
                words.kind(one.kind).label,
                f"{problem_sentence(one, words)}\n{one.problem_id}",
                due_in_words(one, words),
                f"{words.statuses[one.status]}{closing_in_words(one, words)}",
            )
            for one in shown.problems
        )
        # The number on a line of its own: it is copied to `zwgk close`.
        yield table("", ("单位", "类别", "问题和编号", "整改期限", "状态"), rows, wide=("问题和编号", "状态"))


def close(
    problem: Annotated[str, typer.Argument(help="问题编号，见 zwgk problems", metavar="问题")],
    reason: Annotated[str, typer.Option("--reason", help="核销理由")],
    by: Annotated[str, typer.Option("--by", help="经办人")],
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = _HERE,
    as_json: JsonOption = False,
) -> None:
    """核销一个问题：写明理由和经办人，记入日志。以后的季度再出现同样的情况，作为新的问题列入清单。"""
    opened = open_workspace(workspace)
    from flows.cli.screen import emit
    from flows.schedule import office_time
    from flows.steps.assess.problems import close_problem

    done = close_problem(opened, problem, reason, by, office_time(as_of))
    emit(
        done,
        lambda: [f"已核销：{done.unit_name}　{done.text}。{done.period} 之后再出现的，作为新的问题列入。"],
        as_json=as_json,
    )
