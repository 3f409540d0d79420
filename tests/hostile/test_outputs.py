"""Texts of units through everything that is written from them: none becomes a formula, a link, or markup, and none stops a document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html

from flows.steps.collect import collect
from flows.steps.publish import publish
from reports.excel.book import Book
from tests.hostile.corpus import PERIOD, good_workbooks
from tests.hostile.payloads import CANARIES, MARK, TEXTS
from tests.spec.seeded.deliveries import WORDS, answers, edited
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("hostile outputs")
NOTES, FIRST_NOTE, NOTE_ROWS = WORDS.sheets.notes, 4, 12
T3, FIRST_FIGURE = WORDS.sheets.of_table("T3"), 6
FOREIGN = re.compile(r"evil\.test|file:|mailto:|javascript:", re.IGNORECASE)
INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def in_xml(text: str) -> str:
    """As Excel writes what XML cannot hold: `_x0000_`, which readers make a zero byte of."""
    return INVALID.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def with_notes(book: openpyxl.Workbook) -> None:
    sheet = book[NOTES]
    texts = [*(in_xml(text) for text in TEXTS), *CANARIES[:3]]
    together = [" ".join(texts[at::NOTE_ROWS]) for at in range(NOTE_ROWS - 4)]
    for row, text in enumerate([*TEXTS[:4], *together]):
        cell = sheet.cell(FIRST_NOTE + row, 3)
        cell.value, cell.data_type = in_xml(text), "s"
        sheet.cell(FIRST_NOTE + row, 1).value = "表三"
    book.properties.creator = book.properties.lastModifiedBy = CANARIES[3]


def with_texts_for_figures(book: openpyxl.Workbook) -> None:
    for row, text in enumerate((*CANARIES[:3], *TEXTS)):
        if row < 20:
            cell = book[T3].cell(FIRST_FIGURE + row, 4)
            cell.value, cell.data_type = in_xml(text), "s"


class Written:
    """A release and what went back to units, from two workbooks full of such texts."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        (first, content), (second, other) = good_workbooks(workspace).items()
        (workspace.inbox / first).write_bytes(edited(with_notes, answers(WORDS.cover.filled_by, CANARIES[3])(content)))
        (workspace.inbox / second).write_bytes(
            edited(with_texts_for_figures, answers(WORDS.cover.filled_by, CANARIES[3])(other))
        )
        self.statuses = collect(workspace, as_of=datetime(2025, 4, 3)).statuses
        release = publish(workspace, PERIOD, as_of=datetime(2025, 4, 20)).path
        assert release is not None
        self.release = release.resolve()

    def files(self, *endings: str) -> Iterator[Path]:
        for folder in (self.release, self.workspace.feedback):
            yield from (path for path in sorted(folder.rglob("*")) if path.name.endswith(endings) and path.is_file())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(Workspace.create(tmp_path_factory.mktemp("outputs") / "office"))


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as package:
        yield from (
            (name, package.read(name)) for name in package.namelist() if name.endswith((".xml", ".rels", ".vml"))
        )


def test_such_texts_stop_no_document(written: Written) -> None:
    assert written.statuses == {"accepted": 1, "returned": 1}
    assert {path.suffix for path in written.files("")} >= {".xlsx", ".docx", ".html", ".txt"}
    assert any(MARK in path.read_text(errors="replace") for path in written.files(".html", ".txt"))


def test_no_text_is_a_formula_or_a_link_in_any_workbook(written: Written) -> None:
    paths = list(written.files(".xlsx"))
    assert paths
    for path in paths:
        for name, data in parts(path):
            for formula in re.findall(rb"<f\b[^>]*>([^<]*)<", data):
                assert MARK.encode() not in formula, (path.name, name)
            if name.endswith(".rels"):
                assert not FOREIGN.search(data.decode()), (path.name, name)
            for link in re.findall(rb"<hyperlink [^>]*>", data):
                assert MARK.encode() not in link, (path.name, name)


def test_no_text_is_markup_in_any_page_and_no_page_asks_anybody(written: Written) -> None:
    paths = list(written.files(".html"))
    assert paths
    for path in paths:
        page = html.fromstring(path.read_bytes())
        for element in page.iter(etree.Element):
            assert not [
                name for name in element.attrib if name.lower().startswith("on") and MARK in element.attrib[name]
            ]
            assert not [value for value in element.attrib.values() if value.strip().lower().startswith("javascript:")]
            assert element.tag not in ("iframe", "object", "embed", "base", "form"), path
            address = element.get("src") or (element.get("href") if element.tag == "link" else None) or ""
            assert not address.startswith(("http:", "https:", "//")), path
        scripts = [script.text or "" for script in page.iter("script")]
        assert not [text for text in scripts if f"alert('{MARK}" in text], path
        policy = page.xpath("//meta[translate(@http-equiv, 'CSP', 'csp')='content-security-policy']/@content")
        assert policy, path
        assert "default-src 'none'" in policy[0], path


def test_every_document_is_whole_xml_without_fields_that_fetch(written: Written) -> None:
    for path in written.files(".docx", ".xlsx"):
        for name, data in parts(path):
            etree.fromstring(data, etree.XMLParser(resolve_entities=False))
            assert b"instrText" not in data or MARK.encode() not in data, (path.name, name)


def test_no_comma_separated_file_begins_a_field_with_a_sign(written: Written) -> None:
    for path in written.files(".csv"):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            assert not [field for field in line.split(",") if MARK in field and field.strip('"')[:1] in "=+-@\t\r"], (
                path
            )


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_the_one_writer_of_workbooks_writes_text_as_text(text: str) -> None:
    book = Book("试")
    book.sheet("表").text(0, 0, text)
    opened = openpyxl.load_workbook(io.BytesIO(book.content()))["表"].cell(1, 1)
    assert opened.data_type == "s"
    assert opened.hyperlink is None
    assert MARK in str(opened.value)


@pytest.mark.parametrize("canary", CANARIES)
def test_particulars_of_persons_are_in_nothing_that_is_published(written: Written, canary: str) -> None:
    found = []
    for path in (path for path in written.release.rglob("*") if path.is_file()):
        data = [part for _, part in parts(path)] if path.suffix in (".xlsx", ".docx") else [path.read_bytes()]
        if any(canary.encode() in part for part in data):
            found.append(str(path.relative_to(written.release)))
    assert found == []


def test_the_log_says_nothing_of_them(written: Written) -> None:
    logs = [path.read_text() for path in written.workspace.root.rglob("*.log")]
    assert not [canary for canary in CANARIES for log in logs if canary in log]
