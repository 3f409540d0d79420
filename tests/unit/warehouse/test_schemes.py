"""Schemes and marks as files: what comes with the program is sound, and a faulty one is told all its faults at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from warehouse.catalog.catalog import EXAMPLE_REGISTER, CatalogError, load_catalog, load_register
from warehouse.catalog.schemes import EXAMPLES, MARK_COLUMNS, load_assessment, scheme_files
from warehouse.workspace import CONFIG, Workspace

CATALOG, REGISTER = load_catalog(), load_register(EXAMPLE_REGISTER)
HEAD = ",".join(MARK_COLUMNS)


def own_scheme(folder: Path, **changes: object) -> Path:
    """An office's own scheme after the example, under the name `ours`."""
    declared = yaml.safe_load((EXAMPLES / "example-shanghai.yaml").read_text(encoding="utf-8"))
    folder.mkdir(exist_ok=True)
    (folder / "ours.yaml").write_text(yaml.safe_dump({**declared, **changes}, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", [path.stem for path in sorted(EXAMPLES.glob("*.yaml"))])
def test_a_scheme_that_comes_with_the_program_is_sound_and_says_that_it_is_an_example(
    name: str, tmp_path: Path
) -> None:
    assessment = load_assessment(name, tmp_path, CATALOG, REGISTER)
    assert assessment.scheme.code == name
    assert assessment.scheme.name.startswith("示例")
    assert sum(item.weight for item in assessment.scheme.items if item.kind not in ("bonus", "penalty")) == 100


def test_an_office_has_its_own_schemes_beside_the_examples(tmp_path: Path) -> None:
    assert set(scheme_files(own_scheme(tmp_path))) == {"example-shanghai", "example-deductions", "ours"}
    with pytest.raises(
        CatalogError, match="没有名为“theirs”的评估方案。可用：example-deductions、example-shanghai、ours"
    ):
        load_assessment("theirs", tmp_path, CATALOG, REGISTER)


def test_every_fault_of_a_scheme_is_said_at_once(tmp_path: Path) -> None:
    items = [
        {"code": "a", "heading": "一", "name": "甲", "kind": "rate", "weight": 50, "terms": [{"indicator": "nothing"}]},
        {"code": "a", "heading": "一", "name": "乙", "kind": "met", "weight": 30, "terms": [{"indicator": "requests_new"}]},
        {"code": "c", "heading": "一", "name": "丙", "kind": "deduct", "weight": 5, "terms": [{"indicator": "requests_overdue"}]},
        {"code": "d", "heading": "一", "name": "丁", "kind": "manual", "weight": 5, "terms": [{"indicator": "push_rate"}]},
        {"code": "e", "heading": "一", "name": "戊", "kind": "rate", "weight": 5, "full_at": 0,
         "terms": [{"indicator": "push_rate", "source": "portal"}]},
        {"code": "f", "heading": "一", "name": "己", "kind": "steps", "weight": 2, "terms": [{"indicator": "push_rate"}],
         "steps": [{"operator": ">=", "value": 1, "points": 9}]},
    ]  # fmt: skip
    folder = own_scheme(
        tmp_path,
        items=items,
        tie_breakers=["z"],
        excluded_units=["nobody"],
        bands=[{"name": "良", "at_least": 60}, {"name": "优", "at_least": 90}],
        groups=[{"name": "部门", "kinds": ["department", "ministry"]}, {"name": "其他", "kinds": ["department"]}],
    )
    with pytest.raises(CatalogError) as told:
        load_assessment("ours", folder, CATALOG, REGISTER)
    for fault in (
        *(
            "项目代码“a”重复",
            "各项满分相加为 97 分",
            "最后一档的 at_least 为 0",
            "没有从高到低排列",
            "单位类别“ministry”不存在",
        ),
        *(
            "“department”同时列入两个组",
            "tie_breakers 中的“z”不是项目代码",
            "没有指标“nothing”",
            "“requests_new”没有要求，不能用 met",
        ),
        *(
            "each 只用于",
            "manual 项不写 terms",
            "full_at 与 zero_at 相同",
            "“push_rate”没有来源 portal",
            "各档得分应在 0 和满分 2 之间",
        ),
        "excluded_units 中的单位代码“nobody”不在单位名册中",
    ):
        assert fault in str(told.value)


def test_a_scheme_that_is_no_mapping_or_has_an_unknown_word_is_said(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("- 100\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"评估方案 .*ours\.yaml 有误：应为"):
        load_assessment("ours", tmp_path, CATALOG, REGISTER)
    with pytest.raises(CatalogError, match=r"ours\.yaml 有误：wieght"):
        load_assessment("ours", own_scheme(tmp_path, wieght=100), CATALOG, REGISTER)


def test_marks_are_read_as_a_spreadsheet_saves_them(tmp_path: Path) -> None:
    rows = f"{HEAD}\n2025Q1,云江区财政局,attributes,公开属性,5,3.5,认定不准,张三\n2025Q1,云江区审计局,attributes,公开属性,5,,,\n"
    for encoding in ("utf-8-sig", "gb18030"):
        (tmp_path / "marks.csv").write_bytes(rows.encode(encoding))
        [mark] = load_assessment("example-shanghai", tmp_path, CATALOG, REGISTER).marks
        assert (mark.unit_code, mark.points, mark.reason, mark.by) == ("finance", Decimal("3.5"), "认定不准", "张三")


def test_every_fault_of_the_marks_is_said_with_its_row(tmp_path: Path) -> None:
    rows = (
        "2025Q1,云江区财政局,attributes,,5,6,高了,张三",
        "2025Q1,某局,attributes,,5,1,没有这个单位,张三",
        "2025Q9,云江区财政局,attributes,,5,1,没有这个季度,张三",
        "2025Q1,云江区财政局,tasks,,15,1,由数据计分,张三",
        "2025Q1,云江区审计局,attributes,,5,三,不是数,张三",
        "2025Q1,云江区审计局,attributes,,5,1,,张三",
        "2025Q2,云江区审计局,attributes,,5,1,一次,张三",
        "2025Q2,云江区审计局,attributes,,5,2,两次,张三",
    )
    (tmp_path / "marks.csv").write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    with pytest.raises(CatalogError) as told:
        load_assessment("example-shanghai", tmp_path, CATALOG, REGISTER)
    for fault in (
        *(
            "第 2 行：得分 6 应在 0 和满分 5 之间",
            "第 3 行：单位名册中没有“某局”",
            "第 4 行：报告期“2025Q9”",
            "第 5 行：项目“tasks”由数据计分",
        ),
        *("第 6 行：得分“三”不是数", "第 7 行：理由和评分人都要写", "2025Q2、audit、attributes 打了两次分"),
    ):
        assert fault in str(told.value)


def test_marks_and_scheme_have_a_fingerprint_of_their_own(tmp_path: Path) -> None:
    before = load_assessment("example-shanghai", tmp_path, CATALOG, REGISTER).fingerprint
    (tmp_path / "marks.csv").write_text(f"{HEAD}\n", encoding="utf-8")
    assert load_assessment("example-shanghai", tmp_path, CATALOG, REGISTER).fingerprint != before


def test_a_workspace_scores_nobody_until_it_names_a_scheme(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    assert workspace.assessment is None
    with (tmp_path / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write('scheme = "example-deductions"\n')
    used = Workspace.open(tmp_path).assessment
    assert used is not None
    assert used.scheme.left_out == "reduce"
