"""`zwgk check`: reports of any shape, with no workspace, judged by themselves and against their body's other years."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from tests.unit.transforms.official import Sheet, openpyxl_bytes
from tests.unit.transforms.published import (
    NEW,
    Published,
    html_table,
    page,
    sheets,
)
from warehouse.catalog.catalog import load_catalog

BALANCED = {"new": 66, "granted": 60, "refused.third_party": 4, "total": 64, "carried_out": 2}
Finding = tuple[str, str | None, str | None, str | None, float | None, float | None]


def published(unit: str, year: int, cells: Mapping[str, object] | None = None) -> Published:
    """A report in which everything is 0 but some applications by natural persons and what the test changes."""
    values = dict.fromkeys(NEW.by_code, "0")
    for row, count in BALANCED.items():
        values |= {f"T3:{row}.natural_person": str(count), f"T3:{row}.total": str(count)}
    changed = {code: "" if value is None else str(value) for code, value in (cells or {}).items()}
    period = f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    return Published(
        title=(f"{unit}{year}年政府信息公开工作年度报告",),
        opening=(period,),
        values=values | changed,
    )


def check(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and reports: there is nothing else on stdout."""
    code = run(["check", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)["reports"]


def named(report: dict[str, Any]) -> list[Finding]:
    """What is found in tables, as CONTRACT §3 names it; rules of the running text have their own tests."""
    keys = ("rule_id", "table", "row", "column", "expected", "actual")
    return [tuple(f[key] for key in keys) for f in report["findings"] if not f["rule_id"].startswith(("TEXT", "FORM"))]  # type: ignore[misc]


def write(folder: Path, reports: Mapping[str, bytes]) -> list[Path]:
    for name, content in reports.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in reports]


def html(unit: str, year: int, cells: Mapping[str, object] | None = None) -> bytes:
    report = published(unit, year, cells)
    return page(report, map(html_table, report.tables)).encode()


def test_each_finding_names_its_cell_and_both_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases: dict[str, tuple[dict[str, object], list[Finding]]] = {
        "balance": (
            {"T3:carried_out.natural_person": 3, "T3:carried_out.total": 3},
            [("T3-BALANCE", "T3", None, "natural_person", 66, 67), ("T3-BALANCE", "T3", None, "total", 66, 67)],
        ),
        "results": (
            {"T3:granted.natural_person": 61, "T3:granted.total": 61},
            [("T3-RESULTS", "T3", "total", "natural_person", 65, 64), ("T3-RESULTS", "T3", "total", "total", 65, 64)],
        ),
        "applicant": ({"T3:refused.third_party.business": 1, "T3:refused.state_secret.business": -1},
            [("TYPE-NEGATIVE", "T3", "refused.state_secret", "business", None, -1),
             ("T3-APPLICANT", "T3", "refused.state_secret", "total", -1, 0),
             ("T3-APPLICANT", "T3", "refused.third_party", "total", 5, 4)]),
        "disputes": ({"T4:review.upheld": 3}, [("T4-TOTAL", "T4", "review", "total", 3, 0)]),
        "half": ({"T2:licence.decisions": "2.5"}, [("TYPE-INTEGER", "T2", "licence", "decisions", None, 2.5)]),
        "words": ({"T2:licence.decisions": "约三十"}, [("TYPE-NUMBER", "T2", "licence", "decisions", None, None)]),
        "error": ({"T2:licence.decisions": "#REF!"}, [("TYPE-FORMULA", "T2", "licence", "decisions", None, None)]),
        "regulation": ({"T2:regulation.in_force": 6}, [("T2-COMPETENCE", "T2", "regulation", "in_force", 0, 6)]),
        "blank": ({"T3:granted.research": None}, []),
        "zeros": ({"T3:granted.research": "/", "T4:review.total": "—"}, []),
    }  # fmt: skip
    files = {f"{name}.html": html("云江区云溪镇人民政府", 2024, cells) for name, (cells, _) in cases.items()}
    code, reports = check(*write(tmp_path, files), capsys=capsys)
    assert code == 1
    for report in reports:
        assert named(report) == cases[Path(report["path"]).stem][1]
        assert all(finding["where"] for finding in report["findings"] if finding["table"])


