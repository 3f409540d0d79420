import json

import pytest

from flows.sources.listing import Entry, read_listing
from flows.sources.web import SourceError

FOLDER = "http://drop.example/units/"


def from_page(page: str, encoding: str = "utf-8") -> list[Entry]:
    return read_listing(page.encode(encoding), "text/html", FOLDER)


def from_json(rows: object) -> list[Entry]:
    return read_listing(json.dumps(rows).encode(), "application/json", FOLDER)


def test_nginx_json_tells_size_and_time() -> None:
    row = {"name": "教育局.xlsx", "type": "file", "mtime": "Tue, 01 Apr 2025 08:00:00 GMT", "size": 1234}
    (entry,) = from_json([row])
    assert entry.url == FOLDER + "%E6%95%99%E8%82%B2%E5%B1%80.xlsx"
    assert (entry.name, entry.stamp, entry.size) == ("教育局.xlsx", "1234@1743494400", 1234)


def test_a_folder_ends_in_a_slash() -> None:
    assert from_json([{"name": "2025Q1", "type": "directory"}]) == [Entry(FOLDER + "2025Q1/", "2025Q1", True)]
    assert from_page('<a href="2025Q1/">2025Q1/</a>') == [Entry(FOLDER + "2025Q1/", "2025Q1", True)]


@pytest.mark.parametrize("name", ["../secret.xlsx", "..", "a/b.xlsx", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    with pytest.raises(SourceError, match="不合规"):
        from_json([{"name": name, "type": "file"}])


ELSEWHERE = """
../ ?C=N;O=D / /other/a.xlsx http://elsewhere.example/a.xlsx //elsewhere.example/units/a.xlsx
https://drop.example/units/a.xlsx mailto:a@b.cn #top x/../../a.xlsx ..%2Fa.xlsx javascript:void(0)
"""


@pytest.mark.parametrize("href", ELSEWHERE.split())
def test_links_that_are_not_directly_in_the_folder_are_left(href: str) -> None:
    assert from_page(f'<a href="{href}">x</a>') == []


def test_links_are_read_once_in_their_order_with_entities() -> None:
    page = '<a href="b.xlsx">b</a><a href="a&amp;c.xlsx">a</a><a href="b.xlsx#x">b</a><img src="c.xlsx">'
    assert [entry.name for entry in from_page(page)] == ["b.xlsx", "a&c.xlsx"]


def test_names_percent_encoded_in_gbk_are_readable() -> None:
    assert [entry.name for entry in from_page('<a href="%B2%C6%D5%FE.xls">x</a>')] == ["财政.xls"]


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"not json", b'[{"name": "a"}]', b"[" * 100_000])
def test_json_that_is_no_listing_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(SourceError):
        read_listing(content, "application/json", FOLDER)


def test_an_answer_of_another_type_is_no_listing() -> None:
    with pytest.raises(SourceError, match="不是文件目录"):
        read_listing(b"PK", "application/zip", FOLDER)
