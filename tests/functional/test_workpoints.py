"""`zwgk workpoints`: a document on the command line, for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run

DOCUMENT = """云江区人民政府办公室关于印发《2025年云江区政务公开工作要点》的通知
云府办〔2025〕8号
云江区人民政府办公室
2025年3月3日
2025年云江区政务公开工作要点
一、加强公开
（一）做好解读
1.推进政策解读，每份文件至少3种方式，二季度前完成。（责任单位：区府办牵头，各部门、各街镇配合）
2.办好留言。（责任单位：区城运中心等部门）
二、强化保障
（一）考核评估
通过季度通报补齐短板。(责任单位：区府办)
"""
FIELDS = {"id", "number", "chapter", "section", "heading", "text", "bodies", "due", "due_text", "indicators"}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_text(DOCUMENT, encoding="gb18030")
    return path


def workpoints(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = run(["workpoints", str(path), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_json_is_what_the_contract_says(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = workpoints(document, capsys)
    assert code == 0
    assert told["title"] == "2025年云江区政务公开工作要点"
    assert (told["document_number"], told["issued_on"], told["year"]) == ("云府办〔2025〕8号", "2025-03-03", 2025)
    assert told["jurisdiction"] == "云江区"
    assert [task["id"] for task in told["tasks"]] == ["一(一)1", "一(一)2", "二(一)"]
    assert told["tasks"][2]["number"] is None
    first = told["tasks"][0]
    assert set(first) >= FIELDS
    assert (first["section"], first["due"], first["due_text"]) == ("（一）", "2025-06-30", "二季度前")
    assert first["bodies"] == [
        {"name": "区府办", "role": "lead", "collective": False},
        {"name": "各部门", "role": "support", "collective": True},
        {"name": "各街镇", "role": "support", "collective": True},
    ]
    assert first["indicators"] == [
        {"name": "每份文件", "operator": ">=", "threshold": 3, "unit": "count", "period": "event"}
    ]


def test_it_counts_itself_and_keeps_the_printed_words(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = workpoints(document, capsys)
    assert told["counts"] == {"tasks": 3, "annex_rows": 0, "by_chapter": {"一": 2, "二": 1}}
    assert told["tasks"][1]["printed"] == "2.办好留言。（责任单位：区城运中心等部门）"
    assert (told["unplaced"], told["problems"], told["indicators_from"]) == ([], [], "proposed")


def test_people_see_a_table_and_what_could_not_be_placed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "要点.txt"
    path.write_text(DOCUMENT.replace("2.办好", "3.办好"), encoding="utf-8")
    assert run(["workpoints", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "一(一)1" in shown
    assert "区府办（牵头）、各部门（配合）" in shown
    assert "区城运中心等部门" in shown
    assert "共 3 项任务（一 2，二 1）。" in shown
    assert "〔请核实〕编号不连续：“3”之前缺少第2项。" in shown


@pytest.mark.parametrize(("content", "code"), [(b"", "F00"), (b"%PDF-1.7", "F09"), (b"nothing to do", "F11")])
def test_what_cannot_be_read_is_one_sentence(
    content: bytes, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "要点.txt"
    path.write_bytes(content)
    assert run(["workpoints", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["code"] == code
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_or_too_large_is_not_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as out:
        out.truncate(50 << 20)
    for path, code in ((tmp_path / "none.txt", "F08"), (tmp_path, "F08"), (large, "F03")):
        assert run(["workpoints", str(path), "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_what_only_other_commands_need_is_not_loaded(document: Path) -> None:
    code = (
        "import sys; from flows.cli.app import run\n"
        f"code = run(['workpoints', {str(document)!r}, '--json'])\n"
        "heavy = {'polars', 'duckdb', 'pandas', 'prefect', 'great_expectations', 'docx', 'openpyxl', 'pebble'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