def test_a_city_may_have_regulations_and_of_an_unknown_body_nothing_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = {"city": "宿迁市", "unknown": "第一联席会", "district": "某区人民政府"}
    files = {f"{name}.html": html(unit, 2024, {"T2:regulation.in_force": 6}) for name, unit in units.items()}
    _, reports = check(*write(tmp_path, files), "--all", capsys=capsys)
    outcomes = {
        report["unit"]: {f["outcome"] for f in report["findings"] if f["rule_id"] == "T2-COMPETENCE"}
        for report in reports
    }
    assert outcomes == {"宿迁市": set(), "第一联席会": {"not_assessable"}, "某区人民政府": {"fail", "pass"}}


def test_a_formula_without_a_value_is_null_and_a_finding_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = published("云江区财政局", 2024, {"T3:new.total": "=SUM(D8:I8)"})
    code, (found,) = check(*write(tmp_path, {"a.xlsx": openpyxl_bytes(sheets(report))}), capsys=capsys)
    assert code == 1
    assert found["tables"]["T3"]["new.total"] is None
    assert named(found) == [("TYPE-FORMULA", "T3", "new", "total", None, None)]
    assert found["findings"][0]["where"].startswith("Sheet1!J")


def test_years_of_one_body_are_weighed_against_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {"T2:normative_document.in_force": 5}
    carried = {f"T3:{row}.{c}": n for row, n in (("carried_in", 1), ("new", 65)) for c in ("natural_person", "total")}
    after = carried | {"T2:normative_document.in_force": 5, "T2:normative_document.made": 2}
    files = {"2024.html": html("云江市洪泽区", 2024, after), "2023.html": html("洪泽区人民政府", 2023, before)}
    code, (now, former) = check(*write(tmp_path, files), capsys=capsys)
    assert code == 1
    assert named(former) == []
    assert named(now) == [
        ("CARRY-OVER", "T3", "carried_in", "natural_person", 2, 1),
        ("CARRY-OVER", "T3", "carried_in", "total", 2, 1),
        ("T2-STOCK", "T2", "normative_document", "in_force", 5 + 2 - 0, 5),
    ]


def test_years_of_other_bodies_and_scopes_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "a.html": html("云江区财政局", 2024),
        "b.html": html("云江区审计局", 2023),
        "c.html": html("清河区（本级）", 2023),
        "d.html": html("清河区（汇总）", 2024),
    }
    code, reports = check(*write(tmp_path, files), capsys=capsys)
    assert [named(report) for report in reports] == [[], [], [], []]
    assert [(r["unit"], r["scope"]) for r in reports[2:]] == [("清河区", "own"), ("清河区", "aggregate")]
    assert code == 0


def test_a_file_that_cannot_be_read_stops_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"a.pdf": b"%PDF-1.7", "b.html": b"<html><body>404</body></html>", "c.html": html("云江区财政局", 2024)}
    paths = write(tmp_path, files)
    code, reports = check(*paths, tmp_path / "none.docx", capsys=capsys)
    assert code == 2
    assert [(r["error"] or {}).get("code") for r in reports] == ["F06", "F07", None, "F08"]
    assert all(r["error"]["message"].endswith("。") for r in reports if r["error"] is not None)
    assert reports[2]["tables"]["T3"]["new.total"] == 66


