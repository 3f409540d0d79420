"""Titles of pages, as old and new portals send them."""

from __future__ import annotations

import pytest

from flows.sources.page_title import page_title

PAGE = "<html><head>{}<TITLE class='x'>\n 页面不存在 &amp; \n404</TITLE>"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PAGE.format("").encode(), "text/html; charset=utf-8"),
        (PAGE.format("").encode(), "text/html"),
        (PAGE.format("").encode("gb18030"), "text/html"),
        (PAGE.format('<meta charset="gb2312">').encode("gb18030"), "text/html"),
        (PAGE.format("").encode("gbk"), "text/html;charset=GBK"),
        (PAGE.format("").encode(), "text/html; charset=no-such-encoding"),
    ],
)
def test_a_title_is_read_in_the_encoding_that_it_has(content: bytes, content_type: str) -> None:
    assert page_title(content, content_type) == "页面不存在 & 404"


def test_bytes_that_end_within_a_character_are_read_up_to_there() -> None:
    assert page_title("<title>公告</title><p>正文".encode()[:-1], "text/html") == "公告"


def test_a_page_without_a_title_has_none() -> None:
    assert page_title(b"<html><body>404", "text/html") == ""


def test_a_title_brings_no_control_characters_and_no_novel() -> None:
    title = page_title(f"<title>a\x1b[31mb\u202ec{'长' * 900}</title>".encode(), "text/html")
    assert title.startswith("a�[31mb�c长")
    assert len(title) <= 200
