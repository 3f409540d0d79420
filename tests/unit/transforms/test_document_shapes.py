"""A report says the same in whatever shape it is published: every cell holds another number, and each is read in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.transforms.official import Piece, openpyxl_bytes, shifted, stacked, xlsxwriter_bytes, xlwt_bytes
from tests.unit.transforms.published import (
    NEW,
    OLD,
    UNIT,
    YEAR,
    Published,
    Table,
    as_decimals,
    docx_bytes,
    framed,
    html_table,
    page,
    read,
    read_values,
    sheets,
    split_rows,
    word_table,
)
from transforms.report.report_reading import ReportReading

REPORTS = {
    "2021": Published(),
    "2021 with one row for （六）": Published(merged_other=True),
    "2019": Published(OLD),
}
Shape = Callable[[Published], str]


def three_tables(report: Published) -> str:
    return page(report, map(html_table, report.tables))


def pasted_from_word(report: Published) -> str:
    return page(report, map(word_table, report.tables))


def in_frames(report: Published) -> str:
    return page(report, map(framed, report.tables))


def one_frame_around_all(report: Published) -> str:
    body = three_tables(report)
    start, _, rest = body.partition("<body>")
    inside, _, end = rest.partition("</body>")
    return f"{start}<body><table><tr><td>导航</td><td>{inside}</td></tr></table></body>{end}"


def one_table(report: Published) -> str:
    return page(report, ("", "", html_table(stacked(*report.form.tables(), gap=0))))


def one_table_with_gaps(report: Published) -> str:
    return page(report, ("", html_table(stacked(*report.form.tables(), gap=2)), ""))


def blocks_apart(report: Published) -> str:
    """T2 as a table for each block of article 20, T4 as one for each kind of dispute."""
    t2, t3, t4 = report.tables
    starts = [p.row for p in t2 if text(p).startswith("第二十条")]
    ends = [*starts[1:], max(p.row for p in t2) + 1]
    blocks = [shifted([p for p in t2 if start <= p.row < end], -start) for start, end in zip(starts, ends, strict=True)]
    return page(report, ("".join(map(html_table, blocks)), html_table(t3), "".join(disputes_apart(t4))))


def disputes_apart(t4: Table) -> list[str]:
    """Three tables of five columns, what they are about printed above as a line of its own."""
    headings = [p for p in t4 if p.columns == 5]
    columns = [
        shifted([p for p in t4 if p.columns == 1 and p.column // 5 == block], 0, -5 * block) for block in range(3)
    ]
    names = ("（一）行政复议", "（二）未经复议直接起诉", "（三）复议后起诉")
    assert len(headings) == 3
    return [f"<p>{name}</p>{html_table(shifted(t, -2))}" for name, t in zip(names, columns, strict=True)]


def requests_over_two_pages(report: Published) -> str:
    t2, t3, t4 = report.tables
    return page(report, (html_table(t2), "<p>- 3 -</p>".join(map(html_table, split_rows(t3, 14))), html_table(t4)))


def requests_over_two_pages_with_headings(report: Published) -> str:
    t2, t3, t4 = report.tables
    above, below = split_rows(t3, 12)
    headed = [*[p for p in t3 if p.row < 3], *shifted(below, 3)]
    return page(report, (html_table(t2), html_table(above) + html_table(headed), html_table(t4)))


def headings_repeated_in_the_table(report: Published) -> str:
    t2, t3, t4 = report.tables
    above, below = split_rows(t3, 15)
    again = [*above, *shifted([p for p in t3 if p.row < 3], 15), *shifted(below, 18)]
    return page(report, (html_table(t2), html_table(again), html_table(t4)))


def shown_twice(report: Published) -> str:
    """A page with a form for telephones beside the one for screens, and the other one hidden."""
    tables = [html_table(t) for t in report.tables]
    return page(report, (tables[0] * 2, f'<div style="display: none">{tables[1]}</div>{tables[1]}', tables[2]))


def a_small_table_in_the_text(report: Published) -> str:
    heads = ("申请人", "自然人", "商业企业", "科研机构", "总计")
    rows = [heads, ("新收", "1", "2", "3", "6"), ("总计", "1", "2", "3", "6")]
    small = html_table([Piece(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row)])
    return three_tables(report).replace("我局认真", f"{small}我局认真")


def text(piece: Piece) -> str:
    return str(piece.value or "")


SHAPES: list[Shape] = [
    *(three_tables, pasted_from_word, in_frames, one_frame_around_all, one_table, one_table_with_gaps, blocks_apart),
    *(requests_over_two_pages, requests_over_two_pages_with_headings, headings_repeated_in_the_table),
    *(shown_twice, a_small_table_in_the_text),
]


def assert_same(reading: ReportReading, report: Published) -> None:
    assert reading.error is None
    wanted = as_decimals(report.cells)
    got = {code: value for code, value in read_values(reading).items() if value is not None}
    assert got == wanted
    assert (reading.unit, reading.year, reading.edition) == (UNIT, YEAR, report.edition.edition)
    assert [problem.detail for problem in reading.problems] == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_of_any_shape_says_what_the_report_says(shape: Shape, name: str) -> None:
    assert_same(read(shape(REPORTS[name])), REPORTS[name])


@pytest.mark.parametrize("name", REPORTS)
def test_a_word_document_says_what_the_report_says(name: str) -> None:
    assert_same(read(docx_bytes(REPORTS[name]), "report.docx"), REPORTS[name])


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("write", [openpyxl_bytes, xlsxwriter_bytes, xlwt_bytes])
def test_a_workbook_with_the_report_pasted_into_it_says_what_the_report_says(
    write: Callable[..., bytes], name: str
) -> None:
    assert_same(read(write(sheets(REPORTS[name])), "report.et"), REPORTS[name])


@pytest.mark.parametrize("name", REPORTS)
def test_a_word_document_with_a_table_over_two_pages_says_what_the_report_says(name: str) -> None:
    report = REPORTS[name]
    t2, t3, t4 = report.tables
    above, below = split_rows(t3, 14)
    content = docx_bytes(report, (t2, [*above, *shifted(below, 14)], t4))
    assert_same(read(content, "report.docx"), report)


def test_the_extension_says_nothing() -> None:
    assert_same(read(three_tables(REPORTS["2021"]), "report.xls"), REPORTS["2021"])
    assert_same(read(docx_bytes(REPORTS["2021"]), "report.html"), REPORTS["2021"])


def test_old_headings_over_the_first_table_and_new_ones_over_the_second_are_both_read() -> None:
    old, new = REPORTS["2019"], REPORTS["2021"]
    cells = {**{c: v for c, v in old.cells.items() if c.startswith("T2")}}
    cells |= {c: v for c, v in new.cells.items() if not c.startswith("T2")}
    reading = read(page(new, (html_table(old.tables[0]), *map(html_table, new.tables[1:]))))
    assert read_values(reading) == as_decimals(cells)
    assert reading.edition == NEW.edition
    assert [problem.detail for problem in reading.problems] == [
        "“二、主动公开政府信息情况”用了国办公开办函〔2019〕60号的表头，与报告的其他表格不是同一格式。"
    ]


def boxed(piece: Piece) -> str:
    return f"<table><tr><td>{text(piece)}</td></tr></table>"


def in_boxes(report: Published) -> str:
    """Every cell a table of its own, as some editors of portals make them."""
    return page(report, (html_table(table, boxed) for table in report.tables))


def never_closed(report: Published) -> str:
    body = three_tables(report)
    for tag in ("</td>", "</tr>", "</tbody>", "</p>"):
        body = body.replace(tag, "")
    return body


def with_forms_and_fonts_between(report: Published) -> str:
    return three_tables(report).replace("<tbody>", "<form><font>").replace("</tbody>", "</font></form>")


def numbers_of_rows_in_a_column_of_their_own(report: Published) -> str:
    """`1.` and `属于国家秘密` in two cells."""
    t2, t3, t4 = report.tables
    pieces = [
        Piece(
            p.row, p.column + (p.column >= 2), p.value, p.rows, p.columns + (p.column < 2 <= p.column + p.columns - 1)
        )
        for p in t3
    ]
    apart: list[Piece] = []
    for piece in pieces:
        number, dot, label = text(piece).partition(".")
        if dot and number.isdigit() and len(number) == 1 and not label.isdigit():
            apart += [Piece(piece.row, 2, f"{number}."), Piece(piece.row, 3, label)]
        else:
            apart.append(piece)
    return page(report, (html_table(t2), html_table(apart), html_table(t4)))


def spans_beyond_the_table(report: Published) -> str:
    return three_tables(report).replace("rowspan=22", "rowspan=99").replace("rowspan=20", 'rowspan=" 20;"')


def letters_one_below_the_other(report: Published) -> str:
    body = three_tables(report)
    for word in ("自然人", "商业企业", "结果维持", "行政许可", "其他处理"):
        body = body.replace(word, "<br>".join(word))
    return body


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    "shape",
    [
        *(in_boxes, never_closed, with_forms_and_fonts_between, numbers_of_rows_in_a_column_of_their_own),
        *(spans_beyond_the_table, letters_one_below_the_other),
    ],
)
def test_a_page_made_badly_says_what_the_report_says(shape: Shape, name: str) -> None:
    assert_same(read(shape(REPORTS[name])), REPORTS[name])


def test_a_head_that_is_a_column_short_does_not_move_the_figures() -> None:
    report = REPORTS["2021"]
    body = three_tables(report).replace('rowspan=3 colspan="3"', 'rowspan=3 colspan="2"')
    assert body != three_tables(report)
    assert_same(read(body), report)


def test_a_row_with_too_few_cells_is_read_as_it_stands_and_said_to_be_short() -> None:
    """Which of its cells is missing nobody knows."""
    report = REPORTS["2021"]
    t2, t3, t4 = report.tables
    short = [p for p in t3 if p.code != "T3:new.total"]
    reading = read(page(report, map(html_table, (t2, short, t4))))
    values, wanted = read_values(reading), as_decimals(report.cells)
    assert values["T3:new.total"] is None
    assert values | {"T3:new.total": wanted["T3:new.total"]} == wanted
    assert [problem.detail for problem in reading.problems] == [
        "“一、本年新收政府信息公开申请数量”一行只有 6 格，应有 7 格，缺少的一格之后的数字可能对错了列。"
    ]
