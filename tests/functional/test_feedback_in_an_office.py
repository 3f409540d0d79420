"""Feedback in the hands of a unit: LibreOffice opens what was sent back, prints it and saves it, and zwgk reads it again."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reports.returned.notice import write_return_notice
from reports.returned.workbook import write_returned_workbook
from reports.template.workbook import write_template
from tests.unit.reports.returned_cases import BALANCE, LIST, NUMBER, RED, T3, comment_of, fill_of, finding, returned
from tests.unit.reports.workbooks import CATALOG, balanced, order, reopened
from transforms.submission import read_submission

ORIGINAL = write_template(order(values=balanced() | {"T3:new.natural_person": Decimal(7)}), CATALOG)
LONG = replace(BALANCE, message=BALANCE.message * 20, remedy=BALANCE.remedy * 9)
NAME = "云江区名称特别长的单位名称特别长的单位名称特别长的单位"
pytestmark = [
    pytest.mark.xdist_group("libreoffice"),
    pytest.mark.skipif(
        shutil.which("soffice") is None,
        reason="LibreOffice (soffice) is not installed here: nothing is opened, printed or saved",
    ),
]


def converted(folder: Path, kind: str, **files: bytes) -> Path:
    """All files through one start of LibreOffice, which takes longer than the rest."""
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    sources = [str(folder / name.replace("_", ".")) for name in files]
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder / "out"), *sources], check=True, capture_output=True, timeout=180)
    return folder / "out"


def test_a_notice_is_one_page_whatever_is_said(tmp_path: Path) -> None:
    cases = {
        "many_docx": returned(*[BALANCE, NUMBER] * 30),
        "long_docx": returned(*[LONG] * 9, unit_name=NAME),
        "none_docx": returned(finding("FILE-READABLE", None), outcome="unreadable", returned_file=None, due_on=None),
        "warned_docx": returned(*[finding("T2-STOCK", T3, "D6")] * 30, outcome="warned"),
    }
    out = converted(tmp_path, "pdf", **{name: write_return_notice(case, CATALOG) for name, case in cases.items()})
    pages = {path.stem: len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) for path in out.glob("*.pdf")}
    assert pages == dict.fromkeys(("many", "long", "none", "warned"), 1)


def test_a_workbook_saved_by_another_program_reads_the_same_and_is_marked_anew(tmp_path: Path) -> None:
    marked = write_returned_workbook(ORIGINAL, returned(), CATALOG)
    saved = (converted(tmp_path, "xlsx", marked_xlsx=marked) / "marked.xlsx").read_bytes()
    before, after = (read_submission(content, CATALOG) for content in (ORIGINAL, saved))
    assert (after.cells, after.stamp_unit, after.problems) == (before.cells, "education", [])
    again = write_returned_workbook(saved, returned(NUMBER), CATALOG)
    assert reopened(again).sheetnames == reopened(marked).sheetnames
    assert reopened(again).sheetnames.count(LIST) == 1
    assert fill_of(again, T3, "D6") == RED
    assert fill_of(again, T3, "D29") == fill_of(ORIGINAL, T3, "D29")
    assert (comment_of(again, T3, "D6").count("【"), comment_of(again, T3, "D29")) == (1, "")