def test_a_folder_stands_for_the_reports_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "page_files").mkdir()
    good = html("云江区财政局", 2024)
    files = {
        "2024/b.html": good,
        "a.htm": good,
        "~$a.docx": b"",
        ".a.html": b"",
        "page_files/c.html": b"",
        "d.css": b"",
    }
    write(tmp_path, files)
    code, reports = check(tmp_path, tmp_path / "a.htm", capsys=capsys)
    assert [Path(report["path"]).relative_to(tmp_path).as_posix() for report in reports] == ["2024/b.html", "a.htm"]
    assert code == 0


def test_a_folder_that_links_lead_back_to_is_read_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"a.html": html("云江区财政局", 2025)})
    for name in ("one", "other"):
        (tmp_path / name).symlink_to(tmp_path, target_is_directory=True)
    _, reports = check(tmp_path, capsys=capsys)
    assert len(reports) == 1


def test_a_folder_without_reports_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, capsys=capsys) == (2, [])


def test_all_gives_the_checks_that_passed_and_those_that_could_not_be_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (report,) = check(*write(tmp_path, {"a.html": html("云江区财政局", 2024)}), "--all", capsys=capsys)
    assert code == 0
    found = {(f["rule_id"], f["row"], f["column"]): f["outcome"] for f in report["findings"]}
    assert found["T3-BALANCE", None, "natural_person"] == "pass"
    assert found["T3-APPLICANT", "new", "total"] == "pass"
    assert found["CARRY-OVER", "carried_in", "total"] == "not_assessable"
    assert "fail" not in found.values()


def test_a_table_that_is_not_there_is_not_judged_and_said_to_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = published("云江区财政局", 2024)
    path = write(tmp_path, {"a.html": page(report, ("", html_table(report.tables[1]), "")).encode()})
    code, (found,) = check(*path, capsys=capsys)
    assert (code, list(found["tables"]), named(found)) == (0, ["T3"], [])
    assert run(["check", str(path[0])]) == 0
    assert "没有找到T2、T4" in capsys.readouterr().out


def test_people_get_a_table_and_each_finding_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = write(tmp_path, {"a.html": html("云江区财政局", 2024, {"T4:review.upheld": 3}), "b.pdf": b"%PDF"})
    assert run(["check", *map(str, paths)]) == 2
    shown = capsys.readouterr().out
    assert "云江区财政局  2024  2021" in shown
    assert "表格3!R4C5　“行政复议”：维持、纠正、其他、尚未审结相加为 3，总计填 0，相差 3。" in shown
    assert "无法读取：文件不是可以核对的格式，实际是PDF 文档。" in shown


def test_pasted_sheets_keep_their_addresses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = published("云江区财政局", 2024, {"T4:review.upheld": 3})
    own = [Sheet.of(name, table) for name, table in zip(("表1", "表2", "表3"), report.form.tables(), strict=True)]
    _, (found,) = check(*write(tmp_path, {"云江区财政局2024年.xlsx": openpyxl_bytes(own)}), capsys=capsys)
    assert [finding["where"] for finding in found["findings"]] == ["表3!E5"]
    assert (found["unit"], found["year"]) == ("云江区财政局", 2024)


def test_an_empty_report_is_spoken_of_as_a_report_and_not_as_a_submission(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = published("云江区财政局", 2024, dict.fromkeys(NEW.by_code))
    (tmp_path / "空白.html").write_bytes(page(empty, map(html_table, empty.tables)).encode())
    code, [report] = check(tmp_path / "空白.html", capsys=capsys)
    [found] = [f for f in report["findings"] if f["rule_id"] == "FILE-COMPLETE"]
    assert (code, found["message"]) == (1, "报告的三张法定表都是空白，没有任何数据。")
    assert run(["check", str(tmp_path / "空白.html")]) == 1
    screen = capsys.readouterr().out
    assert not [word for word in ("模板", "封面", "零报送", "重新报送") if word in screen]


def test_every_rewording_is_of_a_rule_that_published_reports_are_judged_by() -> None:
    catalog = load_catalog()
    assert set(catalog.report.reworded) <= set(catalog.rules_by_id) - set(catalog.report.left_out)
