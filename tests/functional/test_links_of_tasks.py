"""`zwgk links` in an office: what units name as evidence is looked at, kept, and believed dead only when that is sure."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.sources.links import LinkLimits
from flows.steps.intake import journal_of
from flows.steps.links.patrol import LinksSummary, check_links
from reports.template.tasks import TaskAnswer
from tests.functional.link_server import LinkServer, status, titled
from tests.functional.task_office import Q1, Q2, TaskOffice
from warehouse.store import open_store

QUICK = LinkLimits(pause_s=0.0, connect_timeout_s=2, read_timeout_s=1, link_deadline_s=4)
MONDAY = datetime(2025, 4, 14, 6)


@pytest.fixture
def office(tmp_path: Path) -> TaskOffice:
    return TaskOffice(tmp_path / "office", link_hosts=("127.0.0.1", "localhost"))


def done(evidence: str) -> TaskAnswer:
    return TaskAnswer("已完成", "已公开", date(2025, 3, 20), evidence)


def send(office: TaskOffice, evidence: str, unit: str = "education") -> None:
    office.send(unit, Q1, datetime(2025, 4, 3), {"一1": done(evidence)})


def visit(office: TaskOffice, at: datetime = MONDAY, *, is_again: bool = False) -> LinksSummary:
    return check_links(office.workspace, Q1, is_again=is_again, as_of=at, limits=QUICK)


def test_each_state_of_a_link_stands_beside_the_task_that_it_proves(office: TaskOffice, site: LinkServer) -> None:
    alive, gone = site.page("/a.html", titled("权责清单")), site.page("/gone.html", status(404))
    send(office, alive)
    office.send("finance", Q1, datetime(2025, 4, 4), {"一1": done(gone), "一2": done("已在政务网公开")})
    summary = visit(office)
    assert (summary.asked, summary.kept, summary.put_off) == (2, 0, 0)
    assert [(link.unit_code, link.item, link.state) for link in summary.links] == [
        ("education", "一1", "alive"),
        ("finance", "一1", "dead"),
        ("finance", "一2", "unchecked"),
    ]
    assert summary.links[2].detail == "没有写网页地址，无从巡检"
    dead = summary.links[1]
    assert (dead.sheet, dead.address, dead.dead_since) == ("工作任务", "J5", MONDAY)


def test_within_a_day_nothing_is_asked_twice_unless_it_is_wanted(office: TaskOffice, site: LinkServer) -> None:
    url = site.page("/a.html", titled("权责清单"))
    send(office, url)
    visit(office)
    asked, events = len(site.asked), len(list(journal_of(office.workspace)))
    again = visit(office, MONDAY + timedelta(hours=8))
    assert (again.asked, again.kept, again.links[0].state) == (0, 1, "alive")
    assert (len(site.asked), len(list(journal_of(office.workspace)))) == (asked, events)
    assert visit(office, MONDAY + timedelta(hours=9), is_again=True).asked == 1
    assert visit(office, MONDAY + timedelta(days=2)).asked == 1


def test_a_fault_of_the_server_is_a_dead_link_only_on_another_day(office: TaskOffice, site: LinkServer) -> None:
    send(office, site.page("/a.html", status(500)))
    assert visit(office).links[0].state == "unsure"
    assert visit(office, MONDAY + timedelta(hours=1), is_again=True).links[0].state == "unsure"
    [later] = visit(office, MONDAY + timedelta(days=1)).links
    assert (later.state, later.dead_since) == ("dead", MONDAY)
    site.page("/a.html", titled("权责清单"))
    [mended] = visit(office, MONDAY + timedelta(days=2)).links
    assert (mended.state, mended.dead_since) == ("alive", None)


def test_a_cell_with_two_addresses_is_as_good_as_the_worse(office: TaskOffice, site: LinkServer) -> None:
    alive, gone = site.page("/a.html", titled("权责清单")), site.page("/gone.html", status(410))
    send(office, f"{alive}；{gone}")
    [link] = visit(office).links
    assert link.state == "dead"
    assert gone in (link.detail or "")
    assert alive not in (link.detail or "")


def test_what_was_seen_comes_back_from_journal_and_archive_alone(office: TaskOffice, site: LinkServer) -> None:
    send(office, site.page("/gone.html", status(404)))
    before = visit(office).links
    office.workspace.database.unlink()
    asked = len(site.asked)
    assert visit(office, MONDAY + timedelta(hours=1)).links == before
    assert len(site.asked) == asked


def test_a_second_unit_that_names_the_same_page_is_answered_from_the_first_visit(
    office: TaskOffice, site: LinkServer
) -> None:
    url = site.page("/a.html", titled("权责清单"))
    send(office, url)
    visit(office)
    send(office, f"详见 {url}", "finance")
    summary = visit(office, MONDAY + timedelta(hours=1))
    assert (summary.asked, [link.state for link in summary.links]) == (0, ["alive", "alive"])


def test_a_report_that_was_corrected_is_no_longer_looked_at(office: TaskOffice, site: LinkServer) -> None:
    send(office, site.page("/old.html", status(404)))
    office.send("education", Q1, datetime(2025, 4, 5), {"一1": done(site.page("/new.html", titled("权责清单")))})
    assert [link.state for link in visit(office).links] == ["alive"]
    assert site.requests("/old.html") == []


def test_the_command_says_which_links_are_dead_and_ends_with_one(
    office: TaskOffice, site: LinkServer, capsys: pytest.CaptureFixture[str]
) -> None:
    send(office, site.page("/gone.html", status(404)))
    office.send("finance", Q2, datetime(2025, 7, 4), {"一1": done(site.page("/a.html", titled("权责清单")))})
    where = ["--workspace", str(office.workspace.root)]
    assert run(["links", "--period", "2025Q1", *where]) == 1
    said = capsys.readouterr().out
    assert "/gone.html" in said
    assert "区教育局" in said
    assert run(["links", "--period", "2025Q2", "--json", *where]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [link["state"] for link in document["links"]] == ["alive"]
    assert document["asked"] == 1


def test_one_page_for_several_tasks_is_one_line(
    office: TaskOffice, site: LinkServer, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = site.page("/gone.html", status(404))
    office.send("finance", Q1, datetime(2025, 4, 4), {"一1": done(gone), "一2": done(gone)})
    assert run(["links", "--workspace", str(office.workspace.root)]) == 1
    said = capsys.readouterr().out
    assert said.count("/gone.html") == 1
    assert "一1、一2" in said


def test_an_office_without_evidence_asks_nobody(office: TaskOffice) -> None:
    assert check_links(office.workspace) == LinksSummary(0, 0, 0, ())
    with open_store(office.workspace.database) as store:
        assert store.rows("SELECT * FROM raw_link") == []
