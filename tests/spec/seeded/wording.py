"""The running text of a clean report, in the manner of published ones: statutory sentences, figures of the tables, work done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import yaml

from tests.spec.seeded.reports import Annual, Line

RESULTS = {
    "granted": "予以公开",
    "partly_granted": "部分公开",
    "refused": "不予公开",
    "unavailable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
}
OUTCOMES = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
BLOCKS = {"review": "行政复议", "direct_suit": "未经复议直接起诉", "suit_after_review": "复议后起诉"}

WORDS: Mapping[str, list[str]] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
AREAS = ("（一）主动公开。", "（三）政府信息管理。", "（四）平台建设。", "（五）监督保障。")

Teller = Callable[[Annual], str]


def told(report: Annual) -> Annual:
    """The report with its text: a sentence on a figure that is blank or no count is left out."""
    lines = {name: Line(section, text) for name, section, text in _statutory(report)}
    lines |= {f"work{n}": Line(1, text) for n, text in enumerate(_work(report))}
    for name, section, teller in TELLERS:
        try:
            lines[name] = Line(section, teller(report))
        except ArithmeticError:
            continue
    return replace(report, lines=lines)


def _statutory(report: Annual) -> list[tuple[str, int, str]]:
    """What stands in every report by nature, year after year."""
    unit, year = report.unit, report.year
    basis = (
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国"
        "政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）的要求"
    )
    return [
        ("basis", 0, f"{basis}，现公布{unit}{year}年政府信息公开工作年度报告。"),
        ("period", 0, f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"),
        ("contact", 0, f"如对本报告有疑问，请与{unit}办公室联系（电话：021-{report.phone}）。"),
        ("contents", 0, "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分组成。"),
        (
            "download",
            0,
            "本报告的电子版可以在本区门户网站政府信息公开专栏的政府信息公开年报栏目中查阅和下载，欢迎监督。",
        ),
        ("activities", 1, _activities(report)),
        ("channels", 1, "全年发布政策解读12篇，其中门户网站10篇，微信公众号8篇。制发公文103件，其中主动公开32件。"),
        ("metric", 1, f"全年在门户公开财政信息{_metric(report)}条。"),
        ("lacks", 5, "一是" + "；二是".join(Random(f"{report.seed}/lacks").sample(WORDS["lacks"], 2)) + "。"),
        ("plans", 5, "下一步，将" + "，".join(Random(f"{report.seed}/plans").sample(WORDS["plans"], 3)) + "。"),
        ("nothing", 6, "本年度没有其他需要报告的事项。"),
    ]


def _activities(report: Annual) -> str:
    chance = Random(f"{report.seed}/activities")
    first, second, third = (chance.randint(2, 9) for _ in range(3))
    return _chosen(
        report,
        "activities",
        f"全年举办宣讲活动{first + second + third}场次，其中进社区{first}场次、进园区{second}场次、进学校{third}场次。",
        f"全年举办宣讲活动{first + second + third}场次，由进社区{first}场次、进园区{second}场次、进学校{third}场次组成。",
        f"全年举办宣讲活动{first + second + third}场次，其中进社区{first}场次、进园区{second}场次。",
    )


def _metric(report: Annual) -> int:
    return Random(f"{report.seed}/metric").randint(12, 400)


def _work(report: Annual) -> list[str]:
    """Paragraphs on work done; the same seed says the same, another says it otherwise."""
    chance = Random(f"{report.seed}/work")
    return [area + "".join(_sentence(chance) for _ in range(3)) for area in AREAS]


def _sentence(chance: Random) -> str:
    first, second = chance.sample(WORDS["done"], 2)
    led, way, aim = (chance.choice(WORDS[name]) for name in ("led", "ways", "aims"))
    return f"{led}，{way}，{first}，{second}，{aim}。"


def _count(report: Annual, code: str) -> int:
    """A count as it can be told. Raises ArithmeticError where the cell shows none."""
    value = report.number(code)
    if value is None or value < 0 or value != value.to_integral_value():
        raise ArithmeticError(code)
    return int(value)


def result(report: Annual, name: str) -> int:
    """How many requests ended so: one row, or all rows of the group."""
    rows = [c for c in report.figures if c.startswith((f"T3:{name}.", f"T3:{name}:")) and c.endswith(".total")]
    return sum(_count(report, code) for code in rows)


def _chosen(report: Annual, subject: str, *ways: str) -> str:
    """One of several ways of saying the same; a body keeps to its own."""
    return Random(f"{report.unit}/{subject}").choice(ways)


def _documents(report: Annual) -> str:
    made, repealed, in_force = (_count(report, f"T2:normative_document.{c}") for c in ("made", "repealed", "in_force"))
    return _chosen(
        report,
        "documents",
        f"全年制发行政规范性文件{made}件，废止{repealed}件，现行有效{in_force}件。",
        f"行政规范性文件制发{made}件，废止{repealed}件，现行有效{in_force}件，均已公开。",
    )


def _licences(report: Annual) -> str:
    return f"作出行政许可决定{_count(report, 'T2:licence.decisions')}件。"


def _penalties(report: Annual) -> str:
    return f"作出行政处罚决定{_count(report, 'T2:penalty.decisions')}件。"


def _fees(report: Annual) -> str:
    amount = report.number("T2:fee.amount_wan")
    if amount is None:
        raise ArithmeticError
    return f"收取行政事业性收费{plain(amount)}万元。"


def _requests(report: Annual) -> str:
    new, old, total, left = (_count(report, f"T3:{row}.total") for row in ("new", "carried_in", "total", "carried_out"))
    return _chosen(
        report,
        "requests",
        f"（二）依申请公开。全年新收政府信息公开申请{new}件，上年结转{old}件，办结{total}件，结转下年度继续办理{left}件。",
        f"（二）依申请公开。{report.year}年，新收到政府信息公开申请{new}件，另有上年度结转{old}件；共办结{total}件，均在法定期限内答复，"
        f"结转至下年度继续办理{left}件。",
    )


def _results(report: Annual) -> str:
    total, granted = _count(report, "T3:total.total"), result(report, "granted")
    share = f"，占{granted * 100 / total:.2f}%" if total else ""
    others = [f"{label}{result(report, name)}件" for name, label in RESULTS.items() if name != "granted"]
    return _chosen(
        report,
        "results",
        f"办结的{total}件政府信息公开申请中，予以公开{granted}件{share}；{'，'.join(others)}。",
        f"已办结的{total}件政府信息公开申请中：予以公开{granted}件{share}、{'、'.join(others)}（其中申请人主动撤销1件）。",
    )


def _disputes(report: Annual) -> str:
    parts = []
    for block, label in BLOCKS.items():
        ends = "，".join(f"{word}{_count(report, f'T4:{block}.{end}')}件" for end, word in OUTCOMES.items())
        count = _count(report, f"T4:{block}.total")
        told = _chosen(report, "disputes", f"（{ends}）", f"，其中{ends}")
        parts.append(f"{label}{count}件" + (told if count else ""))
    return f"因政府信息公开引起的{'；'.join(parts)}。"


def plain(value: Decimal) -> str:
    """A figure without zeros at its end."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


