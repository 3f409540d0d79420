"""A unit breaks a figure in its workbook: LibreOffice itself recalculates, and the check beside the table says so in red."""

from __future__ import annotations

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports.template.workbook import write_template
from tests.unit.reports.workbooks import CATALOG, balanced, order, places, reopened

RED = bytes((255, 156, 156))
pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice (soffice) is not installed here: live checks are not calculated",
)


def typed_over(content: bytes, typed: dict[str, float | None]) -> bytes:
    """As a person types: figures change, and no cached value survives (openpyxl keeps formulas only)."""
    book = load_workbook(io.BytesIO(content))
    for code, figure in typed.items():
        name, place = places()[code]
        book[name][place.address] = figure
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def converted(content: bytes, kind: str, folder: Path) -> Path:
    source, target = folder / "typed.xlsx", folder / "out"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return target / f"typed.{kind}"


def shown(content: bytes, folder: Path) -> dict[str, object]:
    """Every non-empty cell of the three tables as LibreOffice calculates it, by `sheet!address`."""
    book = reopened(converted(content, "xlsx", folder).read_bytes(), values=True)
    return {
        f"{name}!{cell.coordinate}": cell.value
        for name in book.sheetnames[1:4]
        for row in book[name].iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def verdicts(cells: dict[str, object]) -> dict[str, list[str]]:
    bad = [f"{place} {text}" for place, text in cells.items() if str(text).startswith("不符")]
    ok = [place for place, text in cells.items() if text in ("相符", "勾稽相符", "总计相符")]
    return {"bad": bad, "ok": ok}


def test_broken_figures_are_named_beside_the_table_and_the_rest_is_in_order(tmp_path: Path) -> None:
    content = write_template(order(values=balanced()), CATALOG)
    broken = {"T3:carried_out.natural_person": 4, "T4:review.total": 1, "T3:granted.total": 9}
    found = verdicts(shown(typed_over(content, broken), tmp_path))
    assert found["bad"] == [
        f"表三 依申请!L8 不符：六类之和≠总计，差 {6 - 9}",
        f"表三 依申请!L29 不符：六类之和≠总计，差 {6 - 9}",
        f"表三 依申请!D34 不符：一＋二≠（七）＋四，差 {5 + 2 - (6 + 4)}",
        f"表三 依申请!J34 不符：一＋二≠（七）＋四，差 {5 + 2 - (9 + 4)}",
        f"表四 复议诉讼!A11 不符：四项之和≠总计，差 {3 + 4 - 1}",
    ]
    assert len(found["ok"]) == len(CATALOG.identities("2021")) - len(found["bad"])


def test_what_libreoffice_calculates_is_what_was_written_as_cached(tmp_path: Path) -> None:
    content = write_template(order(values=balanced()), CATALOG)
    written = reopened(content, values=True)
    calculated = shown(typed_over(content, {}), tmp_path)
    cached = {
        f"{name}!{cell.coordinate}": cell.value
        for name in written.sheetnames[1:4]
        for row in written[name].iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }
    assert calculated == cached


def test_an_empty_workbook_judges_nothing_and_one_figure_fills_its_totals(tmp_path: Path) -> None:
    cells = shown(typed_over(write_template(order(), CATALOG), {"T3:granted.business": 3}), tmp_path)
    assert verdicts(cells) == {"bad": [], "ok": []}
    sums = {place: value for place, value in cells.items() if isinstance(value, int | float)}
    assert sums == {"表三 依申请!E8": 3, "表三 依申请!J8": 3, "表三 依申请!E29": 3, "表三 依申请!J29": 3}


def test_a_nil_return_is_told_that_nothing_has_to_be_filled(tmp_path: Path) -> None:
    cells = shown(typed_over(write_template(order(is_nil=True), CATALOG), {}), tmp_path)
    assert list(cells.values()).count("填报进度：零报送，不用填写") == 3


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler-utils) is not installed here")
def test_a_failed_check_is_red_on_the_page_and_a_good_workbook_has_no_red(tmp_path: Path) -> None:
    good = write_template(order(values=balanced()), CATALOG)
    assert not red_pixels(good, tmp_path / "good")
    assert red_pixels(typed_over(good, {"T3:new.business": 1}), tmp_path / "bad")


def red_pixels(content: bytes, folder: Path) -> int:
    folder.mkdir()
    pdf = converted(content, "pdf", folder)
    subprocess.run(["pdftoppm", "-r", "50", str(pdf), str(folder / "page")], check=True, timeout=60)
    pages = [page.read_bytes() for page in sorted(folder.glob("page*.ppm"))]
    assert len(pages) == 5  # cover, three tables, notes: each one page wide and one page long
    return sum(page[at : at + 3] == RED for page in pages for at in range(15, len(page), 3))


def test_decimals_of_money_survive_a_person_saving_in_libreoffice(tmp_path: Path) -> None:
    values = balanced() | {"T2:fee.amount_wan": Decimal("0.1")}
    cells = shown(typed_over(write_template(order(values=values), CATALOG), {}), tmp_path)
    assert cells["表二 主动公开!B16"] == 0.1
