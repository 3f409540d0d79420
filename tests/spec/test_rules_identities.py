"""The identities (勾稽关系) as worked examples: 国办公开办函〔2021〕30号, and DOMAIN §1.5 K1-K4, §3."""

from __future__ import annotations

import pytest

from tests.unit.expectations.batch import Batch
from tests.unit.expectations.figures import t3, t4

CLEAN = """
            自然人  商业企业  总计
新收          3       1       4
上年结转      2       0       2
予以公开      2       1       3
不予公开      1       0       1
总计          3       1       4
结转下年度    2       0       2
"""


def _report(table: str, **options: object) -> Batch:
    batch = Batch()
    batch.submit("civil_affairs", "2024", t3(table), **options)  # type: ignore[arg-type]
    return batch


@pytest.mark.parametrize(
    ("rule", "checks"), [("T3-BALANCE", 7), ("T3-RESULTS", 7), ("T3-APPLICANT", 25), ("T4-TOTAL", 3)]
)
def test_a_clean_report_passes_every_check(rule: str, checks: int) -> None:
    assert _report(CLEAN).outcomes(rule) == {"pass": checks}


def test_new_and_carried_in_are_total_and_carried_out_in_each_column() -> None:
    batch = _report("""
                自然人  商业企业
    新收          60      6
    上年结转       4      0
    总计          62      5
    结转下年度     0      1
    """)
    assert batch.failures("T3-BALANCE") == {"natural_person": (60 + 4, 62 + 0)}


def test_a_balance_weighs_a_column_and_has_no_row() -> None:
    violations = _report("  自然人\n新收 1").judge(rule_ids=["T3-BALANCE"]).violations
    assert violations.select("row_code", "column_code", "cell_code", "sheet").row(0) == (
        None,
        "natural_person",
        None,
        "T3",
    )


def test_a_balance_with_a_blank_carry_over_is_not_assessable() -> None:
    batch = _report("""
                自然人
    新收          3
    上年结转      空
    总计          3
    """)
    assert batch.checks("T3-BALANCE")["natural_person"] == ("not_assessable", None, None)


def test_the_total_is_the_sum_of_the_results() -> None:
    batch = _report("""
                自然人
    予以公开       2
    部分公开       1
    不予公开       4
    无法提供       1
    不予处理       1
    逾期不补正     1
    其他           1
    总计          10
    """)
    assert batch.failures("T3-RESULTS") == {"natural_person": (2 + 1 + 4 + 1 + 1 + 1 + 1, 10)}


def test_one_blank_result_leaves_the_sum_unknown_even_where_the_rest_adds_up() -> None:
    batch = _report("""
                自然人
    予以公开      2
    未缴费        空
    总计          2
    """)
    assert batch.checks("T3-RESULTS")["natural_person"][0] == "not_assessable"


def test_the_total_column_is_the_sum_of_six_kinds_of_applicant() -> None:
    # DOMAIN E-02: 会仪镇 2021 printed 新收 0,0,0,0,1,0 and the total 0
    batch = _report("""
             自然人 商业企业 科研机构 公益组织 法律机构 其他组织 总计
    新收       0      0        0       0        1        0      0
    予以公开   1      2        3       4        5        6     21
    """)
    assert batch.failures("T3-APPLICANT") == {"new": (0 + 0 + 0 + 0 + 1 + 0, 0)}


def test_rows_whose_totals_are_left_blank_are_not_assessable() -> None:
    # DOMAIN K14: a real report of 2019 fills totals only in four rows and leaves zeros blank
    batch = Batch()
    totals = {"T3:new.total": 5, "T3:carried_in.total": 0, "T3:total.total": 5, "T3:carried_out.total": 0}
    batch.submit("civil_affairs", "2019", {"T3:new.natural_person": 5, **totals}, edition="2019", rest=None)
    assert batch.outcomes("T3-APPLICANT") == {"not_assessable": 23}
    assert batch.outcomes("T3-BALANCE") == {"pass": 1, "not_assessable": 6}


def test_disputes_add_up_to_their_total_in_each_block() -> None:
    batch = Batch()
    table = """
                维持 纠正 其他 未审结 总计
    复议         376   97  196   121   790
    直接起诉      16    1   12    27    50
    复议后起诉    74    1   30    空   105
    """
    batch.submit("civil_affairs", "2024", t4(table))
    assert batch.checks("T4-TOTAL") == {
        "review": ("pass", 376 + 97 + 196 + 121, 790),
        "direct_suit": ("fail", 16 + 1 + 12 + 27, 50),
        "suit_after_review": ("not_assessable", None, None),
    }


MERGED = """
            自然人 商业企业 科研机构 公益组织 法律机构 其他组织 总计
新收          7      0        0       0        0        0      7
予以公开      3      0        0       0        0        0      3
其他处理      4      0        0       0        0        0      4
总计          7      0        0       0        0        0      7
"""


def _merged(table: str) -> Batch:
    batch = _report(table)
    batch.remove(1, "T3:other.no_correction", "T3:other.fee_unpaid", "T3:other.other.")
    return batch


