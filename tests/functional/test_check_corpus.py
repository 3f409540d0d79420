"""Many reports of every shape at once, with errors put in at random: all cells, and exactly the findings that the contract asks for.

What is expected is added up here from the contract's sentences, by nothing that the product uses to judge.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from flows.cli.app import run
from tests.unit.transforms.official import openpyxl_bytes
from tests.unit.transforms.published import (
    NEW,
    OLD,
    Published,
    Table,
    disputes_on_two_levels,
    docx_bytes,
    framed,
    html_table,
    page,
    sheets,
    split_rows,
    word_table,
)
from warehouse.catalog.forms import Edition

APPLICANTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org")
RESULTS = {
    "refused": "state_secret prohibited_by_law three_securities_one_stability third_party internal_affairs"
    " process_information enforcement_file administrative_query",
    "unavailable": "not_held needs_creation unclear_after_correction",
    "not_processed": "petition_complaint repeated publication excessive reissue_confirmation",
}
BLOCKS, OUTCOMES = ("review", "direct_suit", "suit_after_review"), ("upheld", "corrected", "other", "pending")
REPORTS, SEED, YEAR = 36, 20250131, 2024
Finding = tuple[str, str, str | None, str, int | None, int]


@dataclass(frozen=True)
class Case:
    """One report: its body, its figures by code, the names of its result rows, and its bytes."""

    unit: str
    edition: Edition
    figures: dict[str, int]
    results: list[str]
    file_name: str
    content: bytes


def result_rows(merged_other: bool) -> list[str]:
    rows = ["granted", "partly_granted"]
    rows += [f"{group}.{name}" for group, names in RESULTS.items() for name in names.split()]
    return rows + (["other"] if merged_other else ["other.no_correction", "other.fee_unpaid", "other.other"])


def balanced(chance: random.Random, edition: Edition, results: list[str]) -> dict[str, int]:
    """Figures in which every sum holds; a third of them nought."""
    figures = {code: chance.choice([0, chance.randint(1, 999)]) for code in edition.by_code if code.startswith("T2")}
    figures |= {code: 0 for code in figures if code.startswith("T2:regulation")}
    for who in APPLICANTS:
        answers = {f"T3:{row}.{who}": chance.choice([0, 0, chance.randint(1, 99)]) for row in results}
        done, left = sum(answers.values()), chance.randint(0, 9)
        old = chance.randint(0, done + left)
        figures |= answers
        figures |= {f"T3:total.{who}": done, f"T3:carried_out.{who}": left}
        figures |= {f"T3:carried_in.{who}": old, f"T3:new.{who}": done + left - old}
    for row in ("new", "carried_in", *results, "total", "carried_out"):
        figures[f"T3:{row}.total"] = sum(figures[f"T3:{row}.{who}"] for who in APPLICANTS)
    for block in BLOCKS:
        ends = {f"T4:{block}.{end}": chance.choice([0, chance.randint(1, 20)]) for end in OUTCOMES}
        figures |= ends | {f"T4:{block}.total": sum(ends.values())}
    return figures


def expected(case: Case) -> Iterator[Finding]:
    """CONTRACT §3, sentence by sentence."""
    f, results = case.figures, case.results
    for who in (*APPLICANTS, "total"):
        came = f[f"T3:new.{who}"] + f[f"T3:carried_in.{who}"]
        went = f[f"T3:total.{who}"] + f[f"T3:carried_out.{who}"]
        yield "T3-BALANCE", "T3", None, who, came, went
        yield "T3-RESULTS", "T3", "total", who, sum(f[f"T3:{row}.{who}"] for row in results), f[f"T3:total.{who}"]
    for row in ("new", "carried_in", *results, "total", "carried_out"):
        yield "T3-APPLICANT", "T3", row, "total", sum(f[f"T3:{row}.{who}"] for who in APPLICANTS), f[f"T3:{row}.total"]
    for block in BLOCKS:
        yield "T4-TOTAL", "T4", block, "total", sum(f[f"T4:{block}.{end}"] for end in OUTCOMES), f[f"T4:{block}.total"]
    for code, figure in f.items():
        row, _, column = code[3:].rpartition(".")
        if row == "regulation":
            yield "T2-COMPETENCE", "T2", row, column, 0, figure
        if figure < 0 and column != "items_change":
            yield "TYPE-NEGATIVE", code[:2], row, column, None, figure


def broken(chance: random.Random, figures: dict[str, int]) -> dict[str, int]:
    """None, one or two cells written wrongly."""
    changed = {c: figures[c] + chance.choice([1, 10, 90]) for c in chance.sample(sorted(figures), chance.randint(0, 2))}
    if chance.random() < 0.2:
        changed[chance.choice([code for code in figures if code.startswith("T3")])] = -1
    return figures | changed


def drawn(chance: random.Random, report: Published) -> tuple[str, bytes]:
    """The report in a shape by chance: a page in one of its encodings, a Word document, a workbook."""
    t2, t3, t4 = report.tables
    tables: list[Table] = [t2, t3, disputes_on_two_levels(t4) if chance.random() < 0.5 else t4]
    kind = chance.choice(["html", "html", "docx", "xlsx"])
    if kind == "docx":
        return kind, docx_bytes(report, tables)
    if kind == "xlsx":
        return kind, openpyxl_bytes(sheets(report))
    parts = [chance.choice([html_table, word_table, framed])(table) for table in tables]
    if chance.random() < 0.3:
        parts[1] = "".join(map(html_table, split_rows(t3, chance.randint(6, 24))))
    declared, encoding = chance.choice(
        [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "gbk"), ("gb2312", "utf-8")]
    )
    return kind, page(report, parts, f'<meta charset="{declared}">').encode(encoding)


def make_case(chance: random.Random, number: int) -> Case:
    edition = chance.choice([NEW, NEW, OLD])
    merged = edition is NEW and chance.random() < 0.3
    results = result_rows(merged or edition is OLD)
    figures = broken(chance, balanced(chance, edition, results))
    zero = chance.choice(["0", "/", "—"])
    values = {code: str(figure) if figure else zero for code, figure in figures.items()}
    unit = f"{chr(0x4E00 + 97 * number)}{chr(0x5200 + 71 * number)}区{chance.choice(['财政局', '人民政府', '卫生健康委员会'])}"
    title = (f"{unit}{YEAR}年政府信息公开工作年度报告",)
    kind, content = drawn(chance, Published(edition, merged, title, values=values))
    return Case(unit, edition, figures, results, f"{number}.{kind}", content)


@pytest.fixture(scope="module")
def corpus() -> list[Case]:
    chance = random.Random(SEED)
    return [make_case(chance, number) for number in range(REPORTS)]


@pytest.fixture(scope="module")
def checked(corpus: list[Case], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("corpus")
    for case in corpus:
        (folder / case.file_name).write_bytes(case.content)
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        run(["check", *(str(folder / case.file_name) for case in corpus), "--json"])
    reports: list[dict[str, Any]] = json.loads(written.getvalue())["reports"]
    return reports


def test_each_report_is_known_by_its_body_year_and_form(corpus: list[Case], checked: list[dict[str, Any]]) -> None:
    told = [(report["unit"], report["year"], report["form"], report["error"]) for report in checked]
    assert told == [(case.unit, YEAR, case.edition.edition, None) for case in corpus]


def test_every_cell_of_every_report_is_read_in_its_place(corpus: list[Case], checked: list[dict[str, Any]]) -> None:
    for case, report in zip(corpus, checked, strict=True):
        tables: Mapping[str, Mapping[str, float]] = report["tables"]
        read = {f"{table}:{code}": value for table, cells in tables.items() for code, value in cells.items()}
        assert read == case.figures, case.file_name


def test_the_findings_are_those_of_the_contract_and_no_others(
    corpus: list[Case], checked: list[dict[str, Any]]
) -> None:
    keys = ("rule_id", "table", "row", "column", "expected", "actual")
    wrong = 0
    for case, report in zip(corpus, checked, strict=True):
        wanted = sorted((one for one in expected(case) if one[4] != one[5]), key=str)
        found = sorted(
            (tuple(f[key] for key in keys) for f in report["findings"] if f["rule_id"] != "FORM-EDITION"), key=str
        )
        assert found == wanted, case.file_name
        wrong += bool(wanted)
    assert 0 < wrong < REPORTS
