"""What the page on BI says to type works as it stands, beside a real release, and it lists the example queries as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from examples.bi_query import SHUT_OFF, main, queries, question
from tests.functional.bi_office import BiOffice

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bi.md"
pytestmark = pytest.mark.xdist_group("bi")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_recipes_run_one_after_the_other_beside_a_release(
    bi: BiOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(bi.workspace.root)
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(block, names)
    assert names["shut_off"] == SHUT_OFF
    assert names["release"] == bi.releases[-1]
    shown = capsys.readouterr().out
    assert shown.count(bi.releases[-1].name) == 3
    assert "每个报告期、每个单位一行" in shown


def test_every_example_query_stands_on_the_page_with_its_question() -> None:
    listed = re.findall(r"^\| \[`(.+?)`\]\((.+?)\) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [
        (path.name, f"../examples/queries/{path.name}", question(path.read_text(encoding="utf-8")))
        for path in queries([])
    ]


def test_the_example_program_answers_what_it_is_asked(bi: BiOffice, capsys: pytest.CaptureFixture[str]) -> None:
    main(bi.workspace.releases / "current" / "zwgk.duckdb", ["05", "16"])
    shown = capsys.readouterr().out
    assert [line.split("　")[0] for line in shown.splitlines() if ".sql　" in line] == [
        "05_quarter_by_quarter.sql",
        "16_way_back.sql",
    ]
    assert "2025年第三季度" in shown
