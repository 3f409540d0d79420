"""The site of a release, its numbers counted again from what BI reads, and every way back walked to its end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from flows.steps.site.writing import write_site
from reports.quality.page import QualityFacts
from tests.functional.publishing_office import LICENCES, Office
from warehouse.catalog.period import Period
from warehouse.quality import read_quality
from warehouse.site import read_site, site_tables
from warehouse.store import open_store

LAST, PERIOD = 4, Period(2025, 2)
pytestmark = pytest.mark.xdist_group("releases")


@pytest.fixture(scope="module")
def folder(published_year: Office) -> Path:
    return published_year.folder(LAST) / "site"


def page(folder: Path, name: str) -> html.HtmlElement:
    return html.fromstring((folder / name).read_text(encoding="utf-8"))


def linked(folder: Path) -> Iterator[tuple[Path, Path, str]]:
    for path in folder.rglob("*.html"):
        for target in html.fromstring(path.read_text(encoding="utf-8")).xpath("//@href | //@src"):
            name, _, place = str(target).partition("#")
            yield path, (path.parent / unquote(name)).resolve() if name else path.resolve(), place


def test_every_link_stays_in_the_release_and_ends_at_a_place_that_is_there(folder: Path) -> None:
    places: dict[Path, set[str]] = {}
    for path, target, place in linked(folder):
        assert target.is_file(), (path, target)
        assert target.is_relative_to(folder.parent.resolve()), (path, target)
        if place:
            if target not in places:
                places[target] = {
                    str(one) for one in html.fromstring(target.read_text(encoding="utf-8")).xpath("//@id")
                }
            assert place in places[target], (path.name, target.name, place)


def test_the_figures_of_a_quarter_are_those_that_bi_reads(published_year: Office, folder: Path) -> None:
    rows = page(folder, "periods/2025q1.html").xpath("//section[@id='figures']//tbody/tr")
    shown = {row.xpath("string(th)").strip(): row.xpath("string(td[4])").strip() for row in rows}
    told = dict(
        published_year.mart(
            LAST,
            """SELECT u.unit_name, q.value FROM mart.rpt_quarterly_units q JOIN mart.dim_unit u USING (unit_code)
               WHERE q.period = '2025Q1' AND q.scope = 'own' AND q.cell_code = 'T3:new.total'""",
        )
    )
    counted = {name: Decimal(text) for name, text in shown.items() if text.isdigit() and "合计" not in name}
    assert counted == told
    [whole] = [Decimal(text) for name, text in shown.items() if "合计" in name]
    assert whole == sum(told.values())
    assert len(shown) == 1 + 52


def test_a_number_leads_to_the_file_and_the_cell_that_it_was_read_from(published_year: Office, folder: Path) -> None:
    [(number, sheet, address, value)] = published_year.mart(
        LAST,
        f"""SELECT submission_id, sheet, address, value FROM mart.fct_cell
            WHERE unit_code = 'finance' AND period = '2025Q1' AND cell_code = '{LICENCES}'""",
    )
    report = page(folder, f"reports/{number}.html")
    assert report.get_element_by_id(LICENCES).text_content().split() == [str(int(value)), address]
    assert sheet in report.xpath("string(//table[@id='T2']/caption)")
    assert "2025Q1" in report.text_content()
    assert "2025Q1云江区财政局.xlsx" in report.text_content()


def test_every_report_that_counts_has_its_page_and_no_other(published_year: Office, folder: Path) -> None:
    counting = {number for (number,) in published_year.mart(LAST, "SELECT DISTINCT submission_id FROM mart.fct_cell")}
    assert {int(path.stem) for path in (folder / "reports").iterdir()} == counting


def test_the_manifest_holds_every_page(published_year: Office, folder: Path) -> None:
    manifest = json.loads((published_year.folder(LAST) / "manifest.json").read_text(encoding="utf-8"))
    held = {name for name in manifest["files"] if name.startswith("site/")}
    assert held == {path.relative_to(folder.parent).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_dictionary_has_every_table_and_column_of_the_release(published_year: Office, folder: Path) -> None:
    told = {
        (section.get("id"), row.xpath("string(th)").strip())
        for section in page(folder, "dictionary.html").xpath("//section")
        for row in section.xpath(".//tbody/tr")
    }
    columns = published_year.mart(
        LAST,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'mart' AND column_name <> 'release_id'",
    )
    assert told == set(columns)


def test_the_tables_of_any_release_can_be_shown_as_they_stood_then(published_year: Office) -> None:
    catalog = published_year.workspace.catalog
    shown = {}
    with open_store(published_year.workspace.database) as store:
        for release in (0, 1, LAST):
            with site_tables(store, published_year.folder(release) / "zwgk.duckdb"):
                rows = read_site(store, [*catalog.site.cells, LICENCES])["figure"]
            [figure] = [
                row
                for row in rows
                if (row["unit_code"], row["period"], row["cell_code"]) == ("finance", "2025Q1", LICENCES)
            ]
            shown[release] = figure["value"]
    assert shown[1] - shown[0] == 5
    assert shown[LAST] == shown[0]


def test_of_more_units_than_can_have_pages_there_is_an_outline_that_says_so(
    published_year: Office, folder: Path, tmp_path: Path
) -> None:
    workspace, release = published_year.workspace, tmp_path / "release"
    words = workspace.catalog.site.model_copy(update={"most_units": 3})
    small = replace(workspace, catalog=workspace.catalog.having(site=words))
    for place in ("documents", "quality"):
        shutil.copytree(folder.parent / place, release / place)
    with open_store(workspace.database) as store:
        quality = QualityFacts("云江区", "0009", datetime(2026, 3, 20), read_quality(store))
        written = write_site(store, small, release, str(PERIOD), quality)
    assert written.files == len(list((release / "site").rglob("*"))) == 5
    for path, target, _ in linked(release / "site"):
        assert target.is_file(), (path, target)
    said = page(release / "site", "index.html")
    assert "超过 3 个，不随发布逐一生成网页和文件" in said.xpath("string(//main)")
    assert [one.text_content() for one in said.xpath("//nav//a")] == ["总览", "数据质量", "数据字典"]
    assert said.xpath("//section[@id='documents']//a")
