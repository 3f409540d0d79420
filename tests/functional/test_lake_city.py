"""A city over the districts that share its lake: it takes what each has published, and says which have not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.steps.build import build_tables
from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.city import Gathered, gather_districts
from flows.steps.collect import CollectSummary, collect
from flows.steps.intake import archive_of
from flows.steps.publish import publish
from flows.steps.trace import trace
from tests.functional.city_office import Q1, YEAR, lay
from tests.functional.lake_server import Postgres, settle
from warehouse.catalog.period import Period
from warehouse.lake import Lake
from warehouse.store import open_store
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("lake")
ASKED = "T3:new.total"


@dataclass
class City:
    """The city, its districts 宝山 (published twice), 普陀 (on an older release) and 金山 (nothing published), what gathering came to,
    the year's last, and what counted of 宝山 then.
    """

    city: Workspace
    baoshan: Workspace
    gathered: list[Gathered]
    counting: tuple[Decimal, Decimal]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> City:
    """宝山 publishes and goes on collecting, the city looks; 宝山 publishes again, and the city looks while 宝山 writes on; at last the year."""
    root = tmp_path_factory.mktemp("shared")
    settings = postgres.new_lake(root / "lake")
    city, baoshan, putuo = (
        _workspace(root, profile, settings) for profile in ("shanghai-2025", "baoshan-2025", "putuo-2024")
    )
    assert isinstance(putuo.warehouse, Lake)
    with open_store(replace(putuo.warehouse, schema="jinshan")):
        pass  # which lays out its tables
    only, *_ = [unit for unit in putuo.register.reporting(Q1) if unit.is_rolled_up]
    lay(putuo, only.code, "own", new=5, new_granted=5)
    collect(putuo, as_of=datetime(2025, 4, 1))
    _publish(putuo, Q1, datetime(2025, 4, 2))
    first, second, *_ = [unit for unit in baoshan.register.reporting(Q1) if unit.is_rolled_up]
    lay(baoshan, first.code, "own", new=30, new_granted=20)
    lay(baoshan, second.code, "own", new=4, new_granted=4)
    collect(baoshan, as_of=datetime(2025, 4, 1))
    assert publish(baoshan, Q1, as_of=datetime(2025, 4, 10)).is_new
    lay(baoshan, first.code, "own", new=33, new_granted=20)
    lay(baoshan, first.code, "own", YEAR, new=90, new_granted=80)
    collect(baoshan, as_of=datetime(2026, 1, 12))
    with open_store(baoshan.warehouse) as store:
        load_catalog_tables(store, baoshan)
        build_tables(store)
    lay(city, "general_office", "own", new=12, new_granted=10)
    gathered = [gather_districts(city, Q1, datetime(2025, 4, 13))]
    first_figure = _counting(city)
    _publish(baoshan, YEAR, datetime(2026, 1, 14))
    with open_store(baoshan.warehouse) as writing, suppress(_AbandonedError), writing.transaction():
        writing.connection.execute("DELETE FROM rpt_quarterly_units")
        writing.connection.execute("DELETE FROM release")
        gathered.append(gather_districts(city, Q1, datetime(2026, 1, 15)))
        raise _AbandonedError
    gathered.append(gather_districts(city, YEAR, datetime(2026, 1, 16)))
    return City(city, baoshan, gathered, (first_figure, _counting(city)))


class _AbandonedError(Exception):
    """What ends a district's writing without anything written."""


def _publish(district: Workspace, period: Period, as_of: datetime) -> None:
    """As far as a city sees it: tables built, and the row that tells of it. Documents and pages would be written as well."""
    with open_store(district.warehouse) as store:
        load_catalog_tables(store, district)
        with store.transaction():
            build_tables(store)
            store.connection.execute("DELETE FROM release")
            store.connection.execute("INSERT INTO release (period, as_of) VALUES ($1, $2)", [str(period), as_of])


def _counting(city: Workspace) -> Decimal:
    """What counts of 宝山 at the city."""
    with open_store(city.warehouse) as store:
        [row] = store.rows(
            f"SELECT value FROM core_cell WHERE unit_code = 'baoshan' AND period = '{Q1}' AND cell_code = '{ASKED}'"
        )
    return Decimal(row["value"])


def _workspace(root: Path, profile: str, settings: str) -> Workspace:
    Workspace.create(root / profile, profile=profile)
    return settle(root / profile, settings)


