"""The three tables are found by what they say, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.unit.transforms.official import (
    Form,
    Piece,
    Sheet,
    Value,
    openpyxl_bytes,
    shifted,
    stacked,
    xlsxwriter_bytes,
    xlwt_bytes,
)
from tests.unit.transforms.reading import NEWEST, OLDER, noticed, places, reading, states, values
from warehouse.catalog.forms import Edition

FIGURES: dict[str, Value] = {cell.code: number for number, cell in enumerate(NEWEST.cells)}
EXPECTED = {code: Decimal(str(number)) for code, number in FIGURES.items()}


def form(edition: Edition = NEWEST, **how: object) -> Form:
    figures: dict[str, Value] = {cell.code: number for number, cell in enumerate(edition.cells)}
    return replace(Form(edition, figures), **how)  # type: ignore[arg-type]


def three(pages: tuple[list[Piece], ...], down: int = 0, right: int = 0) -> list[Sheet]:
    return [Sheet.of(f"表{n}", shifted(page, down, right)) for n, page in enumerate(pages)]


def relabelled(pieces: list[Piece], change: Callable[[str], str]) -> list[Piece]:
    return [replace(piece, value=change(piece.value)) if isinstance(piece.value, str) else piece for piece in pieces]


@pytest.mark.parametrize("write", [openpyxl_bytes, xlsxwriter_bytes, xlwt_bytes])
@pytest.mark.parametrize("wording", ["statutory", "period"])
def test_three_sheets_in_either_wording_come_back_cell_by_cell(
    write: Callable[[list[Sheet]], bytes], wording: str
) -> None:
    read = reading(write(three(form(wording=wording).tables())))
    assert (read.edition, read.problems, values(read)) == ("2021", [], EXPECTED)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (5, 2), (40, 30)])
def test_one_sheet_with_a_shifted_origin_comes_back_with_true_addresses(down: int, right: int) -> None:
    pieces = shifted(stacked(*form().tables()), down, right)
    read = reading(openpyxl_bytes([Sheet.of("Sheet1", [Piece(0, 0, "某区统计表")], pieces)]))
    expected = {piece.code: (piece.row + 1, piece.column) for piece in pieces if piece.code}
    found = {code: (int("".join(filter(str.isdigit, at))), _column(at)) for code, (_, at) in places(read).items()}
    assert (values(read), read.problems, found) == (EXPECTED, [], expected)


def _column(at: str) -> int:
    number = 0
    for letter in filter(str.isalpha, at):
        number = number * 26 + ord(letter) - 64
    return number - 1


def test_tables_side_by_side_are_told_apart() -> None:
    first, second, third = form().tables()
    page = [*first, *shifted(second, 0, 6), *shifted(third, 40, 3)]
    assert values(reading(openpyxl_bytes([Sheet.of("一", page)]))) == EXPECTED


@pytest.mark.parametrize("write", [openpyxl_bytes, xlwt_bytes])
def test_nothing_is_lost_where_merges_are_lost(write: Callable[..., bytes]) -> None:
    read = reading(write([Sheet.of("粘贴", stacked(*form().tables()))], merge=False))
    assert (values(read), read.problems) == (EXPECTED, [])


def test_the_2019_edition_is_known_by_its_headers() -> None:
    read = reading(openpyxl_bytes(three(form(OLDER).tables())))
    assert (read.edition, read.problems) == ("2019", [])
    assert values(read) == {cell.code: Decimal(number) for number, cell in enumerate(OLDER.cells)}


def test_other_handling_printed_as_one_row_is_one_row() -> None:
    figures = {**FIGURES, **dict.fromkeys(NEWEST.merged_cells, 5)}
    read = reading(openpyxl_bytes(three(form(merged_other=True, values=figures).tables())))
    gone = NEWEST.merged_into.keys()
    kept = {code: value for code, value in EXPECTED.items() if code not in gone}
    assert (read.edition, read.problems) == ("2021", [])
    assert values(read) == kept | {code: Decimal(5) for code in NEWEST.merged_cells}


def test_a_subtotal_beside_other_handling_is_not_counted_twice() -> None:
    table = form().requests()
    heading = next(piece for piece in table if piece.value == "（六）其他处理")
    row = [replace(heading, rows=1), *[Piece(heading.row, column, 9) for column in range(3, 10)]]
    moved = [
        piece if piece.row < heading.row else piece.moved(1, 0)
        for piece in table
        if piece is not heading and piece.value != "三、本年度办理结果"
    ]
    read = reading(openpyxl_bytes([Sheet.of("三", moved, row), *three(form().tables())[::2]]))
    assert values(read) == EXPECTED
    assert noticed(read) == [("FILE-LABEL", f"B{heading.row + 1}")]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.lstrip("一二三四五六七（）、1234567890."),
        lambda text: text.replace("（", "(").replace("）", ")").replace("、", "，"),
        lambda text: " ".join(text),
        lambda text: text.replace("本年度", "本季度").replace("上年", "上季度").replace("下年度", "下季度"),
        lambda text: text.replace("“", "").replace("”", "").replace("，", ""),
        lambda text: text[:4] + "\n" + text[4:],
    ],
    ids=["no numbering", "half width", "spaced", "quarterly", "no quotes", "broken lines"],
)
def test_numbering_punctuation_spaces_and_wording_make_no_difference(change: Callable[[str], str]) -> None:
    pages = tuple(relabelled(table, change) for table in form().tables())
    read = reading(openpyxl_bytes(three(pages)))
    assert (values(read), read.problems) == (EXPECTED, [])


def test_header_words_split_over_rows_are_one_word() -> None:
    table = form().requests()
    split = [piece for piece in table if piece.row != 3 or piece.column < 4]
    body = [piece.moved(1, 0) if piece.row > 3 else piece for piece in split]
    words = [("商业", "企业"), ("科研", "机构"), ("社会公益", "组织"), ("法律服务", "机构"), ("其", "他")]
    heads = [Piece(3 + half, 4 + n, word[half]) for n, word in enumerate(words) for half in (0, 1)]
    read = reading(openpyxl_bytes([Sheet.of("三", body, heads)], merge=False))
    assert values(read) == {code: value for code, value in EXPECTED.items() if code.startswith("T3")}


def test_a_label_that_nobody_knows_is_told_with_its_place_and_not_counted() -> None:
    table = relabelled(form().requests(), lambda text: "2.重复的申请件" if text == "2.重复申请" else text)
    read = reading(openpyxl_bytes([Sheet.of("三", table), *three(form().tables())[::2]]))
    label = next(piece for piece in table if piece.value == "2.重复的申请件")
    assert noticed(read) == [("FILE-LABEL", f"C{label.row + 1}"), ("FILE-TABLES", "D5")]
    assert "“2.重复申请”行" in read.problems[1].detail
    assert not any(code.startswith("T3:not_processed.repeated") for code in values(read))


def test_an_unknown_column_is_told_and_not_counted() -> None:
    table = relabelled(form().requests(), lambda text: "外国组织" if text == "科研机构" else text)
    read = reading(openpyxl_bytes([Sheet.of("三", table), *three(form().tables())[::2]]))
    assert noticed(read) == [("FILE-LABEL", "F4"), ("FILE-TABLES", "D5")]
    assert "“科研机构”列" in read.problems[1].detail


def test_an_unknown_column_of_proactive_disclosure_does_not_borrow_the_block_above() -> None:
    table = relabelled(form().proactive(), lambda text: "办理总量" if text == "本年处理决定数量" else text)
    read = reading(openpyxl_bytes([Sheet.of("二", table), *three(form().tables())[1:]]))
    assert {rule for rule, _ in noticed(read)} == {"FILE-LABEL", "FILE-TABLES"}
    assert values(read) == {code: value for code, value in EXPECTED.items() if not code.endswith(".decisions")}


def test_figures_without_a_row_name_are_told() -> None:
    table = [piece for piece in form().requests() if piece.value != "1.属于国家秘密"]
    read = reading(openpyxl_bytes([Sheet.of("三", table), *three(form().tables())[::2]]))
    assert noticed(read) == [("FILE-LABEL", "B9"), ("FILE-TABLES", "D5")]


def test_a_missing_table_is_told() -> None:
    read = reading(openpyxl_bytes(three(form().tables())[:2]))
    assert noticed(read) == [("FILE-TABLES", None)]
    assert "四、政府信息公开行政复议、行政诉讼情况" in read.problems[0].detail


def test_a_workbook_without_any_table_lacks_all_three() -> None:
    read = reading(openpyxl_bytes([Sheet.of("通讯录", [Piece(0, 0, "姓名"), Piece(0, 1, "电话")])]))
    assert (read.error, read.edition, read.cells) == (None, None, [])
    assert read.problems[0].detail.count("“") == 3


def test_a_second_filled_table_is_a_problem_and_a_blank_one_is_not() -> None:
    tables = form().tables()
    blank = Form(NEWEST).requests()
    once = reading(openpyxl_bytes([*three(tables), Sheet.of("空表", blank)]))
    twice = reading(openpyxl_bytes([*three(tables), Sheet.of("上季度", tables[1])]))
    assert (values(once), once.problems) == (EXPECTED, [])
    assert noticed(twice) == [("FILE-TABLES", "D4")]


def test_a_hidden_copy_does_not_count_beside_a_visible_table() -> None:
    stale = form(values=dict.fromkeys(FIGURES, 1)).tables()
    sheets = [replace(sheet, name=f"旧{sheet.name}", hidden=1) for sheet in three(stale)]
    assert values(reading(openpyxl_bytes([*sheets, *three(form().tables())]))) == EXPECTED


def test_every_blank_cell_of_a_table_found_is_a_row() -> None:
    read = reading(openpyxl_bytes(three(Form(NEWEST).tables())))
    assert states(read) == dict.fromkeys(EXPECTED, "blank")
    assert read.problems == []


def test_live_checks_beside_and_below_the_tables_are_not_labels() -> None:
    second, third, fourth = form().tables()
    checks = [Piece(row, 11, "相符") for row in range(4, 29)]
    below = [Piece(7, column, "不符：四项之和≠总计") for column in (0, 5, 10)]
    sheets = [
        Sheet.of("二", second),
        Sheet.of("三", third, [Piece(3, 11, "勾稽检查")], checks),
        Sheet.of("四", fourth, below),
    ]
    read = reading(openpyxl_bytes(sheets))
    assert (values(read), read.problems) == (EXPECTED, [])


def test_a_check_below_an_empty_disputes_table_is_not_taken_for_its_figures() -> None:
    empty = [Piece(6, 0, "还有 15 格未填，没有的填 0")]
    read = reading(openpyxl_bytes([Sheet.of("四", Form(NEWEST).disputes(), empty)]))
    assert set(states(read).values()) == {"blank"}
    assert {place[1][-1] for place in places(read).values()} == {"5"}


def test_disputes_in_rows_are_read_too() -> None:
    columns = NEWEST.disputes.columns
    pieces = [Piece(0, 1 + c, column.label) for c, column in enumerate(columns)]
    for b, block in enumerate(NEWEST.disputes.rows):
        pieces.append(Piece(1 + b, 0, block.label))
        pieces += [Piece(1 + b, 1 + c, 10 * b + c) for c, _ in enumerate(columns)]
    read = reading(openpyxl_bytes([Sheet.of("四", pieces)]))
    assert values(read) == {
        f"T4:{block.code}.{column.code}": Decimal(10 * b + c)
        for b, block in enumerate(NEWEST.disputes.rows)
        for c, column in enumerate(columns)
    }


def test_a_disputes_block_without_its_heading_is_not_assigned_by_position() -> None:
    table = relabelled(form().disputes(), lambda text: "行政裁决" if text == "未经复议直接起诉" else text)
    read = reading(openpyxl_bytes([Sheet.of("四", table)]))
    assert [rule for rule, _ in noticed(read)] == ["FILE-LABEL", "FILE-TABLES"]
    assert values(read) == {}


def test_a_figure_typed_into_another_column_under_a_merged_header_is_found() -> None:
    pieces = [replace(p, columns=1) if p.code == "T2:licence.decisions" else p for p in form().proactive()]
    moved = [replace(p, column=2) if p.code == "T2:licence.decisions" else p for p in pieces]
    read = reading(openpyxl_bytes([Sheet.of("二", moved)]))
    licence = next(p for p in moved if p.code == "T2:licence.decisions")
    assert values(read)["T2:licence.decisions"] == EXPECTED["T2:licence.decisions"]
    assert places(read)["T2:licence.decisions"] == ("二", f"C{licence.row + 1}")
