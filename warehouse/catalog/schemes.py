"""Schemes as files: those that come with the program as examples, an office's own, and the marks that the office gives itself."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from warehouse.catalog.assessment import Scheme, scheme_problems
from warehouse.catalog.catalog import DATA, Catalog, CatalogError, read_yaml, validated
from warehouse.catalog.period import Period, PeriodError
from warehouse.catalog.units import Register

EXAMPLES = DATA / "schemes"
MARKS = "marks.csv"
MARK_COLUMNS = ("报告期", "单位", "项目代码", "项目", "满分", "得分", "理由", "评分人")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the office gave a unit on a manual item in a quarter."""

    period: str
    unit_code: str
    item_code: str
    points: Decimal
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The scheme in use, the marks given for it, and the fingerprint of both."""

    scheme: Scheme
    marks: tuple[Mark, ...]
    fingerprint: str


def scheme_files(own: Path) -> dict[str, Path]:
    """Every scheme there is by name; an office's own (`schemes/*.yaml`) stand before the examples."""
    return {path.stem: path for folder in (EXAMPLES, own) for path in sorted(folder.glob("*.yaml"))}


def load_assessment(name: str, own: Path, catalog: Catalog, register: Register) -> Assessment:
    """A scheme with the marks of `<own>/marks.csv`. Raises CatalogError with every fault in either, not only the first."""
    files = scheme_files(own)
    if name not in files:
        raise CatalogError(
            f"没有名为“{name}”的评估方案。可用：{'、'.join(files)}；自己的方案放在 {own} 下，扩展名 yaml。"
        )
    declared = read_yaml(files[name])
    if not isinstance(declared, dict):
        raise CatalogError(f"评估方案 {files[name]} 有误：应为“名称: 值”的 YAML，可照自带的示例修改。")
    scheme = validated(Scheme, files[name], {**declared, "code": name})
    kinds = frozenset(kind.code for kind in catalog.unit_kinds)
    faults = [*scheme_problems(scheme, catalog.indicators.by_code, kinds), *_unknown_units(scheme, register)]
    if faults:
        raise CatalogError(f"评估方案 {files[name]} 有误：" + "".join(faults))
    path = own / MARKS
    digest = hashlib.sha256(files[name].read_bytes() + (path.read_bytes() if path.is_file() else b""))
    return Assessment(scheme, tuple(read_marks(path, scheme, register)), digest.hexdigest())


def _unknown_units(scheme: Scheme, register: Register) -> Iterator[str]:
    for listed in ("excluded_units", "unranked_units"):
        for code in getattr(scheme, listed):
            if code not in register.by_code:
                yield f"{listed} 中的单位代码“{code}”不在单位名册中。"


def read_marks(path: Path, scheme: Scheme, register: Register) -> list[Mark]:
    """The office's marks; rows of other schemes' items and rows without a mark are passed over. Raises CatalogError with all faults.

    A spreadsheet saves CSV as UTF-8 or as GB18030: both are read.
    """
    if not path.is_file():
        return []
    rows = list(_rows(path))
    marks, faults = [], []
    for number, row in enumerate(rows, 2):
        if (row.get("得分") or "").strip() and (row.get("项目代码") or "").strip() in scheme.by_code:
            try:
                marks.append(_mark(row, scheme, register))
            except (ValueError, PeriodError) as wrong:
                faults.append(f"第 {number} 行：{wrong}")
    keys = [(mark.period, mark.unit_code, mark.item_code) for mark in marks]
    faults += [f"{'、'.join(key)} 打了两次分。" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if faults:
        raise CatalogError(f"打分表 {path} 有误：" + "".join(faults))
    return marks


def _rows(path: Path) -> Iterator[dict[str, str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    reader = csv.DictReader(text.splitlines())
    try:
        missing = [column for column in MARK_COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise CatalogError(
                f"打分表 {path} 缺少列：{'、'.join(missing)}。请用 zwgk assess 报告期 --marks 重新生成。"
            )
        yield from reader
    except csv.Error as broken:
        raise CatalogError(f"打分表 {path} 无法读取：{broken}") from broken


def _mark(row: dict[str, str], scheme: Scheme, register: Register) -> Mark:
    told = {column: (row[column] or "").strip() for column in MARK_COLUMNS}
    item, unit = scheme.by_code[told["项目代码"]], register.find(told["单位"])
    if item.kind != "manual":
        raise ValueError(f"项目“{item.code}”由数据计分，不能打分。")
    if unit is None:
        raise ValueError(f"单位名册中没有“{told['单位']}”。")
    if not told["理由"] or not told["评分人"]:
        raise ValueError("理由和评分人都要写。")
    try:
        points = Decimal(told["得分"])
    except InvalidOperation:
        raise ValueError(f"得分“{told['得分']}”不是数。") from None
    if not points.is_finite() or not 0 <= points <= item.weight:
        raise ValueError(f"得分 {told['得分']} 应在 0 和满分 {item.weight} 之间。")
    return Mark(str(Period.parse(told["报告期"])), unit.code, item.code, points, told["理由"], told["评分人"])
