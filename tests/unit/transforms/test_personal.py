"""Lists of persons are told from figures; whoever is to be asked back may leave a telephone."""

from __future__ import annotations

import pytest

from reports.template.workbook import write_template
from tests.unit.reports.workbooks import balanced, order
from tests.unit.transforms.official import Form, Sheet, openpyxl_bytes, xlwt_bytes
from tests.unit.transforms.reading import CATALOG
from transforms.errors import FileError
from transforms.grid import Grid
from transforms.personal import check_personal, is_identity_number
from transforms.submission import read_submission

WORDS = CATALOG.templates.personal
IDENTITY = "11010519491231002X"
MOBILE = "13812345678"


def detail(*grids: Grid) -> str:
    with pytest.raises(FileError) as refused:
        check_personal(grids, WORDS)
    assert refused.value.code == "F13"
    return refused.value.detail


def grid(*rows: list[object], name: str = "张三的申请") -> Grid:
    return Grid(name, rows)


@pytest.mark.parametrize(("name", "kind"), [(f"张三{IDENTITY}", "身份证号码"), (f"李四{MOBILE}", "手机号码")])
def test_a_sheet_named_after_a_person_is_refused_without_its_name(name: str, kind: str) -> None:
    assert detail(grid(["申请", 1.0], name=name)) == f"第1张工作表的名称有{kind}"


@pytest.mark.parametrize("digits", [IDENTITY, "440524199001010018"])
def test_an_identity_number_has_a_birthday_and_a_check_digit(digits: str) -> None:
    assert is_identity_number(digits)


@pytest.mark.parametrize(
    "digits", ["110105194912310021", "110105194913310020", "440524188001010014", "11310113002451234X", "1" * 18]
)
def test_other_numbers_of_eighteen_digits_are_none(digits: str) -> None:
    assert not is_identity_number(digits)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (IDENTITY, "身份证号码"),
        (IDENTITY.lower(), "身份证号码"),
        (f"证件：{IDENTITY}，已核", "身份证号码"),
        ("１１０１０５１９４９１２３１００２Ｘ", "身份证号码"),
        ("110105 19491231 002X", "身份证号码"),
        (MOBILE, "手机号码"),
        ("138-1234-5678", "手机号码"),
        ("+86 138 1234 5678", "手机号码"),
        ("申请人要求回电13812345678", "手机号码"),
        (float(MOBILE), "手机号码"),
        ("110105\u00a019491231\u00a0002X", "身份证号码"),
        ("110105—19491231—002X", "身份证号码"),
        ("\u200b".join(IDENTITY), "身份证号码"),
        ("110105\u300019491231\u3000002X", "身份证号码"),
        ("0086 13812345678", "手机号码"),
        ("138–1234–5678", "手机号码"),
    ],
)
def test_a_number_of_a_person_is_seen_in_any_form_of_writing(written: object, kind: str) -> None:
    assert detail(grid(["申请", 1.0], ["", written])) == f"第1张工作表的B2有{kind}"


@pytest.mark.parametrize(
    "written",
    [
        "6222021234567890123",
        "12310000425000000X",
        "2025010112345",
        "23812345678",
        "010-66554433",
        "021-56690686转8001",
        1234567890.0,
        "沪府办〔2025〕12345678901号",
        "http://www.example.gov.cn/art/13812345678.html",
    ],
)
def test_other_numbers_are_figures_addresses_or_documents(written: object) -> None:
    check_personal([grid(["x", written])], WORDS)


@pytest.mark.parametrize("heading", ["申请人", "申 请 人", "申请人姓名：", "证件号码", "身份证号"])
def test_a_list_of_applicants_is_seen_by_its_heading(heading: str) -> None:
    assert detail(grid(["序号", heading], [1.0, "李四"])) == "第1张工作表的B1有个人信息的表头"


def test_names_and_telephones_side_by_side_are_a_list() -> None:
    persons = [[f"某{n}", f"6655443{n}"] for n in range(3)]
    assert detail(Grid("表", []), grid(["姓名", "电话"], *persons)) == "第2张工作表的A1等2格有个人信息的表头"
    check_personal([grid(["姓名", "电话"], *persons[:2])], WORDS)


def test_a_heading_without_anything_below_is_a_form() -> None:
    check_personal([grid(["申请人", "证件号码"], ["", ""])], WORDS)


@pytest.mark.parametrize(
    "rows",
    [
        [["填报单位", "区财政局"], ["联系电话", MOBILE]],
        [["填报人", "张三"], ["手机：", "", float(MOBILE)]],
        [[f"填报人：张三　电话：{MOBILE}　审核人：李四 电话 13912345678"]],
        [["联系人", "联系电话"], ["张三", MOBILE], ["李四", "13912345678"]],
    ],
)
def test_whoever_is_to_be_asked_back_may_leave_a_telephone(rows: list[list[object]]) -> None:
    check_personal([grid(*rows)], WORDS)


def test_more_telephones_than_a_report_has_contacts_are_a_list() -> None:
    rows: list[list[object]] = [["电话", f"1381234567{n}"] for n in range(6)]
    check_personal([grid(*rows[:5])], WORDS)
    assert detail(grid(*rows)) == "第1张工作表的B1等6格有手机号码"


def test_the_sentence_names_places_and_never_what_stands_there() -> None:
    rows = [["申请人", "证件号码", "电话"], ["李四", IDENTITY, MOBILE]]
    said = FileError("F13", detail(grid(*rows))).sentence(CATALOG)
    assert "第1张工作表的B2有身份证号码" in said
    assert not any(word in said for word in ("李四", "张三", IDENTITY, MOBILE))


def test_the_template_as_filled_in_and_the_official_tables_are_no_lists_of_persons() -> None:
    assert read_submission(write_template(order(values=balanced()), CATALOG), CATALOG).error is None
    for edition in CATALOG.editions:
        sheets = [Sheet.of(f"表{n}", table) for n, table in enumerate(Form(edition).tables())]
        assert read_submission(openpyxl_bytes(sheets), CATALOG).error is None
        assert read_submission(xlwt_bytes(sheets), CATALOG).error is None
