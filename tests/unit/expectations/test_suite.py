from __future__ import annotations

import subprocess
import sys

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from expectations.gx_suite import check_expectations
from expectations.rules import rule_query
from expectations.suite import check_batch, check_batch_plain
from expectations.verdict import Question
from tests.unit.expectations.batch import BROKEN_FORMULA, Batch, unit

BROKEN = {"T4-TOTAL": "SELECT no_such_column FROM check_submission"}
ALL_RESULTS = {"fail", "pass", "not_assessable"}


@pytest.fixture(scope="module")
def mixed() -> Batch:
    """Three units: one clean, one wrong in many ways, one that left everything blank."""
    batch = Batch(unit("clean"), unit("wrong"), unit("empty"))
    for code in ("clean", "wrong"):
        batch.count(code, "2024Q4", {"T3:carried_out.total": 0, "T2:normative_document.in_force": 0})
    batch.submit("clean", "2025Q1", {})
    batch.submit(
        "wrong",
        "2025Q1",
        {
            "T3:new.natural_person": "三",
            "T3:granted.business": 1.5,
            "T3:carried_in.total": 4,
            "T4:review.upheld": -2,
            "T4:review.pending": BROKEN_FORMULA,
            "T2:regulation.made": 1,
            "T2:normative_document.in_force": 7,
        },
    )
    batch.submit("empty", "2025Q1", {}, rest=None)
    batch.notice(2, "FILE-LABEL", "第 7 行无法识别 {actual} ${x}。", sheet="表", address="A7", text="{0}")
    return batch


def test_with_great_expectations_and_without_the_frames_are_the_same(mixed: Batch) -> None:
    with_gx, plain = mixed.judge(engine="gx"), mixed.judge(engine="plain")
    assert_frame_equal(with_gx.violations, plain.violations)
    assert_frame_equal(with_gx.results.drop("expectation_success"), plain.results.drop("expectation_success"))
    assert plain.results["expectation_success"].null_count() == plain.results.height
    assert with_gx.errors.height == plain.errors.height == 0
    assert set(plain.results["outcome"]) == ALL_RESULTS


def test_the_verdict_on_the_batch_is_false_exactly_where_a_submission_fails(mixed: Batch) -> None:
    results = mixed.judge(engine="gx").results
    by_rule = results.group_by("rule_id").agg(
        (pl.col("outcome") == "fail").any().alias("failed"), pl.col("expectation_success").first()
    )
    assert by_rule.filter(pl.col("failed") == pl.col("expectation_success")).height == 0
    assert by_rule["expectation_success"].null_count() == 0


def test_a_result_counts_the_checks_of_a_rule_on_a_submission(mixed: Batch) -> None:
    results = mixed.judge().results
    counted = results.select((pl.col("passed") + pl.col("failed") + pl.col("not_assessable")).alias("sum"), "checks")
    assert counted.filter(pl.col("sum") != pl.col("checks")).height == 0
    wrong = results.filter(submission_id=2, rule_id="TYPE-NUMBER").row(0, named=True)
    assert (wrong["outcome"], wrong["failed"], wrong["not_assessable"], wrong["passed"]) == ("fail", 1, 1, 198)


def test_a_blank_submission_passes_nothing_that_it_could_not_be_asked(mixed: Batch) -> None:
    outcomes = dict(mixed.judge().results.filter(submission_id=3).select("rule_id", "outcome").iter_rows())
    assert outcomes["FILE-COMPLETE"] == "fail"
    assert {outcomes[rule] for rule in ("T3-BALANCE", "T3-RESULTS", "TYPE-INTEGER", "T2-STOCK")} == {"not_assessable"}


def test_a_text_from_a_file_stays_as_it_is_in_the_message(mixed: Batch) -> None:
    violations = mixed.judge(rule_ids=["FILE-LABEL"]).violations
    assert violations["message"].to_list() == ["第 7 行无法识别 {actual} ${x}。"]


@pytest.mark.parametrize("engine", ["gx", "plain"])
def test_a_rule_that_breaks_is_an_error_and_no_failure_of_data(mixed: Batch, engine: str) -> None:
    result = mixed.judge(engine=engine, queries=BROKEN)  # type: ignore[arg-type]
    broken = result.results.filter(rule_id="T4-TOTAL")
    assert broken.select("outcome", "checks", "failed").rows() == [("error", 0, 0)] * 3
    assert broken["expectation_success"].null_count() == 3
    assert result.violations.filter(rule_id="T4-TOTAL").height == 0
    assert result.errors["rule_id"].to_list() == ["T4-TOTAL"]
    assert "no_such_column" in result.errors["detail"][0]


@pytest.mark.parametrize("rule_id", ["TEXT-FIGURE", "ROLL-UP", "DISPUTE-VOLUME"])
def test_a_rule_on_text_on_a_sum_or_on_another_form_is_not_run_where_the_batch_has_none(
    mixed: Batch, rule_id: str
) -> None:
    assert mixed.judge(queries={rule_id: "SELECT no_such_column FROM check_submission"}).errors.height == 0


def test_a_rule_that_breaks_leaves_the_others_as_they_were(mixed: Batch) -> None:
    whole, partly = mixed.judge(engine="gx"), mixed.judge(engine="gx", queries=BROKEN)
    others = pl.col("rule_id") != "T4-TOTAL"
    assert_frame_equal(whole.results.filter(others), partly.results.filter(others))
    assert_frame_equal(whole.violations.filter(others), partly.violations.filter(others))


