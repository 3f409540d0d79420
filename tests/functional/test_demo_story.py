"""The demonstration's year without Prefect: every file ends as the story declares, and a second run changes nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from flows.demo.figures import District, draw_district
from flows.demo.office import PlainOffice
from flows.demo.script import Script, load_script
from flows.demo.story import play_story
from flows.demo.summary import LedgerLine, print_summary, read_ledger
from flows.demo.verdict import differences
from flows.steps.check.files import read_report_path
from flows.steps.collect import collect
from flows.steps.intake import journal_of
from flows.steps.publish import publish
from flows.steps.status import period_status
from transforms.submission import read_submission
from warehouse.catalog.period import Period
from warehouse.release import current_release
from warehouse.store import open_store
from warehouse.tables import tables
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("demo")
Rows = dict[str, list[tuple[object, ...]]]
DERIVED = [name for name, table in tables().items() if table.role != "declared" and name != "release"]


@dataclass(frozen=True)
class Played:
    """The story played once."""

    workspace: Workspace
    script: Script
    district: District
    ledger: tuple[LedgerLine, ...]


class Scribeless(PlainOffice):
    """Leaves the documents of single quarters to their own tests; those of the fourth come with its release."""

    def write_documents(self, period: Period) -> None:
        (self.workspace.documents / str(period)).mkdir(parents=True, exist_ok=True)


def small_office(folder: Path, script: Script) -> Path:
    """An office with the units alone that the story has something to tell of; the others would all do the same."""
    part = script.portal
    named = {
        *(one.unit for one in script.deliveries),
        *(one.unit for one in script.differing),
        *(one.unit for one in part.late_replies),
        *(one.unit for one in part.reports),
        *(one.unit for one in part.broken),
        *(*script.habits, *script.drop, *script.never),
        *(unit for one in script.keypoints.assignments for unit in one.units),
    }
    Workspace.create(folder, profile=script.keypoints.profile, units="yunjiang")
    head, root, *rows = (folder / "units.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.partition(",")[0] in named]
    (folder / "units.csv").write_text("".join((head, root, *kept)), "utf-8")
    return folder


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    script = load_script()
    outcome = play_story(small_office(tmp_path_factory.mktemp("demo") / "office", script), Scribeless, lambda _: None)
    workspace = outcome.workspace
    district = draw_district(
        workspace.catalog, workspace.register, Period.parse(script.first), Period.parse(script.last)
    )
    return Played(workspace, script, district, tuple(read_ledger(workspace)))


@pytest.fixture
def copied(played: Played, tmp_path: Path) -> Workspace:
    """A workspace of one's own to change, without the drop, which is served no more."""
    shutil.copytree(played.workspace.root, tmp_path / "office", symlinks=True)
    settings = tmp_path / "office" / "zwgk.toml"
    settings.write_text(
        "".join(line for line in settings.read_text("utf-8").splitlines(True) if not line.startswith("drop_url")),
        "utf-8",
    )
    return Workspace.open(tmp_path / "office")


def rows_of(workspace: Workspace) -> Rows:
    """Every row of every table."""
    with open_store(workspace.database) as store:
        return {name: store.connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in DERIVED}


def test_the_story_comes_out_as_declared(played: Played) -> None:
    assert differences(played.workspace, played.script) == []


def test_a_story_that_comes_out_otherwise_is_told(played: Played) -> None:
    """The same year, held against another story: another status, another rule, other visits, differences and links."""
    script, part = played.script, played.script.portal
    wrong = [
        one.model_copy(update={"status": "accepted", "rule": "T2-STOCK"}) if one.rule == "METRIC-PART" else one
        for one in script.deliveries
    ]
    acts = [act.model_copy(update={"portal": ()}) for act in script.acts]
    other = {"deliveries": tuple(wrong), "acts": tuple(acts), "differing": script.differing[:1]}
    portal = part.model_copy(update={"broken": (), "unexplained": ()})
    said = "\n".join(differences(played.workspace, script.model_copy(update={**other, "portal": portal})))
    for word in (
        "报送的状态不同",
        "没有被告知 T2-STOCK",
        "门户取数的结果不同",
        "两个来源是否一致",
        "断而又通",
        "有没有打不开",
    ):
        assert word in said


def test_nothing_that_is_kept_names_a_port_of_this_machine(played: Played) -> None:
    """The drop and the portal are answered on loopback at whatever port is free; two runs keep the same bytes."""
    root = played.workspace.root
    kept = [path for folder in ("archive", "documents", "feedback", "releases") for path in (root / folder).rglob("*")]
    texts = [path for path in kept if path.is_file() and path.suffix not in {".xlsx", ".docx", ".duckdb", ".parquet"}]
    assert len(texts) > 300
    assert [path for path in texts if b"127.0.0.1" in path.read_bytes()] == []
    assert "127.0.0.1" not in (root / "zwgk.toml").read_text("utf-8")


