"""A chart is drawn where it should be: zero at the bottom, a gap where nothing is known, and room for the words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reports.chart import HEIGHT, WIDTH, draw_chart, render_number


def test_zero_lies_on_the_lowest_line_and_the_largest_below_the_top_line() -> None:
    chart = draw_chart("退回率", [("25年1季", 0.0), ("25年2季", 0.074)], is_share=True)
    bottom, middle, top = chart.ticks
    assert [tick.text for tick in chart.ticks] == ["0%", "4%", "8%"]
    assert chart.points[0].y == bottom.y
    assert top.y < chart.points[1].y < middle.y
    assert chart.points[1].value == "7.4%"


def test_a_quarter_without_a_value_is_a_gap_and_not_a_zero() -> None:
    chart = draw_chart("逾期率", [("a", 0.1), ("b", 0.2), ("c", None), ("d", 0.2), ("e", 0.1)], is_share=True)
    assert [point.label for point in chart.points] == ["a", "b", "d", "e"]
    assert [len(line.split()) for line in chart.lines] == [2, 2]


def test_one_quarter_is_a_point_in_the_middle_without_a_line() -> None:
    chart = draw_chart("退回率", [("25年1季", 0.0)], is_share=True)
    assert (len(chart.points), chart.lines) == (1, ())
    assert WIDTH / 3 < chart.points[0].x < 2 * WIDTH / 3


def test_no_quarter_is_an_empty_chart() -> None:
    chart = draw_chart("退回率", [], is_share=True)
    assert (chart.points, chart.lines) == ((), ())


@pytest.mark.parametrize("count", [1, 2, 6, 7, 20, 61])
def test_labels_never_crowd_and_the_last_quarter_always_has_one(count: int) -> None:
    chart = draw_chart("退回率", [(str(n), n / 100) for n in range(count)], is_share=True)
    labelled = [point for point in chart.points if point.label]
    assert 1 <= len(labelled) <= 6
    assert labelled[-1].label == str(count - 1)
    assert all(later.x - earlier.x >= 40 for earlier, later in pairwise(labelled))
    assert all(0 < point.x < WIDTH and 0 < point.y < HEIGHT for point in chart.points)


@pytest.mark.parametrize(
    ("value", "is_share", "written"),
    [
        (0.0, True, "0%"),
        (0.06, True, "6%"),
        (0.0377, True, "3.8%"),
        (1.0, True, "100%"),
        (0.0, False, "0"),
        (0.019, False, "0.019"),
        (0.13, False, "0.13"),
        (0.5, False, "0.5"),
        (12.0, False, "12"),
    ],
)
def test_a_number_is_written_with_the_digits_that_say_something(value: float, is_share: bool, written: str) -> None:
    assert render_number(value, is_share=is_share) == written
