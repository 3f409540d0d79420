"""What counts as an address in a cell of free text, and which titles say that there is no page."""

from __future__ import annotations

import pytest

from warehouse.catalog.catalog import load_catalog

LINKS = load_catalog().links


@pytest.mark.parametrize(
    ("written", "addresses"),
    [
        ("https://www.shbsq.gov.cn/a/1.html", ("https://www.shbsq.gov.cn/a/1.html",)),
        (
            "详见https://a.gov.cn/1.html，以及 http://b.gov.cn/2?x=1&y=2。",
            ("https://a.gov.cn/1.html", "http://b.gov.cn/2?x=1&y=2"),
        ),
        ("www.shbsq.gov.cn/a.html", ("http://www.shbsq.gov.cn/a.html",)),
        ("（https://a.gov.cn/1.html）", ("https://a.gov.cn/1.html",)),
        ("https://a.gov.cn/1.html; https://a.gov.cn/1.html", ("https://a.gov.cn/1.html",)),
        ("https://www.a.gov.cn/x", ("https://www.a.gov.cn/x",)),
        ("已在政务网公开", ()),
        ("ftp://a.gov.cn/1 file:///C:/1.docx 邮箱 a@www.b.cn", ()),
    ],
)
def test_addresses_end_where_people_end_them(written: str, addresses: tuple[str, ...]) -> None:
    assert LINKS.addresses(written) == addresses


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "错误404",
        "您访问的页面不存在",
        "页面找不到了",
        "文章已被删除",
        "找不到该页面",
        "Page not found - 某区",
        "该信息不存在或已下线",
    ],
)
def test_titles_of_pages_that_are_none(title: str) -> None:
    assert LINKS.says_missing(title)


@pytest.mark.parametrize(
    "title",
    [
        "关于某某的通知（宝府办〔2025〕404号）",
        "2025年政务公开工作要点",
        "1404名学生入学",
        "关于删除部分行政许可事项的通知",
        "关于解决停车位找不到问题的答复",
    ],
)
def test_titles_of_real_pages(title: str) -> None:
    assert not LINKS.says_missing(title)


def test_each_state_of_a_link_has_a_word() -> None:
    assert set(LINKS.state_labels) == {"alive", "dead", "unsure", "unchecked"}