def test_a_damaged_feed_was_quarantined_and_nothing_of_it_is_missing(played: Played) -> None:
    with open_store(played.workspace.database) as store:
        [damaged] = store.rows("SELECT source, fault_code FROM stg_portal_fetch WHERE outcome = 'quarantined'")
        [shown] = store.rows("SELECT count(*) AS n FROM stg_portal_item WHERE source = 'policy_documents'")
        [listed] = store.rows("SELECT max(record_count) AS n FROM stg_portal_fetch WHERE source = 'policy_documents'")
    assert damaged == {"source": "policy_documents", "fault_code": "EMPTY"}
    assert shown == listed


def test_every_file_ends_with_the_status_that_the_story_declares(played: Played) -> None:
    declared = Counter((d.period, d.unit, d.status) for d in played.script.all_deliveries(played.workspace.register))
    assert Counter((line.period, line.unit_code, line.status) for line in played.ledger) == declared


def test_every_file_that_was_not_taken_has_a_reason(played: Played) -> None:
    assert [line for line in played.ledger if line.status in ("returned", "unreadable") and not line.reason] == []


def test_the_merged_unit_is_refused_with_its_successor_named(played: Played) -> None:
    [line] = [x for x in played.ledger if x.unit_code == "investment_promotion" and x.period == "2025Q3"]
    assert line.status == "returned"
    assert "云江区商务委员会" in line.reason


def test_the_unit_that_never_reports_is_missing_in_every_period(played: Played) -> None:
    for act in played.script.acts:
        status = period_status(played.workspace, Period.parse(act.period))
        assert [row.unit_code for row in status.rows if row.status == "missing"] == list(played.script.never)


def test_late_files_are_marked_and_files_in_time_are_not(played: Played) -> None:
    late = {(line.period, line.unit_code) for line in played.ledger if line.is_late}
    second = {(d.period, d.unit) for d in played.script.deliveries if d.round == 2 or d.act is not None}
    assert late == second


def test_what_counts_is_what_the_units_meant(played: Played) -> None:
    with open_store(played.workspace.database) as store:
        cells = store.rows("SELECT unit_code, period, cell_code, value FROM core_cell WHERE scope = 'own'")
    counted: dict[tuple[str, Period], dict[str, Decimal]] = {}
    for row in cells:
        counted.setdefault((row["unit_code"], Period.parse(row["period"])), {})[row["cell_code"]] = row["value"]
    meant = {key: figures for key, figures in played.district.figures.items() if key[0] not in played.script.never}
    assert counted == meant


def test_every_template_went_out_with_the_openings_that_had_been_accepted(played: Played) -> None:
    for unit, period in [("commerce", "2025Q3"), ("finance", "2025Q2"), ("commerce", "2025")]:
        name = played.workspace.register.by_code[unit].name
        path = played.workspace.templates / period / f"{period}-{name}.xlsx"
        reading = read_submission(path.read_bytes(), played.workspace.catalog)
        opening = {code: value for code, _, value, *_ in reading.cells if code.startswith("T3:carried_in.")}
        truth = played.district.of(unit, Period.parse(period))
        assert opening == {code: truth[code] for code in opening}, (unit, period)
        assert len(opening) == 7


def test_the_release_says_how_the_key_points_stand(played: Played) -> None:
    release = current_release(played.workspace.releases)
    assert release is not None
    with duckdb.connect(release.path / "zwgk.duckdb", read_only=True) as bi:
        silent = bi.execute(
            """SELECT DISTINCT unit_code FROM mart.fct_task_progress
               WHERE period = '2025Q4' GROUP BY unit_code HAVING bool_and(status = 'not_reported') ORDER BY ALL"""
        ).fetchall()
        disputed = bi.execute(
            """SELECT is_disputed FROM mart.fct_task_progress
               WHERE unit_code = 'emergency' AND task_id = '三(二)13' AND period = '2025Q3'"""
        ).fetchall()
        holders = bi.execute(
            "SELECT DISTINCT period FROM mart.fct_task_progress WHERE unit_code = 'investment_promotion'"
        ).fetchall()
        undated = bi.execute(
            """SELECT DISTINCT unit_code FROM mart.dq_violation JOIN mart.fct_submission USING (submission_id)
               WHERE rule_id = 'TASK-DATE' ORDER BY ALL"""
        ).fetchall()
    pasted = {unit for unit, way in played.script.habits.items() if played.script.ways[way].book == "pasted"}
    assert {unit for (unit,) in silent} == {*pasted, *played.script.never}
    assert (disputed, holders, undated) == ([(True,)], [("2025Q2",)], [("emergency",), ("petition",)])