def test_it_takes_what_a_district_has_published_and_says_which_have_not(shared: City) -> None:
    known = shared.gathered[0].districts_by_code
    states = [known[code].state for code in ("baoshan", "putuo", "jinshan", "xuhui")]
    assert states == ["taken", "taken", "not_published", "no_schema"]
    assert len(shared.gathered[0].missing) == 14
    assert (known["baoshan"].units_in, known["baoshan"].published_as_of) == (2, datetime(2025, 4, 10))
    assert (known["putuo"].units_in, known["putuo"].published_as_of) == (1, datetime(2025, 4, 2))


def test_of_a_district_that_is_being_written_what_it_has_published_is_taken(shared: City) -> None:
    baoshan, putuo = (shared.gathered[1].districts_by_code[code] for code in ("baoshan", "putuo"))
    assert (baoshan.state, baoshan.published_as_of) == ("taken", datetime(2026, 1, 14))
    assert (putuo.state, putuo.published_as_of) == ("unchanged", datetime(2025, 4, 2))


def test_a_year_is_taken_of_those_whose_last_publication_has_it(shared: City) -> None:
    known = shared.gathered[2].districts_by_code
    assert (known["baoshan"].state, known["baoshan"].units_in) == ("taken", 2)
    assert known["putuo"].state == "no_period"
    with open_store(shared.city.warehouse) as store:
        load_catalog_tables(store, shared.city)
        build_tables(store)
        rows = store.rows(
            f"SELECT scope, value FROM rpt_annual_statutory WHERE period = '{YEAR}' AND cell_code = '{ASKED}' AND scope = 'aggregate'"
        )
    baoshan_year, putuo_quarters, own_quarters = (
        90 + 4,
        5,
        12,
    )  # where no report of the year came, the quarters stand for it
    assert rows == [{"scope": "aggregate", "value": Decimal(baoshan_year + putuo_quarters + own_quarters)}]


def test_what_a_district_has_not_published_yet_does_not_go_up(shared: City) -> None:
    assert shared.counting == (Decimal(30 + 4), Decimal(33 + 4))
    looked_at = [gathered.snapshot for gathered in shared.gathered]
    assert looked_at == sorted(set(looked_at))


def test_the_citys_figure_is_the_districts_published_one_and_its_own_offices(shared: City) -> None:
    with open_store(shared.city.warehouse) as store, open_store(shared.baoshan.warehouse) as district:
        load_catalog_tables(store, shared.city)
        build_tables(store)
        whole = f"SELECT cell_code, value FROM rpt_quarterly_units WHERE scope = 'aggregate' AND period = '{Q1}' ORDER BY cell_code"
        of = "SELECT cell_code, value FROM core_cell WHERE unit_code = '{}' AND period = '2025Q1' ORDER BY cell_code"
        city, below, other, own = (
            dict(one.connection.execute(sql).fetchall())
            for one, sql in (
                (store, whole),
                (district, whole),
                (store, of.format("putuo")),
                (store, of.format("general_office")),
            )
        )
    assert city[ASKED] == Decimal(33 + 4 + 5 + 12)
    assert len(city) == 200
    assert city == {cell: below[cell] + other[cell] + own[cell] for cell in city}


def test_a_figure_of_the_city_leads_to_the_publication_of_the_district(shared: City) -> None:
    found = trace(shared.city, Q1, ASKED)
    assert found.value == Decimal(54)
    [part] = [one for one in found.contributions if one.unit_code == "baoshan"]
    snapshot = shared.gathered[1].districts_by_code["baoshan"].snapshot
    assert (part.value, part.version) == (Decimal(37), 2)
    assert part.file_name.endswith(f"-汇总-{snapshot}.xlsx")
    with open_store(shared.city.warehouse) as store:
        sources = store.rows("SELECT source FROM raw_receipt WHERE source LIKE 'lake:baoshan@%' ORDER BY submission_id")
    assert [row["source"] for row in sources] == [
        f"lake:baoshan@{gathered.districts_by_code['baoshan'].snapshot}" for gathered in shared.gathered
    ]
    assert archive_of(shared.city).is_intact(part.sha256)


def test_the_command_names_what_is_missing_and_ends_with_findings(
    shared: City, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.steps.city.collect", lambda *_, **__: CollectSummary(0, 0, 0, {}, 0, (), ()))
    assert run(["city", "2025Q1", "-w", str(shared.city.root)]) == 1
    said = capsys.readouterr().out
    assert "未变" in said
    assert "取得 2/16 个区，缺：" in said
    assert "上海市金山区人民政府" in said
    assert run(["city", "2025", "-w", str(shared.city.root)]) == 1
    assert "取得 1/16 个区，缺：" in capsys.readouterr().out
    assert run(["city", "2025Q1", "-w", str(shared.baoshan.root)]) == 2
    assert "没有报汇总表的单位" in capsys.readouterr().err
