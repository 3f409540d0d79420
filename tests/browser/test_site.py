"""The site in a real browser: it opens from a folder, asks nobody for anything, and is used by hand, by keyboard and by ear."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import axe_core_python
import pytest

from tests.browser.chrome import Browser, Tab, running_browser
from tests.unit.reports.site_facts import NAMES, nothing, pages
from tests.unit.reports.site_sections import Rows, row

AXE = Path(axe_core_python.__file__).with_name("axe.min.js")
KINDS = (
    *(
        "index.html",
        "periods/index.html",
        "periods/2025q2.html",
        "periods/2025.html",
        "units/index.html",
        "units/finance.html",
    ),
    *("units/education.html", "indicators/index.html", "indicators/requests_in_time_rate.html", "tasks/index.html"),
    *(
        "tasks/yunjiang-2025.html",
        "tasks/yunjiang-2025/2.html",
        "problems.html",
        "scores.html",
        "portal.html",
        "quality.html",
    ),
    *("dictionary.html", "reports/5.html", "reports/7.html"),
)
VIOLATIONS = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(
  one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`))"""
TEXTS = "[...document.querySelectorAll('table.list')[0].tBodies[0].rows].filter(row => !row.hidden).map(row => row.cells[%d].innerText.trim())"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with running_browser(tmp_path_factory.mktemp("chromium")) as found:
        yield found


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("site"), pages())


def violations(tab: Tab) -> list[str]:
    tab.run(AXE.read_text(encoding="utf-8"))
    return list(tab.run(VIOLATIONS))


def many_units(count: int) -> Rows:
    common = row(
        "kind_name group_name is_ranked is_rolled_up valid_from valid_to successor_codes",
        "部门",
        "部门",
        True,
        True,
        None,
        None,
        None,
    )
    return [{**common, "unit_code": f"u{n}", "unit_name": f"第{n}所"} for n in range(count)]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", KINDS)
def test_a_page_opens_from_its_folder_alone_never_scrolls_sideways_and_breaks_no_rule_of_accessibility(
    browser: Browser, site: Path, page: str, width: int
) -> None:
    tab = browser.open((site / page).as_uri(), width)
    assert tab.said == []
    assert {Path(address).name for address in tab.asked} == {Path(page).name, "site.css", "site.js"}
    assert all(address.startswith(site.as_uri()) for address in tab.asked)
    assert tab.run("[innerWidth, document.documentElement.scrollWidth]") == [width, width]
    assert tab.run("getComputedStyle(document.querySelector('.top')).backgroundColor") == "rgb(26, 84, 144)"
    assert tab.run("document.querySelectorAll('img, iframe, [onerror], main script').length") == 0
    assert violations(tab) == []


def test_what_breaks_a_rule_of_accessibility_or_asks_the_network_is_seen(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><img src='http://127.0.0.1:9/a.png'><a href='#x'></a></body></html>", encoding="utf-8")
    tab = browser.open(page.as_uri())
    assert {one.split(":")[0] for one in violations(tab)} >= {"html-has-lang", "image-alt", "link-name"}
    assert tab.asked[1:] == ["http://127.0.0.1:9/a.png"]
    assert "net::ERR" in " ".join(tab.said)


def test_a_table_sorts_by_numbers_with_what_is_no_number_last(browser: Browser, site: Path) -> None:
    tab = browser.open((site / "periods/2025q2.html").as_uri())
    tab.run("document.querySelectorAll('table.list')[0].tHead.rows[0].cells[6].querySelector('button').click()")
    assert tab.run(TEXTS % 6) == ["6620", "6620", "空白", "未报", "未报"]
    assert tab.run("document.querySelector('[aria-sort]').getAttribute('aria-sort')") == "ascending"


def test_periods_sort_by_time_and_not_by_their_chinese_numerals(browser: Browser, site: Path) -> None:
    tab = browser.open((site / "units/finance.html").as_uri())
    tab.run("document.querySelectorAll('table.list')[0].tHead.rows[0].cells[0].querySelector('button').click()")
    assert tab.run(TEXTS % 0) == ["2024年第二季度", "2025年度", "2025年第一季度", "2025年第二季度"]


def test_the_keyboard_reaches_the_button_that_sorts_and_a_second_press_turns_the_order(
    browser: Browser, site: Path
) -> None:
    tab = browser.open((site / "indicators/index.html").as_uri())
    tab.run("document.querySelector('.scroll').focus()")
    tab.press("Tab")
    assert tab.run("document.activeElement.innerText.trim()") == "指标"
    tab.press("Enter")
    tab.press("Enter")
    assert tab.run(TEXTS % 0) == ["报送及时率", "依申请按时答复率", "依申请公开率"]


def test_a_filter_leaves_the_rows_that_have_every_word_and_says_how_many(browser: Browser, tmp_path: Path) -> None:
    folder = written(tmp_path, pages(unit=many_units(12)))
    tab = browser.open((folder / "units/index.html").as_uri())
    tab.run(
        "const box = document.querySelector('.filter input'); box.value = '第1 部门'; box.dispatchEvent(new Event('input'))"
    )
    assert tab.run(TEXTS % 0) == ["第1所", "第10所", "第11所"]
    assert tab.run("document.querySelector('.filter output').value") == "12 行中的 3 行"


def test_without_scripts_the_tables_stand_as_they_are(browser: Browser, site: Path) -> None:
    tab = browser.open((site / "units/index.html").as_uri(), runs=False)
    assert tab.run("document.querySelectorAll('button, input').length") == 0
    assert len(tab.run(TEXTS % 0)) == len(NAMES)


def test_a_number_leads_to_its_cell_which_is_shown_as_the_one(browser: Browser, site: Path) -> None:
    tab = browser.open((site / "units/finance.html").as_uri())
    target = tab.run("[...document.querySelectorAll('table.list td a')].find(a => a.hash === '#T3:new.total').href")
    cell = browser.open(target)
    assert cell.run("document.querySelector(':target').innerText.split(/\\s+/)") == ["14069", "C16", "１４０６９件"]
    assert cell.run("getComputedStyle(document.querySelector(':target')).backgroundColor") == "rgb(255, 233, 168)"


def test_a_table_that_prints_on_several_sheets_has_its_head_on_each(browser: Browser, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: how the pages print was NOT checked")
    folder = written(tmp_path, pages(unit=many_units(120)))
    browser.open((folder / "units/index.html").as_uri()).printed(tmp_path / "units.pdf")
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "units.pdf", "-"], capture_output=True, text=True, check=True
    )
    sheets = told.stdout.strip("\f").split("\f")
    assert len(sheets) > 2
    assert [sheet.split()[:2] for sheet in sheets[1:-1]] == [["单位", "分组"]] * (len(sheets) - 2)
    assert "数据质量" not in told.stdout  # the navigation is for the screen


def test_an_office_that_has_published_nothing_has_pages_that_say_so(browser: Browser, tmp_path: Path) -> None:
    folder = written(tmp_path, nothing())
    tab = browser.open((folder / "index.html").as_uri())
    assert "还没有季度报送。" in tab.run("document.querySelector('main').innerText")
    assert tab.said == []
