"""The commands put together, and the entry point."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

import typer

from flows.cli import (
    assess,
    assign,
    backup,
    begin,
    breakdown,
    check,
    city,
    indicators,
    ledger,
    links,
    paper,
    pool,
    portal,
    remind,
    revision,
    system,
    tasks,
    work,
    workpoints,
)
from flows.cli.outcome import interrupt, run_guarded
from flows.cli.startup import start_lightly

app = typer.Typer(
    name="zwgk",
    help="政务公开：收各单位的季度、年度报表，核对、汇总，生成年度报告和季度通报，发布数据。",
    epilog="第一次使用：zwgk init 工作区 && cd 工作区 && zwgk templates --period 2025Q1",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
report = typer.Typer(help="生成文件：季度通报、年度报告。", no_args_is_help=True)

app.command(epilog="示例：zwgk init 工作区    zwgk init --profile baoshan-2025 工作区")(begin.init)
app.command(epilog="示例：zwgk templates --period 2025Q1 --unit 区教育局")(work.templates)
app.command(epilog="示例：zwgk collect    zwgk collect --period 2025Q1 --unit 区教育局")(work.collect)
app.command(epilog="示例：zwgk status --period 2025Q1")(work.status)
app.command(epilog="示例：zwgk city 2025Q2    zwgk city 2025Q2 --json")(city.city)
app.command(epilog="示例：zwgk tidy    zwgk tidy --keep-days 7")(city.tidy)
app.command(epilog="示例：zwgk calendar 2025    zwgk calendar 2025Q3 --json")(remind.calendar)
app.command(epilog="示例：zwgk remind    zwgk remind --period 2025Q3 --as-of 2025-10-11 --notify")(remind.remind)
app.command(epilog="示例：zwgk notify -w 工作区")(remind.notify)
app.command(epilog="示例：zwgk portal    zwgk portal --source notices --json")(portal.portal)
app.command(epilog="示例：zwgk tasks --period 2025Q2    zwgk tasks --period 2025Q2 --unit 区教育局")(tasks.tasks)
app.command(epilog="示例：zwgk indicators --period 2025Q2    zwgk indicators --period 2025Q2 --unit 区教育局 --json")(
    indicators.indicators
)
app.command(
    epilog="示例：zwgk assess 2025Q2    zwgk assess 2025Q2 --unit 区教育局    zwgk assess 2025Q2 --scheme example-shanghai"
)(assess.assess)
app.command(epilog="示例：zwgk problems    zwgk problems --period 2025Q2 --unit 区教育局 --xlsx 问题清单.xlsx")(
    assess.problems
)
app.command(epilog="示例：zwgk close 2025Q1-education-late --reason 因系统故障 --by 张三")(assess.close)
app.command(epilog="示例：zwgk links --period 2025Q2    zwgk links --again")(links.links)
app.command(epilog="示例：zwgk withdraw 17 --reason 数据有误 --by 张三")(ledger.withdraw)
app.command(epilog="示例：zwgk waive 17 --rule T2-COMPETENCE --reason 已核实 --by 张三")(ledger.waive)
report.command("quarter", epilog="示例：zwgk report quarter 2025Q1    zwgk report quarter 2025Q1 --release 2025-04-20")(
    paper.report_quarter
)
report.command("annual", epilog="示例：zwgk report annual 2025 --unit 区教育局")(paper.report_annual)
app.add_typer(report, name="report")
app.command(epilog="示例：zwgk check 年报.html    zwgk check 年报文件夹 --json")(check.check)
app.command(epilog="示例：zwgk workpoints 工作要点.txt    zwgk workpoints 工作要点.docx --adopt -w 工作区")(
    workpoints.workpoints
)
app.command(epilog="示例：zwgk breakdown    zwgk breakdown --document baoshan-2025 --unit 区教育局")(
    breakdown.breakdown
)
app.command(epilog="示例：zwgk assign    zwgk assign --write 分派.xlsx    zwgk assign 分派.xlsx")(assign.assign)
app.command(epilog="示例：zwgk publish --period 2025Q1")(paper.publish)
app.command(epilog="示例：zwgk releases")(revision.releases)
app.command(epilog="示例：zwgk diff 2025-04-20 current --xlsx 修订.xlsx")(revision.diff)
app.command(epilog="示例：zwgk handbook 手册")(paper.handbook)
app.command(
    epilog="示例：zwgk trace 2025 汇总 T3:new.total    zwgk trace 2025Q1 区教育局 T3:new.total --release 2025-04-20"
)(paper.trace)
app.command(epilog="示例：zwgk doctor -w 工作区")(system.doctor)
app.command(epilog="示例：zwgk backup /mnt/备份")(backup.backup)
app.command(epilog="示例：zwgk restore /mnt/备份/zwgk-000412-3f2a91c07d5e.tar 新工作区")(backup.restore)
app.command(epilog="示例：zwgk rebuild --check    zwgk rebuild")(backup.rebuild)
app.command(epilog="示例：zwgk serve -w 工作区 --port 4200")(system.serve)
app.command(epilog="示例：zwgk deploy -w 工作区 --pool 市级 --name baoshan")(pool.deploy)
app.command(epilog="示例：zwgk demo demo-workspace")(system.demo)


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and gives its exit code (CONTRACT §3)."""
    return run_guarded(
        lambda: app(list(arguments), prog_name="zwgk", standalone_mode=False), as_json="--json" in arguments
    )


def main() -> None:
    """Entry point of the console script."""
    start_lightly()
    signal.signal(signal.SIGTERM, interrupt)
    sys.exit(run(sys.argv[1:]))
