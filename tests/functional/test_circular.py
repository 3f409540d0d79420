"""The circular of an office against its tables: what is broken in the finished document is seen, and such a one is never written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.steps.build import build_tables
from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.circular import documents
from flows.steps.circular.check import check_circular
from flows.steps.circular.days import circular_days
from flows.steps.circular.documents import circular_documents
from flows.steps.circular.reader import CircularReader
from flows.steps.circular.recount import recounted
from flows.steps.publish import publish
from flows.steps.state import refresh
from reports.circular.compose import compose_circular
from reports.circular.content import CircularReport
from reports.circular.reread import reread_docx
from reports.circular.tally import derive_tally
from reports.narrative.paper import Paper, Paragraph
from tests.functional.circular_office import Finished, circular_office, in_docx, in_html, quarter_of
from tests.functional.task_office import Q2
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.circular import circular_tables
from warehouse.store import open_store
from warehouse.workspace import CONFIG, Workspace

MISSING = "云江区人民政府办公室"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return circular_office(tmp_path_factory.mktemp("circular") / "office")


@pytest.fixture(scope="module")
def finished(office: Workspace) -> Iterator[Finished]:
    with open_store(office.database) as store:
        refresh(store, office)
        build_tables(store)
        yield Finished(office, store)


@pytest.fixture(scope="module")
def published(office: Workspace, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Path]:
    """A copy of the office, and its release."""
    copy = Workspace.open(shutil.copytree(office.root, tmp_path_factory.mktemp("published") / "office"))
    release = publish(copy, Q2, as_of=datetime(2025, 7, 22)).path
    assert release is not None
    return copy, release


def test_both_countings_say_the_same(finished: Finished, office: Workspace) -> None:
    report = finished.report()
    with circular_tables(finished.store) as tables:
        again = recounted(CircularReader(tables, office), report).tally
    first = derive_tally(report, office.catalog)
    assert {name: again.counts[name] for name in first.counts} == first.counts
    assert again.lists == first.lists
    assert first.groups
    assert (again.unmet, again.differing, again.groups) == (first.unmet, first.differing, first.groups)
    assert first.counts["missing"] == len(report.coverage) - 3
    assert first.counts["late"] == 1
    assert first.counts["ranked"]


def test_the_finished_documents_stand_and_the_check_lets_them_pass(finished: Finished) -> None:
    with circular_tables(finished.store) as tables:
        reader = CircularReader(tables, finished.workspace)
        check_circular(reader, reader.report(finished.quarter), [finished.docx, finished.html])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("逾期报送1家", "逾期报送2家", "写作“…"),
        ("逾期报送的单位1家：云江区教育局", "逾期报送的单位1家：云江区审计局", "云江区审计局"),
        ("逾期报送的单位1家：云江区教育局", "逾期报送的单位1家：云江区教育局、区审计署", "区审计署不在单位名册中"),
        (f"：{MISSING}、", "：", "家，列出"),
        ("2025年8月5日前完成", "2025年8月15日前完成", "8月15日"),
        ("名）、", "名）、云江区某局（99分，第1名）、", "云江区某局"),
    ],
)
def test_a_number_or_a_name_that_is_wrong_in_the_text_is_seen(
    finished: Finished, old: str, new: str, told: str
) -> None:
    for broken in (in_docx(finished.docx, old, new), in_html(finished.html, old, new)):
        said = finished.faults(broken)
        assert told.removesuffix("…") in said
        assert "没有写出" in said


def test_a_list_one_short_is_seen_by_its_own_count(finished: Finished) -> None:
    said = finished.faults(in_docx(finished.docx, f"：{MISSING}、", "："))
    missing = sum(not row.is_in for row in finished.report().coverage)
    assert f"写 {missing} 家，列出 {missing - 1} 家" in said


def test_a_figure_that_the_table_does_not_have_is_seen(finished: Finished) -> None:
    quarter = finished.quarter.quarter.values["T2:licence.decisions"]
    assert quarter is not None
    said = finished.faults(
        in_html(finished.html, f'data-cell="T2:licence.decisions">{quarter:.0f}', 'data-cell="T2:licence.decisions">7')
    )
    assert "主动公开政府信息情况（本期）”第" in said
    assert f"应为“行政许可｜{quarter:.0f}”" in said


def test_a_line_that_is_missing_from_an_annex_is_seen(finished: Finished) -> None:
    name, content = finished.html
    text = content.decode()
    start = text.index(
        "<tr>", text.index('data-table="problems"') + text[text.index('data-table="problems"') :].index("<tbody>")
    )
    end = text.index("</tr>", start) + len("</tr>")
    said = finished.faults((name, (text[:start] + text[end:]).encode()))
    lines = len(finished.report().problems) + 1
    assert f"有 {lines - 1} 行，按数据表应为 {lines} 行" in said


def test_a_sentence_that_no_table_gives_and_one_that_is_gone_are_seen(finished: Finished) -> None:
    added = in_html(
        finished.html, '<p class="signature">', '<p class="body">另有2家单位被通报批评。</p>\n<p class="signature">'
    )
    assert "“另有2家单位被通报批评。”不是由数据表得出的" in finished.faults(added)
    start = finished.html[1].decode().index('<p class="body">应报季度报表')
    end = finished.html[1].decode().index("</p>", start) + 4
    text = finished.html[1].decode()
    assert "缺少“应报季度报表的单位" in finished.faults((finished.html[0], (text[:start] + text[end:]).encode()))


def test_a_chart_that_says_otherwise_is_seen(finished: Finished) -> None:
    said = finished.faults(in_html(finished.html, "报送率：25年1季 ", "报送率：25年1季 9"))
    assert "按数据表应为“报送率：25年1季 " in said


def test_a_table_that_says_otherwise_than_the_document_is_seen(finished: Finished) -> None:
    """A score that changes behind the document's back: rank and text no longer agree with it."""
    finished.store.connection.execute("BEGIN")
    finished.store.connection.execute("UPDATE fct_score SET rank = rank + 1 WHERE period = '2025Q2' AND is_ranked")
    try:
        assert "名" in finished.faults(finished.docx)
    finally:
        finished.store.connection.execute("ROLLBACK")


