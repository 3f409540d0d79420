"""What a server sends is bounded as it comes, and no file that is read makes anybody ask a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.reading.children import child_pool
from flows.reading.files import read_files
from tests.hostile.fetching import ask, hostile_server
from tests.hostile.sheets import external, typed
from tests.unit.transforms.packages import repacked, with_rows

LINK = "xl/externalLinks/_rels/externalLink1.xml.rels"
LARGEST, SECONDS = 20 << 20, 30.0
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_an_answer_that_swells_to_a_gigabyte_is_left_within_its_bound_of_bytes_and_memory() -> None:
    with hostile_server() as hits, child_pool(1) as pool:
        asked = pool.schedule(ask, args=[hits.url, LARGEST, SECONDS], timeout=60).result()
        assert hits.paths == ["/"]
    assert asked.said is not None
    assert "超过" in asked.said
    assert asked.seconds < SECONDS
    assert asked.megabytes < 64


def linked(url: str) -> bytes:
    """A workbook that names another one on a server, as Excel writes it."""
    rows = (
        '<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>7</v></c><c r="B1"><f>WEBSERVICE("'
        + url
        + '")</f><v>1</v></c></row>'
    )
    relation = f'<Relationship Id="r1" Type="{RELATIONS}/externalLinkPath" Target="{url}" TargetMode="External"/>'
    target = f'<Relationships xmlns="x">{relation}</Relationships>'
    return repacked(
        with_rows(rows),
        {
            "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
            LINK: target.encode(),
        },
    )


@pytest.mark.parametrize(
    "make",
    [external, lambda url: typed(f'SYSTEM "{url}"'), lambda url: typed(f'PUBLIC "x" "{url}"'), linked],
    ids=["entity", "document type", "public document type", "link"],
)
def test_reading_a_file_asks_no_server(make: object, tmp_path: Path) -> None:
    with hostile_server() as hits:
        (tmp_path / "a").write_bytes(make(hits.url))  # type: ignore[operator]
        [(_, reading)] = read_files([("a", tmp_path / "a")])
        assert hits.paths == []
    assert reading.error is None or reading.error[0] == "X00"
