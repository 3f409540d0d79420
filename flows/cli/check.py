"""`zwgk check`: annual reports of any kind of file, judged by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import JsonOption
from flows.cli.outcome import DONE, FINDINGS, OUR_FAULT, WRONG_USE, end, record_fault

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.steps.check.reports import Checked, CheckedReport, Finding

_SCOPES = {"own": "本机关", "aggregate": "汇总"}
_SEVERITIES = {"error": "错误", "warning": "提示", "info": "参考"}
_OUTCOMES = {"fail": "", "pass": "通过", "not_assessable": "无法核对", "error": "规则未能运行"}
_TABLES = ("T2", "T3", "T4")


def check(
    paths: Annotated[list[Path], typer.Argument(help="年度报告文件，或其所在的文件夹", metavar="文件…")],
    show_all: Annotated[bool, typer.Option("--all", help="通过的和无法核对的也列出")] = False,
    as_json: JsonOption = False,
) -> None:
    """核对年度报告，不需要工作区。

    可读 .xlsx、.xls、.et、.docx、.html，看内容不看扩展名；表格按表头和行名认出，2021 年、2019 年格式均可。

    同一单位几年的报告一并给出时，还核对上年结转和现行有效件数。

    位置：工作簿写作“Sheet1!C9”；文档和网页写作“表格3!R5C2”，即第 3 张表第 5 行第 2 列；正文写作“第12段”。

    数表时，只有一列的和仅用于排版的不数；合并的单元格占几行几列就数几行几列；空段不数。

    退出码：0 没有错误；1 有错误；2 用法有误，或有文件无法读取（其余照常核对）；3 程序出错。
    """
    from flows.cli.screen import emit, say

    checked = _check(paths, is_all=show_all)
    if not checked.reports:
        say("文件夹中没有可以核对的文件。")
    emit({"reports": checked.reports}, lambda: _screen(checked), as_json=as_json)
    _end(checked)


def _check(paths: list[Path], *, is_all: bool) -> Checked:
    from concurrent.futures import ThreadPoolExecutor

    from flows.reading.fork_server import REPORTS, start_children_meanwhile

    start_children_meanwhile(REPORTS)  # a process of its own: it loads what reads while this one loads what judges
    from flows.steps.check.files import read_given

    with ThreadPoolExecutor(1) as apart:  # the children start while this process loads what judges
        reading = apart.submit(read_given, paths)
        from flows.steps.check.batch import open_batch
        from flows.steps.check.reports import check_reports
        from warehouse.catalog.catalog import load_catalog

        catalog = load_catalog()
        with open_batch(catalog, is_all=is_all) as connection:
            return check_reports(connection, reading.result(), catalog, is_all=is_all)


def _end(checked: Checked) -> None:
    if checked.faults:
        record_fault(checked.faults)
        end(OUR_FAULT)
    if not checked.reports or any(report.error is not None for report in checked.reports):
        end(WRONG_USE)
    errors = (finding for report in checked.reports for finding in report.findings if finding.severity == "error")
    end(FINDINGS if any(finding.outcome == "fail" for finding in errors) else DONE)


def _screen(checked: Checked) -> Iterator[RenderableType]:
    from flows.cli.screen import table

    columns = ("文件", "单位", "年度", "格式", "口径", "表", "错误", "提示")
    yield table("年度报告核对", columns, (_row(report) for report in checked.reports), wide=("文件", "单位"))
    for report in checked.reports:
        if report.error is not None:
            yield f"\n{report.path}\n  无法读取：{report.error['message']}"
        elif report.findings:
            yield f"\n{report.path}"
            yield from _told(report.findings)
        missing = [name for name in _TABLES if report.error is None and name not in report.tables]
        if missing:
            yield f"\n{report.path}\n  没有找到{'、'.join(missing)}，与之有关的规则没有核对。"


def _row(report: CheckedReport) -> tuple[object, ...]:
    counts = Counter(finding.severity for finding in report.findings if finding.outcome == "fail")
    if report.error is not None:
        return Path(report.path).name, "无法读取", None, None, None, None, None, None
    return (
        Path(report.path).name,
        report.unit or "未认出",
        report.year or "未认出",
        report.form,
        _SCOPES.get(report.scope or "", "未写明"),
        " ".join(report.tables),
        counts["error"],
        counts["warning"] + counts["info"],
    )


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    """What is wrong and where, rule by rule, and for each rule what to do."""
    for (rule_id, outcome), group in groupby(findings, key=lambda one: (one.rule_id, one.outcome)):
        listed = list(group)
        kind = _OUTCOMES[outcome] or _SEVERITIES[listed[0].severity]
        yield f"  〔{kind}〕{'不符：' if outcome == 'fail' else ''}{listed[0].title}（{rule_id}）"
        for finding in listed:
            yield f"      {finding.where or '全文'}　{finding.message}"
        if outcome == "fail" and listed[0].remedy:
            yield f"      ⇒ {listed[0].remedy}"
