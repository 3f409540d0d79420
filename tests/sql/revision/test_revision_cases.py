"""What changed between two releases, and why: every reason has a golden case."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.conventions.source import ROOT
from tests.sql.revision.revision_cases import case_folders, differences

SQL = ROOT / "warehouse" / "sql" / "revision"


@pytest.mark.parametrize("case", list(case_folders()), ids=lambda case: case.name)
def test_the_revisions_come_out_as_the_case_expects(case: Path) -> None:
    assert differences(case) == []


@pytest.mark.parametrize("path", sorted(SQL.glob("*.sql")), ids=lambda path: path.stem)
def test_every_step_is_one_select(path: Path) -> None:
    statements = duckdb.extract_statements(path.read_text(encoding="utf-8"))
    assert [statement.type for statement in statements] == [duckdb.StatementType.SELECT]


def test_every_reason_is_shown_by_a_case() -> None:
    shown = "".join((case / "expect.csv").read_text(encoding="utf-8") for case in case_folders())
    reasons = (
        "补报",
        "更正报送",
        "已撤回，恢复编号",
        "已撤回，现无计数的报送",
        "豁免后计入",
        "重新核对后计入",
        "重新核对后退回",
    )
    reasons += ("改认单位或报告期", "单位名册变更", "规则或表式目录变更", "程序更新", "重新汇总", "等 4 项")
    assert [reason for reason in reasons if reason not in shown] == []
