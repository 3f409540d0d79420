"""What fuzzing of the readers has found: each case is refused in a sentence, or read, and quickly."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.hostile.fuzz.sheets import Leaf, as_page, as_xlsx, book_of
from tests.hostile.mutants import KEY_POINTS
from tests.unit.transforms.official import openpyxl_bytes
from tests.unit.transforms.published import Published, sheets
from transforms.document.html_text import decode_page
from transforms.keypoints.reading import read_keypoints
from transforms.portal.answer import Answer, DamageError
from transforms.portal.feed import read_feed
from transforms.portal.items import item_addresses
from transforms.portal.json_rows import read_json_rows
from transforms.portal.paging import Pager, announced_pages, announced_total
from transforms.portal.robots import read_robots
from transforms.report.reading import read_report
from transforms.submission import read_submission
from warehouse.catalog.catalog import EXAMPLE_REGISTER, CatalogError, load_catalog, load_register, read_yaml
from warehouse.catalog.keypoint_files import load_keypoints
from warehouse.catalog.keypoint_words import load_keypoint_words
from warehouse.catalog.portal import Source
from warehouse.catalog.portal_fields import Pick
from warehouse.catalog.portal_files import EXAMPLES, load_sources
from warehouse.catalog.schemes import MARK_COLUMNS, Assessment, load_assessment
from warehouse.workspace import CONFIG, Workspace, WorkspaceError

CATALOG = load_catalog()
SOURCES: dict[str, Source] = {source.code: source for source in load_sources(EXAMPLES)}
SECONDS = 5.0


@pytest.fixture
def quickly() -> Iterator[None]:
    """Each of these took a minute or did not end."""
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def answer(content: str, source: str = "notices") -> Answer:
    return Answer(getattr(SOURCES[source], "url", None) or "https://x.example/a.csv", 1, content.encode())


@pytest.mark.usefixtures("quickly")
def test_a_number_of_a_thousand_million_digits_is_not_written_out() -> None:
    [row] = read_json_rows(answer('[{"n": 1e999999999}]'), "", {"n": Pick(select="n")})
    assert row.values["n"] == "1E+999999999"


def test_half_a_character_of_a_title_is_a_character_that_can_be_stored() -> None:
    [row] = read_json_rows(answer('[{"t": "通知\\ud83d"}]'), "", {"t": Pick(select="t")})
    assert row.values["t"] == "通知\ufffd"


@pytest.mark.usefixtures("quickly")
def test_a_robots_txt_of_many_stars_is_understood_at_once() -> None:
    rules = read_robots(f"User-agent: *\nDisallow: {'/*' * 40}x\n", "zwgk")
    assert rules.allows("/" + "a/" * 60)
    assert not rules.allows("/" + "a/" * 60 + "x")


@pytest.mark.parametrize(
    ("pattern", "path", "is_allowed"),
    [
        ("/a*b$", "/axb", False),
        ("/a*b$", "/axbc", True),
        ("/a*b", "/axbc", False),
        ("/a$", "/a", False),
        ("/a$", "/ab", True),
        ("/*a*$", "/xay", False),
        ("/ab*b$", "/ab", True),
        ("*", "/", False),
    ],
)
def test_stars_and_ends_of_robots_txt_mean_what_they_meant(pattern: str, path: str, is_allowed: bool) -> None:
    assert read_robots(f"User-agent: *\nDisallow: {pattern}", "zwgk").allows(path) is is_allowed


@pytest.mark.parametrize("name", ["x", "hex", "rot13", "punycode", "unicode_escape", "idna"])
def test_a_page_that_states_no_encoding_of_text_is_read_as_gb18030(name: str) -> None:
    text = f"<meta charset={name}>第一季度"
    assert decode_page(text.encode("gb18030")) == text


@pytest.mark.parametrize("total", ['"²"', '"٣"', f'"{"9" * 5000}"', "-1", "true"], ids=range(5))
def test_a_number_of_rows_that_is_none_is_damage(total: str) -> None:
    with pytest.raises(DamageError):
        announced_total(SOURCES["notices"], [answer(f'{{"data": {{"total": {total}, "list": []}}}}')])


def test_a_number_of_pages_that_is_none_ends_the_list() -> None:
    page = answer("<html><ul class='list'></ul><script>createPageHTML(٣, 0)</script></html>", "policy_documents")
    with pytest.raises(DamageError):
        announced_pages(SOURCES["policy_documents"], page)
    assert Pager(SOURCES["policy_documents"], CATALOG.portal).after(page) is None


def test_a_link_that_is_no_address_is_damage_and_leads_nowhere() -> None:
    row = "<div class='item'><h3><a href='http://['>解读</a></h3><p>2025-01-03</p><em>区教育局</em></div>"
    page = answer(f"<html><body>{row}<a href='http://['>下一页</a></body></html>", "interpretations")
    assert item_addresses(SOURCES["interpretations"], page, CATALOG.portal) == []
    assert Pager(SOURCES["interpretations"], CATALOG.portal).after(page) is None
    with pytest.raises(DamageError, match="SHAPE"):
        read_feed(SOURCES["interpretations"], [page], CATALOG, date(2025, 7, 5))


def test_a_csv_with_an_endless_field_is_damage() -> None:
    with pytest.raises(DamageError, match="SHAPE"):
        read_feed(
            SOURCES["site_statistics"], [answer("浏览量\n" + "x" * 140_000, "site_statistics")], CATALOG, date.min
        )


@pytest.mark.parametrize(
    "written",
    ["a: 2025-02-30", f"a: {'9' * 5000}", "a: !!int ''", "a: !!timestamp x", "a: !!bool x", "[" * 5000],
    ids=range(6),
)
def test_a_value_that_yaml_cannot_convert_is_a_fault_of_the_file(written: str, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(written)
    with pytest.raises(CatalogError, match=r"one\.yaml"):
        read_yaml(tmp_path / "one.yaml")


@pytest.mark.parametrize("written", ["", "1.5", "[1]", "text"])
def test_key_points_whose_document_is_no_mapping_are_refused(written: str, tmp_path: Path) -> None:
    for name in ("tasks.csv", "indicators.csv"):
        (tmp_path / name).write_text("")
    (tmp_path / "document.yaml").write_text(written)
    with pytest.raises(CatalogError, match="名称: 值"):
        load_keypoints(tmp_path)


@pytest.mark.parametrize("points", ["NaN", "sNaN", "Infinity", "x" * 140_000], ids=range(4))
def test_marks_that_are_no_numbers_are_refused(points: str, tmp_path: Path) -> None:
    [manual] = [one for one in _scheme().scheme.items if one.kind == "manual"][:1]
    row = ["2025Q1", "区教育局", manual.code, "项目", "5", points, "理由", "张三"]
    (tmp_path / "marks.csv").write_text(f"{','.join(MARK_COLUMNS)}\n{','.join(row)}\n")
    with pytest.raises(CatalogError, match="打分表"):
        _scheme(tmp_path)


def _scheme(own: Path = Path("/nowhere")) -> Assessment:
    return load_assessment("example-shanghai", own, CATALOG, load_register(EXAMPLE_REGISTER))


@pytest.mark.parametrize(
    "told",
    ["_env_file = 3", "_case_sensitive = true", "workers = 0", f"a = {'[' * 5000}", "x = 1"],
    ids=range(5),
)
def test_settings_that_are_none_are_refused_in_a_sentence(told: str, tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text(told)
    with pytest.raises(WorkspaceError, match="设置文件"):
        Workspace.open(tmp_path)


@pytest.mark.usefixtures("quickly")
def test_thousands_of_headers_are_no_table() -> None:
    head = ["", "", "", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    leaf = Leaf("表三", [list(head) for _ in range(4000)])
    for reading in (read_submission(as_xlsx([leaf]), CATALOG), read_report(as_page([leaf]), "a.html", CATALOG)):
        assert reading.error is not None
        assert reading.error[0] == "X01"


@pytest.mark.usefixtures("quickly")
def test_a_task_of_thousands_of_phrases_is_read_in_time() -> None:
    text = KEY_POINTS.replace("至少3种方式", "至少3种方式，" * 6000)
    reading = read_keypoints(text.encode(), load_keypoint_words())
    assert len(reading.tasks[0].indicators) == 6000


@pytest.mark.usefixtures("quickly")
def test_thousands_of_labels_that_nobody_knows_are_compared_in_time() -> None:
    [leaf] = book_of(openpyxl_bytes(sheets(Published())))
    strange = next(number for number, row in enumerate(leaf.rows) if "本年新收" in str(row[0]))
    leaf.rows[strange:strange] = [["一、本年新收政府信息公开数", *leaf.rows[strange][1:]] for _ in range(2000)]
    assert read_report(as_page([leaf]), "a.html", CATALOG).error is None
