"""Many cells in few words."""

from __future__ import annotations

import pytest

from reports.returned.ranges import ranges_of


@pytest.mark.parametrize(
    ("cells", "ranges"),
    [
        ((), ()),
        (("B2",), ("B2",)),
        (("C5", "D5", "C6", "D6", "C7", "D7"), ("C5:D7",)),
        (("D7", "C5", "D5", "C7"), ("C5:D5", "C7:D7")),
        (("C5", "D5", "F5", "C6", "D6"), ("C5:D6", "F5")),
        (("C5", "C6", "D6"), ("C5", "C6:D6")),
        (("Z9", "AA9", "Z10", "AA10"), ("Z9:AA10",)),
        (("C5", "C6", "C8", "C9"), ("C5:C6", "C8:C9")),
    ],
)
def test_cells_are_told_as_the_rectangles_that_they_fill(cells: tuple[str, ...], ranges: tuple[str, ...]) -> None:
    assert ranges_of(cells) == ranges
