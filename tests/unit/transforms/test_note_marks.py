"""A raised mark behind a figure belongs to a note; anything else that is raised stays what somebody wrote."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from transforms.document.document import Document
from transforms.document.docx_text import BODY, read_docx
from transforms.document.html_page import read_html
from transforms.document.note_marks import is_note_mark


@pytest.mark.parametrize("mark", ["[1]", "［12］", "〔3〕", "①", "注1", "注", "*", "※", " [2] ", "(1)", "（1）", "1)"])
def test_what_stands_for_a_note(mark: str) -> None:
    assert is_note_mark(mark)


@pytest.mark.parametrize("text", ["2", "12", "件", "", "注意", "[一]", "-", "[1]2"])
def test_what_does_not(text: str) -> None:
    assert not is_note_mark(text)


def page_squares(cell: str) -> str:
    return second_square(read_html(f"<table><tr><td>件数</td><td>{cell}</td></tr></table>".encode()))


def second_square(document: Document) -> str:
    [grid] = document.grids
    return grid.text_at(0, 1)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("5<sup>[1]</sup>", "5"),
        ('5<sup class="x"><a href="#n1">①</a></sup>件', "5件"),
        ("5<sup>2</sup>", "52"),
        ("5[1]", "5[1]"),
    ],
)
def test_a_page_is_read_without_raised_marks(cell: str, read: str) -> None:
    assert page_squares(cell) == read


@pytest.mark.parametrize(("raised", "read"), [("[1]", "5"), ("2", "52")])
def test_a_word_document_is_read_without_raised_marks(raised: str, read: str) -> None:
    document = docx.Document()
    paragraph = document.add_table(1, 2).cell(0, 1).paragraphs[0]
    paragraph.add_run("5")
    paragraph.add_run(raised).font.superscript = True
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        assert second_square(read_docx({BODY: package.read(BODY)})) == read
