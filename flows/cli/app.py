"""The commands put together, and the entry point. Of one command line only what it names is loaded; help loads all."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import typer
from typer.main import get_group

from flows.cli.outcome import interrupt, run_guarded
from flows.cli.startup import start_lightly


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its name: the function of flows.cli that it is, and an example of its use."""

    name: str
    function: str
    example: str


COMMANDS = (
    Command("init", "begin.init", "zwgk init 工作区    zwgk init --profile baoshan-2025 工作区"),
    Command("templates", "work.templates", "zwgk templates --period 2025Q1 --unit 区教育局"),
    Command("collect", "work.collect", "zwgk collect    zwgk collect --period 2025Q1 --unit 区教育局"),
    Command("status", "work.status", "zwgk status --period 2025Q1"),
    Command("city", "city.city", "zwgk city 2025Q2    zwgk city 2025Q2 --json"),
    Command("tidy", "city.tidy", "zwgk tidy    zwgk tidy --keep-days 7"),
    Command("calendar", "remind.calendar", "zwgk calendar 2025    zwgk calendar 2025Q3 --json"),
    Command("remind", "remind.remind", "zwgk remind    zwgk remind --period 2025Q3 --as-of 2025-10-11 --notify"),
    Command("notify", "remind.notify", "zwgk notify -w 工作区"),
    Command("portal", "portal.portal", "zwgk portal    zwgk portal --source notices --json"),
    Command("tasks", "tasks.tasks", "zwgk tasks --period 2025Q2    zwgk tasks --period 2025Q2 --unit 区教育局"),
    Command(
        "indicators",
        "indicators.indicators",
        "zwgk indicators --period 2025Q2    zwgk indicators --period 2025Q2 --unit 区教育局 --json",
    ),
    Command(
        "assess",
        "assess.assess",
        "zwgk assess 2025Q2    zwgk assess 2025Q2 --unit 区教育局    zwgk assess 2025Q2 --scheme example-shanghai",
    ),
    Command(
        "problems",
        "assess.problems",
        "zwgk problems    zwgk problems --period 2025Q2 --unit 区教育局 --xlsx 问题清单.xlsx",
    ),
    Command("close", "assess.close", "zwgk close 2025Q1-education-late --reason 因系统故障 --by 张三"),
    Command("links", "links.links", "zwgk links --period 2025Q2    zwgk links --again"),
    Command("withdraw", "ledger.withdraw", "zwgk withdraw 17 --reason 数据有误 --by 张三"),
    Command("waive", "ledger.waive", "zwgk waive 17 --rule T2-COMPETENCE --reason 已核实 --by 张三"),
    Command(
        "report quarter",
        "paper.report_quarter",
        "zwgk report quarter 2025Q1    zwgk report quarter 2025Q1 --release 2025-04-20",
    ),
    Command("report annual", "paper.report_annual", "zwgk report annual 2025 --unit 区教育局"),
    Command("check", "check.check", "zwgk check 年报.html    zwgk check 年报文件夹 --json"),
    Command(
        "workpoints",
        "workpoints.workpoints",
        "zwgk workpoints 工作要点.txt    zwgk workpoints 工作要点.docx --adopt -w 工作区",
    ),
    Command(
        "breakdown", "breakdown.breakdown", "zwgk breakdown    zwgk breakdown --document baoshan-2025 --unit 区教育局"
    ),
    Command("assign", "assign.assign", "zwgk assign    zwgk assign --write 分派.xlsx    zwgk assign 分派.xlsx"),
    Command("publish", "paper.publish", "zwgk publish --period 2025Q1"),
    Command("releases", "revision.releases", "zwgk releases"),
    Command("diff", "revision.diff", "zwgk diff 2025-04-20 current --xlsx 修订.xlsx"),
    Command("handbook", "paper.handbook", "zwgk handbook 手册"),
    Command(
        "trace",
        "paper.trace",
        "zwgk trace 2025 汇总 T3:new.total    zwgk trace 2025Q1 区教育局 T3:new.total --release 2025-04-20",
    ),
    Command("doctor", "system.doctor", "zwgk doctor -w 工作区"),
    Command("backup", "backup.backup", "zwgk backup /mnt/备份"),
    Command("restore", "backup.restore", "zwgk restore /mnt/备份/zwgk-000412-3f2a91c07d5e.tar 新工作区"),
    Command("rebuild", "backup.rebuild", "zwgk rebuild --check    zwgk rebuild"),
    Command("serve", "system.serve", "zwgk serve -w 工作区 --port 4200"),
    Command("deploy", "pool.deploy", "zwgk deploy -w 工作区 --pool 市级 --name baoshan"),
    Command("demo", "system.demo", "zwgk demo demo-workspace"),
)
_GROUPS = {"report": "生成文件：季度通报、年度报告。"}


def app_of(first: str | None) -> typer.Typer:
    """The command line as far as a line that begins with this word needs it; all of it where the word is no command."""
    named = [command for command in COMMANDS if command.name.partition(" ")[0] == first]
    app = typer.Typer(
        name="zwgk",
        help="政务公开：收各单位的季度、年度报表，核对、汇总，生成年度报告和季度通报，发布数据。",
        epilog="第一次使用：zwgk init 工作区 && cd 工作区 && zwgk templates --period 2025Q1",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    groups: dict[str, typer.Typer] = {}
    for command in named or COMMANDS:
        group, _, name = command.name.rpartition(" ")
        if group and group not in groups:
            groups[group] = typer.Typer(help=_GROUPS[group], no_args_is_help=True)
            app.add_typer(groups[group], name=group)
        module, _, function = command.function.partition(".")
        called = getattr(import_module(f"flows.cli.{module}"), function)
        (groups[group] if group else app).command(name, epilog=f"示例：{command.example}")(called)
    return app


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and gives its exit code (CONTRACT §3)."""
    return run_guarded(lambda: _run(list(arguments)), as_json="--json" in arguments)


def _run(arguments: list[str]) -> object:
    group = get_group(app_of(arguments[0] if arguments else None))  # a group also where it has one command
    return group(arguments, prog_name="zwgk", standalone_mode=False)


def main() -> None:
    """Entry point of the console script."""
    start_lightly()
    signal.signal(signal.SIGTERM, interrupt)
    sys.exit(run(sys.argv[1:]))
