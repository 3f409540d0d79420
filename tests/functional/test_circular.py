"""The circular of an office against its tables: what is broken in the finished document is seen, and such a one is never written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.steps.build import build_tables
from flows.steps.circular import documents
from flows.steps.circular.check import CircularError, check_circular
from flows.steps.circular.documents import circular_documents
from flows.steps.circular.reader import CircularReader
from flows.steps.circular.recount import recounted
from flows.steps.figures import FigureReader
from flows.steps.publish import publish
from flows.steps.state import refresh
from reports.circular.compose import compose_circular
from reports.circular.content import CircularReport
from reports.circular.tally import derive_tally
from reports.narrative.paper import Paper, Paragraph
from reports.template.tasks import TaskAnswer
from tests.functional.task_office import Q1, Q2, TaskOffice
from warehouse.catalog.catalog import Catalog
from warehouse.circular import circular_tables
from warehouse.store import Store, open_store
from warehouse.workspace import CONFIG, Workspace

SCHEME = """\
name: 季报评估方案
basis: 本级要求
total: 100
decimals: 1
not_applicable: full
not_reported: zero
not_assessable: leave_out
left_out: reduce
bands: [{name: 优秀, at_least: 90}, {name: 合格, at_least: 0}]
groups:
  - {name: 部门, kinds: [department, institution, municipal]}
  - {name: 街镇, kinds: [street, town, park]}
unranked_units: [tax]
items:
  - {code: in_time, heading: 报送, name: 按期报送, kind: met, weight: 60, terms: [{indicator: report_punctuality_rate}]}
  - {code: tasks, heading: 要点, name: 任务完成, kind: rate, weight: 40, terms: [{indicator: task_completion_rate}]}
"""
MISSING = "云江区人民政府办公室"
Document = tuple[str, bytes]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two quarters: finance overdue with a task, education late with its second report, a scheme in use, most units missing."""
    office = TaskOffice(tmp_path_factory.mktemp("circular") / "office")
    with (office.workspace.root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write('scheme = "quarterly"\n')
    (office.workspace.root / "schemes").mkdir()
    (office.workspace.root / "schemes" / "quarterly.yaml").write_text(SCHEME, encoding="utf-8")
    office.workspace = Workspace.open(office.workspace.root)
    done = TaskAnswer("已完成", "已更新", date(2025, 6, 20))
    office.put("finance", Q1, datetime(2025, 4, 3), {"一2": TaskAnswer("推进中", "核对中")})
    office.put("education", Q1, datetime(2025, 4, 3), {})
    office.send("audit", Q1, datetime(2025, 4, 3), {})
    office.put("finance", Q2, datetime(2025, 7, 3), {"一1": done, "一2": TaskAnswer("未启动")}, {})
    office.send("audit", Q2, datetime(2025, 7, 3), {})
    office.send("education", Q2, datetime(2025, 7, 15), {"一1": done})
    return office.workspace


class Finished:
    """The circular of the second quarter as it was written, and what it is held against."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self.store, self.workspace = store, workspace
        from dataclasses import replace

        from flows.steps.tasks.figures import TaskReader

        quarter = FigureReader(store, workspace).quarter_report(Q2)
        self.quarter = replace(quarter, tasks=TaskReader(store, workspace).quarter(Q2))
        self.docx, self.html, self.xlsx = circular_documents(store, workspace, self.quarter)

    def faults(self, document: Document) -> str:
        """What the check says of a document."""
        with circular_tables(self.store) as tables:
            reader = CircularReader(tables, self.workspace)
            with pytest.raises(CircularError) as refused:
                check_circular(reader, reader.report(self.quarter), [document])
        return str(refused.value)

    def report(self) -> CircularReport:
        with circular_tables(self.store) as tables:
            return CircularReader(tables, self.workspace).report(self.quarter)


@pytest.fixture(scope="module")
def finished(office: Workspace) -> Iterator[Finished]:
    with open_store(office.database) as store:
        refresh(store, office)
        build_tables(store)
        yield Finished(office, store)


def in_docx(document: Document, old: str, new: str) -> Document:
    """The document with a text changed where it first stands."""
    name, content = document
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part == "word/document.xml":
                assert old in data.decode(), old
                data = data.decode().replace(old, new, 1).encode()
            target.writestr(part, data)
    return name, changed.getvalue()


def in_html(document: Document, old: str, new: str) -> Document:
    name, content = document
    assert old in content.decode(), old
    return name, content.decode().replace(old, new, 1).encode()


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


def test_a_table_that_says_otherwise_than_the_document_is_seen(finished: Finished) -> None:
    """A score that changes behind the document's back: rank and text no longer agree with it."""
    finished.store.connection.execute("BEGIN")
    finished.store.connection.execute("UPDATE fct_score SET rank = rank + 1 WHERE period = '2025Q2' AND is_ranked")
    try:
        assert "名" in finished.faults(finished.docx)
    finally:
        finished.store.connection.execute("ROLLBACK")


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


def test_a_circular_that_contradicts_its_tables_is_neither_written_nor_published(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    root = shutil.copytree(office.root, tmp_path / "office")
    copy = Workspace.open(root)
    first = publish(copy, Q2, as_of=datetime(2025, 7, 22))
    monkeypatch.setattr(documents, "compose_circular", _miscounted)
    assert run(["report", "quarter", "2025Q2", "-w", str(root)]) == 3
    assert "2025年第二季度通报与数据表不一致，没有写出" in capsys.readouterr().err
    assert not list((copy.documents / "2025Q2").glob("*通报*"))
    (root / CONFIG).write_text(
        (root / CONFIG).read_text(encoding="utf-8").replace('scheme = "quarterly"\n', ""), encoding="utf-8"
    )
    assert run(["publish", "--period", "2025Q2", "-w", str(root)]) == 3
    assert (copy.releases / "current").resolve() == first.path