def test_the_release_holds_the_annual_reports_and_the_database(played: Played) -> None:
    release = current_release(played.workspace.releases)
    assert release is not None
    assert (release.path / "zwgk.duckdb").is_file()
    districts = sorted(path.suffix for path in (release.path / "documents" / "2025" / "汇总").iterdir())
    assert districts == [".docx", ".html", ".xlsx"]


def test_every_figure_of_the_year_is_the_same_in_word_page_workbook_and_database(played: Played) -> None:
    release = current_release(played.workspace.releases)
    assert release is not None
    with duckdb.connect(release.path / "zwgk.duckdb", read_only=True) as bi:
        rows = bi.execute(
            """SELECT unit_name, r.scope, cell_code, value FROM mart.rpt_annual_statutory r
               JOIN mart.dim_unit USING (unit_code) WHERE period = '2025'"""
        ).fetchall()
    published: dict[tuple[str, str], dict[str, Decimal | None]] = {}
    for unit, scope, code, value in rows:
        published.setdefault((unit, scope), {})[code] = value
    written = sorted((release.path / "documents" / "2025").rglob("*年度报告.*"))
    assert len(written) == 3 * len(published)
    assert Counter(path.suffix for path in written) == dict.fromkeys((".docx", ".html", ".xlsx"), len(published))
    for path in written:
        report = read_report_path(path)
        scope = "aggregate" if path.parent.name == "汇总" else "own"
        figures = {code: value for code, _, value, *_ in report.cells}
        assert figures == published[path.name.partition("2025年度")[0], scope], path.name


def test_a_second_run_changes_nothing(played: Played) -> None:
    before, head = rows_of(played.workspace), journal_of(played.workspace).head
    release = current_release(played.workspace.releases)
    again = play_story(played.workspace.root, Scribeless, lambda _: None)
    assert not again.is_new
    assert (rows_of(played.workspace), journal_of(played.workspace).head) == (before, head)
    assert current_release(played.workspace.releases) == release


def test_the_summary_says_what_came_what_was_returned_and_where_things_lie(played: Played) -> None:
    console = Console(file=StringIO(), width=80)
    print_summary(console, played.workspace, played.ledger, played.script.places)
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert "· 2024Q4 云江区房屋管理局：" in said
    assert "表三 依申请!J29" in said
    assert "未报：云江滨江开发建设管理委员会" in said
    for place in played.script.places:
        assert f"{place.label}：" in said
    assert str(played.workspace.releases / "current" / "zwgk.duckdb") in said.replace("\n", "")


def test_judging_one_unit_again_leaves_every_row_as_it_was(copied: Workspace) -> None:
    before = rows_of(copied)
    done = collect(copied, as_of=datetime(2026, 4, 1), units=["finance"])
    assert done.judged > 0
    assert rows_of(copied) == before


def test_a_correction_of_one_unit_leaves_the_rows_of_all_others_as_they_were(copied: Workspace) -> None:
    def core_rows() -> Iterator[tuple[object, ...]]:
        with open_store(copied.database) as store:
            yield from store.connection.execute(
                "SELECT * FROM core_cell WHERE unit_code <> 'finance' ORDER BY ALL"
            ).fetchall()
            yield from store.connection.execute(
                "SELECT * FROM core_submission WHERE unit_code IS DISTINCT FROM 'finance' ORDER BY ALL"
            ).fetchall()

    before = list(core_rows())
    sent = next(copied.inbox.rglob("2025Q3-云江区财政局.xlsx"))
    (copied.inbox / "更正").mkdir()
    (copied.inbox / "更正" / sent.name).write_bytes(sent.read_bytes()[:-1])
    assert collect(copied, as_of=datetime(2026, 4, 1)).received == 1
    assert list(core_rows()) == before


def test_one_bad_file_never_stops_the_others(copied: Workspace) -> None:
    good = next(copied.inbox.rglob("2025Q3-云江区财政局.xlsx")).read_bytes()
    before = rows_of(copied)["core_cell"]
    for name, content in (("a.xlsx", b"PK\x03\x04 broken"), ("b.xlsx", b""), ("区财政局2025年第三季度.xlsx", good)):
        (copied.inbox / name).write_bytes(content)
    done = collect(copied, as_of=datetime(2026, 4, 1))
    assert (done.received, done.errors) == (3, ())
    statuses = {line.file_name: line.status for line in read_ledger(copied)[-3:]}
    assert statuses == {"a.xlsx": "unreadable", "b.xlsx": "unreadable", "区财政局2025年第三季度.xlsx": "duplicate"}
    assert rows_of(copied)["core_cell"] == before


def test_the_ledger_can_be_rebuilt_from_archive_and_journal(copied: Workspace) -> None:
    before = rows_of(copied)
    copied.database.unlink()
    collect(copied, as_of=datetime(2026, 4, 1))
    assert not publish(copied, Period(2025), as_of=datetime(2026, 4, 1)).is_new
    assert rows_of(copied) == before