TELLERS: tuple[tuple[str, int, Teller], ...] = (
    ("documents", 1, _documents),
    ("licences", 1, _licences),
    ("penalties", 1, _penalties),
    ("fees", 1, _fees),
    ("requests", 1, _requests),
    ("results", 1, _results),
    ("disputes", 1, _disputes),
)


def compared(now: Annual, before: Annual) -> Annual:
    """The report with a sentence on the year before, where both years have a count that it can be made from."""
    try:
        new, former = _count(now, "T3:new.total"), _count(before, "T3:new.total")
        line = _change(new, former)
    except ArithmeticError:
        return now
    return now.says("change", line)


def _change(new: int, former: int) -> str:
    said = f"全年新收政府信息公开申请{new}件，"
    if new == former:
        return said + "与上年持平。"
    way, word = ("增加", "增长") if new > former else ("减少", "下降")
    if former == 0:
        return f"{said}比上年{way}{abs(new - former)}件。"
    return f"{said}比上年{way}{abs(new - former)}件，{word}{abs(new - former) * 100 / former:.1f}%。"


def retold(reports: Mapping[str, Annual]) -> dict[str, Annual]:
    """Every report of a case with its text, the one of this year with its comparison."""
    written = {name: told(report) for name, report in reports.items()}
    if "before" in written:
        written["now"] = compared(written["now"], written["before"])
    return written
