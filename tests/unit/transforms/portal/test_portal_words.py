"""Days, months and robots.txt, as portals write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from transforms.portal.robots import read_robots
from transforms.portal.written_dates import read_day, read_period
from warehouse.catalog.catalog import load_catalog

FORMATS = load_catalog().portal.date_formats


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-04",
        "2025/3/4",
        "2025.03.04",
        "2025年3月4日",
        "20250304",
        "2025-03-04 09:30",
        " ２０２５－０３－０４ ",
        "2025-03-04T09:30:00",
    ],
)
def test_a_day_is_read_in_any_declared_form(written: str) -> None:
    assert read_day(written, FORMATS) == date(2025, 3, 4)


@pytest.mark.parametrize("written", ["03-04", "2025-13-01", "昨天", "", "1741017600000"])
def test_what_fits_no_form_is_no_day(written: str) -> None:
    assert read_day(written, FORMATS) is None


def test_an_epoch_is_a_day_in_the_office_and_only_where_it_is_declared() -> None:
    last_hour_of_the_fourth_in_london = 1741104000000  # 2025-03-04T16:00Z, midnight in Shanghai
    assert read_day(str(last_hour_of_the_fourth_in_london), ("epoch_ms",)) == date(2025, 3, 5)
    assert read_day("1741103999", ("epoch_s",)) == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2025-03", "2025-03"),
        ("2025年3月", "2025-03"),
        ("2025年3月份", "2025-03"),
        ("202503", "2025-03"),
        ("202503.0", "2025-03"),
        ("2025/12", "2025-12"),
        (datetime(2025, 3, 1), "2025-03"),
        ("2025Q1", "2025Q1"),
        ("2025年第一季度", "2025Q1"),
        ("2025年1-3月", "2025Q1"),
        ("2025", "2025"),
        ("2025年度", "2025"),
        ("2025-13", None),
        ("三月", None),
        ("2025年上半年", None),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year(written: object, period: str | None) -> None:
    assert read_period(written) == period


ROBOTS = """
User-agent: Baiduspider
User-agent: zwgk
Disallow: /private/   # 内部
Allow: /private/open
Disallow: /*.do$
Disallow: /政务
Crawl-delay: 2

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/zcwj/index.html", True),
        ("/private/a.html", False),
        ("/private/open/a.html", True),
        ("/search.do", False),
        ("/search.do?page=2", True),
        ("/%E6%94%BF%E5%8A%A1/1.html", False),
    ],
)
def test_the_longest_rule_of_our_own_group_decides(path: str, is_allowed: bool) -> None:
    robots = read_robots(ROBOTS, "zwgk")
    assert robots.allows(path) is is_allowed
    assert robots.crawl_delay_s == 2


def test_without_a_group_of_our_own_that_for_everybody_counts() -> None:
    assert not read_robots(ROBOTS, "other").allows("/zcwj/")


@pytest.mark.parametrize("text", ["", "User-agent: *\nDisallow:\n", "# nothing", "Sitemap: /map.xml\nDisallow: /\n"])
def test_without_a_rule_everything_is_allowed(text: str) -> None:
    assert read_robots(text, "zwgk").allows("/anything")


def test_an_allowing_rule_wins_over_a_forbidding_one_of_its_length() -> None:
    assert read_robots("User-agent: *\nDisallow: /a\nAllow: /a\n", "zwgk").allows("/a/b")
