import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.cli import app, outcome
from flows.cli.app import run
from flows.cli.options import trace_words
from flows.cli.screen import figure, table, to_json
from warehouse.catalog.period import Period

COMMANDS = [command.name.split() for command in app.COMMANDS]
HEAVY = {"prefect", "polars", "duckdb", "great_expectations", "requests", "lxml", "openpyxl", "docx"}


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    assert run(["init", str(tmp_path / "office")]) == 0
    capsys.readouterr()
    yield tmp_path / "office"
    outcome.keep_log_in(tmp_path)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    assert f"示例：zwgk {' '.join(command)}" in capsys.readouterr().out


def test_the_commands_that_users_scripts_call_are_there() -> None:
    promised = {
        "init",
        "templates",
        "collect",
        "status",
        "publish",
        "trace",
        "doctor",
        "serve",
        "demo",
        "withdraw",
        "waive",
    }
    assert promised | {"report quarter", "report annual"} <= {" ".join(command) for command in COMMANDS}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "没有给出命令"),
        (["statu"], "没有命令 statu"),
        (["status", "--quarter", "1"], "没有选项 --quarter"),
        (["templates"], "缺少 --period"),
        (["withdraw", "x", "--reason", "a", "--by", "b"], "应为整数"),
        (["status", "--period"], "选项 --period 后面缺少值"),
        (["doctor", "a", "b"], "多出了 a b"),
        (["collect", "--via", "post"], "“post”不在"),
        (["collect", "--as-of", "gestern"], "应写作 2025-04-10T18:00"),
        (["status", "--period", "2025Q5"], "应写作 2025Q1 或 2025"),
        (["report", "quarter", "--period", "2025"], "此处应为季度"),
        (["report", "annual", "--period", "2025Q1"], "此处应为年度"),
    ],
)
def test_wrong_use_is_one_chinese_sentence_and_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    errors = capsys.readouterr().err
    assert said in errors
    assert errors.count("\n") == 1


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--period", "2025Q1", "-w", str(tmp_path)]) == 2
    assert "zwgk init" in capsys.readouterr().err


def test_json_is_the_only_thing_on_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["workspace"] == str(tmp_path)
    assert (tmp_path / "units.csv").is_file()


def test_an_error_is_json_too_where_json_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "-w", str(tmp_path / "nowhere"), "--json"]) == 2
    captured = capsys.readouterr()
    error = json.loads(captured.out)["error"]
    assert error["code"] == "WorkspaceError"
    assert error["message"] in captured.err


def test_the_workspace_may_be_named_in_the_environment(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZWGK_WORKSPACE", str(workspace))
    monkeypatch.setattr("flows.doctor.local_now", lambda: datetime(2025, 4, 11, 9))  # a December may miss the next year
    assert run(["doctor"]) == 0
    assert "档案" in capsys.readouterr().out


def test_a_fault_of_ours_is_code_3_with_the_traceback_in_the_log(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flows.doctor.examine", lambda _: 1 / 0)
    assert run(["doctor", "-w", str(workspace)]) == 3
    log = workspace / "log" / "errors.log"
    assert str(log) in capsys.readouterr().err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["collect"], ["publish"], ["report", "quarter", "-p", "2025Q1"]], ids=" ".join)
def test_running_on_prefect_without_a_server_says_how_to_get_one(
    workspace: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert run([*command, "--via", "prefect", "-w", str(workspace)]) == 2
    assert "zwgk serve" in capsys.readouterr().err


def test_an_interrupt_is_no_fault(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.doctor.examine", interrupt)
    assert run(["doctor", "-w", str(workspace)]) == 2
    assert capsys.readouterr().err == "已中断。已存档的不会丢，重新运行会接着做完。\n"
    assert not (workspace / "log").exists()


@pytest.mark.parametrize("arguments", [["--help"], ["init", "{folder}"], ["status", "--period", "2025Q9"]])
def test_help_and_wrong_use_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    script = (
        "import sys; from flows.cli.app import run\n"
        f"run({[argument.format(folder=tmp_path) for argument in arguments]!r})\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", sorted(outcome.USERS_ERRORS))
def test_every_users_error_is_an_exception_that_exists(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


@dataclass(frozen=True)
class Row:
    period: Period
    value: Decimal | None
    on: date
    seen: tuple[datetime, ...]
    paths: dict[str, Path]


def test_json_keeps_numbers_numbers_and_writes_periods_and_times_as_text() -> None:
    row = Row(Period(2025, 1), Decimal("12"), date(2025, 4, 10), (datetime(2025, 4, 10, 18),), {"a": Path("x/y")})
    assert to_json([row, Decimal("0.50"), None, True]) == [
        {"period": "2025Q1", "value": 12, "on": "2025-04-10", "seen": ["2025-04-10T18:00:00"], "paths": {"a": "x/y"}},
        0.5,
        None,
        True,
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("3498.000000"), "3498"), (Decimal("0.00"), "0"), (Decimal("12.5000"), "12.5"), (None, "空")],
)
def test_figures_are_shown_as_people_write_them(value: Decimal | None, shown: str) -> None:
    assert figure(value) == shown


def test_cells_of_a_table_are_text_and_not_markup(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    Console(width=60).print(table("标题", ("文件", "编号"), [("[red]a[/red].xlsx", 0), (None, None)], wide=("文件",)))
    shown = capsys.readouterr().out
    assert "[red]a[/red].xlsx" in shown
    assert "None" not in shown
    assert "   0" in shown


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["2025", "汇总", "T3:new.total"], ("2025", "T3:new.total", None)),
        (["2025", "全市", "T3:new.total"], ("2025", "T3:new.total", None)),
        (["T3:new.total", "2025Q1"], ("2025Q1", "T3:new.total", None)),
        (["2025Q1", "区教育局", "T2:fee.amount_wan"], ("2025Q1", "T2:fee.amount_wan", "区教育局")),
    ],
)
def test_the_words_of_a_trace_are_told_apart_by_their_form(words: list[str], read: tuple[str, str, str | None]) -> None:
    period, cell, unit = trace_words(words, None, None)
    assert (str(period), cell, unit) == read


@pytest.mark.parametrize("words", [["2025"], ["2025", "甲", "乙", "T3:new.total"], ["T3:new.total"]])
def test_a_trace_that_is_not_clear_is_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", *words]) == 2
    assert "例如" in capsys.readouterr().err
