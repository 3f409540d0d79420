"""Rules on a file and on single cells, as worked examples."""

from __future__ import annotations

import pytest

from tests.unit.expectations.batch import BROKEN_FORMULA, Batch
from tests.unit.expectations.figures import t2

CELL = "T3:new.natural_person"
FEE = "T2:fee.amount_wan"


def _report(cells: dict[str, float | str | None], **options: object) -> Batch:
    batch = Batch()
    batch.submit("civil_affairs", "2025Q1", cells, **options)  # type: ignore[arg-type]
    return batch


def _outcome(batch: Batch, rule_id: str, key: str = CELL) -> str:
    return batch.checks(rule_id)[key][0]


def test_what_is_no_number_is_named_with_its_text() -> None:
    batch = _report({CELL: "约三件", "T3:new.total": 3, "T3:granted.total": None})
    assert _outcome(batch, "TYPE-NUMBER") == "fail"
    assert _outcome(batch, "TYPE-NUMBER", "T3:new.total") == "pass"
    assert _outcome(batch, "TYPE-NUMBER", "T3:granted.total") == "not_assessable"
    assert batch.judge(rule_ids=["TYPE-NUMBER"]).violations["message"].to_list() == [
        "一、本期新收政府信息公开申请数量 自然人 填写的是“约三件”，不是可以识别的数字。"
    ]


def test_a_formula_without_a_value_is_a_fault_of_its_own_and_no_wrong_number() -> None:
    batch = _report({CELL: BROKEN_FORMULA, "T3:new.total": 3, "T3:granted.total": None})
    assert _outcome(batch, "TYPE-FORMULA") == "fail"
    assert _outcome(batch, "TYPE-FORMULA", "T3:new.total") == "pass"
    assert _outcome(batch, "TYPE-FORMULA", "T3:granted.total") == "not_assessable"
    assert _outcome(batch, "TYPE-NUMBER") == "not_assessable"


@pytest.mark.parametrize(("value", "outcome"), [(3, "pass"), (0, "pass"), (3.5, "fail"), (None, "not_assessable")])
def test_counts_are_whole(value: float | None, outcome: str) -> None:
    assert _outcome(_report({CELL: value}), "TYPE-INTEGER") == outcome


def test_money_may_have_decimals() -> None:
    batch = _report({FEE: 7730.28})
    assert FEE not in batch.checks("TYPE-INTEGER")
    assert _outcome(batch, "TYPE-NEGATIVE", FEE) == "pass"


@pytest.mark.parametrize(("value", "outcome"), [(0, "pass"), (-1, "fail"), (-0.5, "fail"), (None, "not_assessable")])
def test_nothing_is_below_zero(value: float | None, outcome: str) -> None:
    assert _outcome(_report({CELL: value}), "TYPE-NEGATIVE") == outcome


def test_the_change_against_last_year_may_be_below_zero() -> None:
    batch = _report({"T2:licence.items_change": -2, "T2:licence.decisions": -2}, edition="2019")
    assert batch.failures("TYPE-NEGATIVE") == {"T2:licence.decisions": (None, -2)}


REGULATIONS = """
            制发 废止 有效
规章          {0}    0    0
规范性文件     5     1    9
"""


def _with_regulations(made: object, kind: str | None) -> Batch:
    batch = Batch()
    batch.submit("civil_affairs", "2025", t2(REGULATIONS.format(made)), kind=kind)
    return batch


@pytest.mark.parametrize(
    "kind", ["district", "department", "party", "institution", "municipal", "street", "town", "park"]
)
def test_no_unit_of_a_district_makes_regulations(kind: str) -> None:
    # DOMAIN E-09: 杨林镇 2023 printed 规章 1/1/1
    assert _with_regulations(1, kind).failures("T2-COMPETENCE") == {"T2:regulation.made": (0, 1)}
    assert _with_regulations(0, kind).outcomes("T2-COMPETENCE") == {"pass": 3}


def test_a_blank_row_of_regulations_is_no_zero() -> None:
    assert _outcome(_with_regulations("空", "town"), "T2-COMPETENCE", "T2:regulation.made") == "not_assessable"


def test_a_city_may_make_regulations_and_of_an_unknown_body_nobody_can_say() -> None:
    assert _with_regulations(1, "city").checks("T2-COMPETENCE") == {}
    assert _with_regulations(1, "city_department").checks("T2-COMPETENCE") == {}  # 市政府办公厅 reports the city's own
    assert _with_regulations(1, None).outcomes("T2-COMPETENCE") == {"not_assessable": 3}


def test_the_rule_on_regulations_names_every_kind_but_those_of_a_city() -> None:
    catalog = Batch().catalog
    kinds = {kind.code for kind in catalog.unit_kinds}
    assert kinds - set(catalog.rule("T2-COMPETENCE").unit_kinds) == {"city", "city_department"}
    assert set(catalog.rule("T2-COMPETENCE").unit_kinds) <= kinds


def test_an_empty_form_is_no_report_but_a_nil_return_is_one() -> None:
    assert _outcome(_report({}, rest=None), "FILE-COMPLETE", "file") == "fail"
    assert _outcome(_report({CELL: 0}, rest=None), "FILE-COMPLETE", "file") == "pass"
    assert _outcome(_report({}, rest=None, is_nil=True), "FILE-COMPLETE", "file") == "pass"


def test_a_template_sent_back_untouched_is_an_empty_form_though_its_openings_were_filled_in_for_the_unit() -> None:
    issued: dict[str, float | str | None] = {"T3:carried_in.natural_person": 2, "T3:carried_in.total": 2}
    assert _outcome(_report(issued, rest=None), "FILE-COMPLETE", "file") == "fail"
    issued["T2:normative_document.in_force"] = 5
    assert _outcome(_report(issued, rest=None), "FILE-COMPLETE", "file") == "fail"
    assert _outcome(_report({**issued, CELL: 0}, rest=None), "FILE-COMPLETE", "file") == "pass"


def test_of_a_file_without_any_table_nobody_can_say_whether_it_is_empty() -> None:
    batch = _report({})
    batch.remove(1, "T")
    assert _outcome(batch, "FILE-COMPLETE", "file") == "not_assessable"


@pytest.mark.parametrize(
    "rule", ["FILE-READABLE", "FILE-IDENTITY", "FILE-NAME", "FILE-TABLES", "FILE-LABEL", "FILE-HIDDEN", "FILE-FETCHED"]
)
def test_each_problem_that_reading_noticed_is_a_violation_in_its_own_words(rule: str) -> None:
    batch = _report({})
    batch.notice(1, rule, "第 7 行“其他事项”无法识别。", sheet="附件", address="A7", text="其他事项")
    batch.notice(1, rule, "第 9 行“合计”无法识别。", sheet="附件", address="A9", text="合计")
    assert batch.outcomes(rule) == {"fail": 2}
    violations = batch.judge(rule_ids=[rule]).violations
    assert violations["message"].to_list() == ["第 7 行“其他事项”无法识别。", "第 9 行“合计”无法识别。"]
    assert violations["address"].to_list() == ["A7", "A9"]


@pytest.mark.parametrize(
    "rule", ["FILE-READABLE", "FILE-IDENTITY", "FILE-NAME", "FILE-TABLES", "FILE-LABEL", "FILE-HIDDEN", "FILE-FETCHED"]
)
def test_a_file_without_problems_passes_once(rule: str) -> None:
    assert _report({}).outcomes(rule) == {"pass": 1}