def test_great_expectations_says_that_a_broken_rule_raised(mixed: Batch) -> None:
    broken, whole = mixed.catalog.rule("T4-TOTAL"), mixed.catalog.rule("T3-BALANCE")
    questions = [Question.on(broken, BROKEN["T4-TOTAL"]), Question.on(whole, rule_query(whole))]
    with mixed.lay() as connection:
        verdicts = check_expectations(connection, questions)
    assert verdicts["T4-TOTAL"].success is False
    assert "no_such_column" in (verdicts["T4-TOTAL"].error or "")
    assert verdicts["T3-BALANCE"].error is None


def test_a_verdict_that_our_count_contradicts_is_an_error(mixed: Batch) -> None:
    # fails at every second look: what is counted is not there when the violations are listed
    flicker = (
        "SELECT 'T4-TOTAL' AS rule_id, submission_id, 'x' AS check_key, CASE WHEN nextval('looks') % 2 = 1 THEN 'fail' "
        "ELSE 'pass' END AS outcome, NULL AS expected, NULL AS actual, NULL AS table_code, NULL AS row_code, "
        "NULL AS column_code, NULL AS cell_code, NULL AS sheet, NULL AS address, NULL AS text, NULL AS detail "
        "FROM check_submission WHERE submission_id = 1"
    )
    with mixed.lay() as connection:
        connection.execute("CREATE TEMP SEQUENCE looks")
        result = check_batch(connection, mixed.catalog, rule_ids=["T4-TOTAL"], queries={"T4-TOTAL": flicker})
    assert result.results["outcome"].to_list() == ["error"] * 3
    assert "success=False" in result.errors["detail"][0]


def test_a_rule_that_is_set_apart_is_not_run_and_is_an_error(mixed: Batch) -> None:
    with mixed.lay() as connection:
        result = check_batch(connection, mixed.catalog, queries=BROKEN, engine="plain", set_apart={"T4-TOTAL": "why"})
    assert result.errors.rows() == [("T4-TOTAL", "why")]
    assert result.results.filter(rule_id="T4-TOTAL")["outcome"].to_list() == ["error"] * 3
    assert result.violations.filter(rule_id="T4-TOTAL").height == 0


@pytest.mark.parametrize("outcome", ["'maybe'", "NULL"])
def test_an_outcome_that_nobody_declared_is_an_error(mixed: Batch, outcome: str) -> None:
    odd = f"SELECT submission_id, 'x' AS check_key, {outcome} AS outcome FROM check_submission"
    result = mixed.judge(queries={"T4-TOTAL": odd}, rule_ids=["T4-TOTAL"])
    assert set(result.results["outcome"]) == {"error"}
    assert result.errors.height == 1


def test_a_problem_under_an_undeclared_rule_is_our_error() -> None:
    batch = Batch()
    batch.submit("a", "2025Q1", {})
    batch.notice(1, "FILE-UNHEARD", "……")
    assert batch.judge().errors["rule_id"].to_list() == ["FILE-UNHEARD"]


def test_all_violations_are_listed_however_many() -> None:
    batch = Batch()
    for number in range(3):
        batch.submit(f"unit{number}", "2025Q1", {}, rest=-1)
    with_gx = batch.judge(engine="gx", rule_ids=["TYPE-NEGATIVE"])
    assert with_gx.violations.height == 3 * 200
    assert with_gx.results["failed"].to_list() == [200] * 3


def test_a_violation_with_a_zero_in_it_keeps_the_zero() -> None:
    batch = Batch()
    batch.submit("a", "2025Q1", {"T4:review.upheld": 2})
    row = batch.judge(rule_ids=["T4-TOTAL"]).violations.row(0, named=True)
    assert [float(row[name]) for name in ("expected", "actual", "difference")] == [2, 0, -2]
    assert row["message"] == "“行政复议”：维持、纠正、其他、尚未审结相加为 2，总计填 0，相差 2。"
    assert (row["sheet"], row["cell_code"], row["severity"]) == ("T4", "T4:review.total", "error")


def test_a_batch_without_submissions_has_the_same_columns_and_no_rows(mixed: Batch) -> None:
    empty, full = Batch().judge(engine="gx"), mixed.judge()
    assert (empty.results.height, empty.violations.height, empty.errors.height) == (0, 0, 0)
    assert empty.violations.schema == full.violations.schema
    assert empty.results.schema == full.results.schema


def test_only_the_rules_that_are_named_are_run(mixed: Batch) -> None:
    assert set(mixed.judge(rule_ids=["T3-BALANCE", "T4-TOTAL"]).results["rule_id"]) == {"T3-BALANCE", "T4-TOTAL"}


def test_the_plain_runner_does_not_import_great_expectations() -> None:
    code = "import expectations.suite, sys; print('great_expectations' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_run_prints_nothing_and_leaves_the_connection_open(mixed: Batch, capfd: pytest.CaptureFixture[str]) -> None:
    with mixed.lay() as connection:
        before = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        check_batch(connection, mixed.catalog)
        check_batch_plain(connection, mixed.catalog)
        assert connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall() == before
    assert capfd.readouterr() == ("", "")


def test_rules_run_over_a_database_on_disk_that_nobody_may_write(tmp_path: object) -> None:
    path = f"{tmp_path}/empty.duckdb"
    duckdb.connect(path).close()
    batch = Batch()
    batch.submit("a", "2025Q1", {})
    with duckdb.connect(path, read_only=True) as connection, batch.lay() as source:
        for name in [row[0] for row in source.execute("SELECT table_name FROM duckdb_tables()").fetchall()]:
            connection.register("frame", source.execute(f"SELECT * FROM {name}").pl())
            connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM frame")
        assert set(check_batch(connection, batch.catalog).results["outcome"]) == {"pass", "not_assessable"}