def test_other_handling_printed_as_one_row_stands_for_its_three() -> None:
    batch = _merged(MERGED)
    assert batch.outcomes("T3-RESULTS") == {"pass": 7}
    assert batch.checks("T3-RESULTS")["natural_person"] == ("pass", 3 + 4, 7)


def test_the_one_row_is_checked_once_and_not_three_times() -> None:
    checks = _merged(MERGED).checks("T3-APPLICANT")
    assert len(checks) == 25 - 3 + 1
    assert checks["other"] == ("pass", 4, 4)


def test_a_wrong_total_of_the_one_row_is_one_violation_at_its_own_cell() -> None:
    batch = _merged(
        MERGED.replace("其他处理      4      0        0       0        0        0      4", "其他处理 4 0 0 0 0 0 6")
    )
    violations = batch.judge(rule_ids=["T3-APPLICANT"]).violations
    assert violations.select("row_code", "column_code", "cell_code").rows() == [("other", "total", "T3:other.total")]
    assert violations["message"].to_list() == ["“（六）其他处理”行：六类申请人相加为 4，总计列填 6，相差 2。"]


def test_one_row_with_a_blank_is_not_assessable() -> None:
    batch = _merged("  自然人 总计\n其他处理 空 0")
    assert batch.checks("T3-RESULTS")["natural_person"][0] == "not_assessable"
    assert batch.checks("T3-RESULTS")["total"] == ("pass", 0, 0)


def test_one_row_stands_for_three_that_are_there_but_blank() -> None:
    batch = Batch()
    blank = dict.fromkeys(batch.catalog.edition("2021").merged_into)
    batch.submit("civil_affairs", "2024", {**t3("  自然人\n其他处理 4\n总计 4"), **blank})
    assert batch.checks("T3-RESULTS")["natural_person"] == ("pass", 4, 4)
    assert len(batch.checks("T3-APPLICANT")) == 25 - 3 + 1


def test_three_filled_rows_go_before_a_figure_in_their_heading() -> None:
    batch = _report("  自然人\n其他处理 9\n其他 4\n总计 4")
    assert batch.checks("T3-RESULTS")["natural_person"] == ("pass", 4, 4)
    assert len(batch.checks("T3-APPLICANT")) == 25


def test_the_edition_of_2019_has_nineteen_result_rows() -> None:
    results = "  自然人\n予以公开 {0}\n其他处理 5\n总计 7"
    assert _report(results.format(2), edition="2019").checks("T3-RESULTS")["natural_person"] == ("pass", 2 + 5, 7)
    assert _report(results.format(3), edition="2019").failures("T3-RESULTS") == {"natural_person": (3 + 5, 7)}
    assert len(_report(CLEAN, edition="2019").checks("T3-APPLICANT")) == 23


@pytest.mark.parametrize(
    ("body", "new", "carried_in", "total", "carried_out"),
    [
        ("宝山区政府 2025", 180, 35, 202, 13),
        ("宝山区 2023", 1399, 46, 1403, 42),
        ("崇明 2024", 583, 11, 579, 15),
        ("宝山建管委 2024", 175, 15, 188, 2),
        ("长春市府办 2024", 95, 8, 98, 5),
        ("万源 2025", 54, 2, 55, 1),
        ("杭州式 2025 自然人", 13612, 535, 13364, 783),
        ("上海市政府办公厅 2019", 859, 18, 805, 72),
    ],
)
def test_published_figures_that_balance_pass(
    body: str, new: int, carried_in: int, total: int, carried_out: int
) -> None:
    batch = _report(f"  自然人\n新收 {new}\n上年结转 {carried_in}\n总计 {total}\n结转下年度 {carried_out}")
    assert batch.checks("T3-BALANCE")["natural_person"][0] == "pass", body


def test_a_published_year_into_which_eighty_carried_cases_do_not_fit_fails() -> None:
    # DOMAIN E-03: 松江 2025 names 1,350 new of which 1,292 were answered and 58 carried on, and leaves out the 80 of 2024
    batch = _report("  总计\n新收 1350\n上年结转 80\n总计 1292\n结转下年度 58")
    assert batch.failures("T3-BALANCE") == {"total": (1350 + 80, 1292 + 58)}


@pytest.mark.parametrize(
    ("results", "total"),
    [
        ((55, 10, 95, 42), 202),
        ((4, 5, 33, 41), 83),
        ((6, 2, 23, 4, 29), 64),
        ((42, 1, 49, 6), 98),
        ((966, 67, 81, 182, 61, 96), 1453),
    ],
)
def test_published_results_that_add_up_pass(results: tuple[int, ...], total: int) -> None:
    names = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他")
    lines = "\n".join(f"{name} {value}" for name, value in zip(names, results, strict=False))
    assert _report(f"  自然人\n{lines}\n总计 {total}").checks("T3-RESULTS")["natural_person"] == (
        "pass",
        sum(results),
        total,
    )


def test_an_expected_zero_against_a_figure_is_a_violation_like_any_other() -> None:
    assert _report("  自然人\n总计 5\n结转下年度 -5").failures("T3-RESULTS") == {"natural_person": (0, 5)}
    assert _report("  自然人\n予以公开 5").failures("T3-RESULTS") == {"natural_person": (5, 0)}