_SEEN = (
    """INSERT INTO fct_indicator BY NAME
       SELECT 'message_reply_rate' AS indicator_code, u.unit_code, '2025Q2' AS period, s.source, s.value AS value, 'value' AS state,
              s.value >= 1 AS is_met, s.value AS year_value, CASE WHEN u.unit_code = 'yunjiang' THEN 2 END AS units_in
       FROM (VALUES ('sheet', 1.0), ('portal', 0.75)) AS s (source, value)
       CROSS JOIN (VALUES ('finance'), ('audit'), ('yunjiang')) AS u (unit_code)""",
    """INSERT INTO fct_link BY NAME
       SELECT unit_code, '2025Q2' AS period, 'filing' AS source, 'document' AS kind, url, '实施意见' AS item, 1 AS place_count,
              'dead' AS state, true AS was_dead, TIMESTAMP '2025-06-01 08:00:00' AS dead_since,
              TIMESTAMP '2025-06-01 08:00:00' AS broken_since, 2 AS visits
       FROM (VALUES ('finance', 'https://a.example/1'), ('finance', 'https://a.example/2'), ('audit', 'https://a.example/3'),
                    ('yunjiang', 'https://a.example/4')) AS l (unit_code, url)""",
    """INSERT INTO fct_portal_metric BY NAME
       SELECT 'visits' AS metric_code, 'aggregate' AS scope, 'yunjiang' AS unit_code, period, value, true AS is_complete
       FROM (VALUES ('2025Q1', 1000), ('2025Q2', 1200)) AS v (period, value)""",
)


def test_what_only_portal_and_patrol_see_is_counted_the_same_twice(finished: Finished) -> None:
    finished.store.connection.execute("BEGIN")
    try:
        for statement in _SEEN:
            finished.store.connection.execute(statement)
        document, *_ = circular_documents(finished.store, finished.workspace, finished.quarter)
        text = "\n".join(reread_docx(document.content(finished.workspace.catalog)).texts)
    finally:
        finished.store.connection.execute("ROLLBACK")
    assert "有3个链接打不开，涉及单位2家：云江区财政局（2个）、云江区审计局（1个）。" in text
    assert "政策留言板按时回复率不一致的2家：云江区财政局、云江区审计局，均为门户网站75%，工作指标表100%。" in text
    assert "政策留言板按时回复率（应达到100%，门户网站）未达到要求的2家：云江区财政局、云江区审计局，均为75%。" in text
    assert "据门户网站采集的数据，网站访问量1200次（本年累计2200次）。" in text


def _miscounted(report: CircularReport, catalog: Catalog) -> Paper:
    """A circular whose composer counts one unit too many."""
    paper = compose_circular(report, catalog)
    blocks = tuple(
        Paragraph(tuple(type(run)(run.text.replace("逾期报送1家", "逾期报送2家")) for run in block.runs), block.role)
        if isinstance(block, Paragraph)
        else block
        for block in paper.blocks
    )
    return Paper(paper.title_lines, blocks, paper.dated)


def test_the_circular_of_a_release_agrees_with_the_release_s_own_database(published: tuple[Workspace, Path]) -> None:
    workspace, release = published
    written = [
        (path.name, path.read_bytes()) for path in sorted((release / "documents" / "2025Q2").glob("*通报.[dh]*"))
    ]
    assert [name.rpartition(".")[2] for name, _ in written] == ["docx", "html"]
    with open_store(workspace.database) as store:
        load_catalog_tables(store, workspace)
        quarter = quarter_of(store, workspace)
        store.connection.execute("DELETE FROM fct_score")
        with circular_tables(store, release / "zwgk.duckdb") as tables:
            reader = CircularReader(tables, workspace)
            check_circular(reader, reader.report(quarter), written)


def test_a_circular_that_contradicts_its_tables_is_neither_written_nor_published(
    published: tuple[Workspace, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, release = published
    monkeypatch.setattr(documents, "compose_circular", _miscounted)
    assert run(["report", "quarter", "2025Q2", "-w", str(workspace.root)]) == 3
    assert "2025年第二季度通报与数据表不一致，没有写出" in capsys.readouterr().err
    assert not list((workspace.documents / "2025Q2").glob("*通报*"))
    settings = workspace.root / CONFIG
    settings.write_text(settings.read_text(encoding="utf-8").replace('scheme = "quarterly"\n', ""), encoding="utf-8")
    assert run(["publish", "--period", "2025Q2", "-w", str(workspace.root)]) == 3
    assert (workspace.releases / "current").resolve() == release


def test_the_days_are_those_of_the_milestones_and_of_an_unknown_year_there_is_none(office: Workspace) -> None:
    known = circular_days(office, Q2)
    assert (str(known.circular_on), str(known.rectify_on), str(known.next_due_on)) == (
        "2025-07-22",
        "2025-08-05",
        "2025-10-10",
    )
    assert known.unknown_year is None
    third, fourth = circular_days(office, Period(2026, 3)), circular_days(office, Period(2026, 4))
    assert (third.rectify_on is None, third.next_due_on, third.unknown_year) == (False, None, 2027)
    assert (fourth.circular_on, fourth.rectify_on, fourth.unknown_year) == (None, None, 2027)
