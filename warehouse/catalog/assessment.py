"""Schemes of assessment (评估方案) as declared, and what makes one wrong. How points follow from them is one SELECT: fct_score_line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal

from warehouse.catalog.forms import Declared
from warehouse.catalog.indicators import Indicator, Operator, SourceName

Kind = Literal["rate", "met", "steps", "deduct", "bonus", "penalty", "manual"]
Treatment = Literal["leave_out", "zero", "full"]
OUTSIDE: frozenset[Kind] = frozenset({"bonus", "penalty"})
_ONE_TERM: frozenset[Kind] = frozenset({"rate", "met", "steps"})
_BY_EVENT: frozenset[Kind] = frozenset({"deduct", "bonus", "penalty"})


class Term(Declared):
    """An indicator that an item rests on.

    `source`: which of its rows (the indicator's first one if not named); `over`: the quarter's value or the year's so far (as the
    indicator is judged if not named). `events`: how many times `each` points count: by the numerator, or by what is short of the
    denominator.
    """

    indicator: str
    source: SourceName | None = None
    over: Literal["quarter", "year"] | None = None
    events: Literal["numerator", "shortfall"] = "numerator"
    each: Decimal | None = None


class Step(Declared):
    """The first step whose condition holds gives its points."""

    operator: Operator
    value: Decimal
    points: Decimal


class Item(Declared):
    """One item of a scheme; `weight` is its full marks, of a bonus or a penalty the most that it can come to.

    rate: by proportion between `zero_at` and `full_at`; met: all or nothing; steps; deduct: full marks less `each` for every event;
    bonus and penalty: outside the full marks; manual: the office's mark, `unmarked` what stands where there is none.
    """

    code: str
    heading: str
    name: str
    kind: Kind
    weight: Decimal
    terms: tuple[Term, ...] = ()
    full_at: Decimal = Decimal(1)
    zero_at: Decimal = Decimal(0)
    steps: tuple[Step, ...] = ()
    unmarked: Literal["full", "wait"] = "wait"


class Band(Declared):
    """A grade and the least score for it."""

    name: str
    at_least: Decimal


class Group(Declared):
    """Units that are ranked among each other, by kind."""

    name: str
    kinds: tuple[str, ...]


class Scheme(Declared):
    """How an office scores its units in a quarter.

    `left_out`: what becomes of the full marks of an item left out: redistributed (within its heading, or else over all others), or
    the full marks are reduced and the score is scaled. Where less than `least_share` of the full marks can be assessed, there is no score.
    `tie_breakers`: items by which units of one score are ordered.
    """

    code: str
    name: str
    basis: str
    total: Decimal
    decimals: Literal[0, 1, 2, 3] = 2
    not_applicable: Treatment
    not_reported: Treatment
    not_assessable: Treatment
    left_out: Literal["redistribute", "reduce"]
    bonus_cap: Decimal | None = None
    least_share: Decimal = Decimal(0)
    bands: tuple[Band, ...]
    groups: tuple[Group, ...]
    excluded_units: tuple[str, ...] = ()
    unranked_units: tuple[str, ...] = ()
    tie_breakers: tuple[str, ...] = ()
    items: tuple[Item, ...]

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """Items by code."""
        return {item.code: item for item in self.items}

    @property
    def manual_items(self) -> tuple[Item, ...]:
        """The items that the office marks itself."""
        return tuple(item for item in self.items if item.kind == "manual")

    def group_of(self, kind: str) -> str | None:
        """The group of a kind of units; None where the scheme does not score that kind."""
        return next((group.name for group in self.groups if kind in group.kinds), None)


class RuleWords(Declared):
    """How an item says its own rule, with places `{weight}` and so on."""

    rate: str
    scaled_rate: str
    met: str
    step: str
    no_step: str
    deduct: str
    bonus: str
    penalty: str
    manual: str


class SheetWords(Declared):
    """The words of the one page that a unit gets (单位单页); `indicators` are those that it prints. Of the problems it
    lists as many as fit on the page beside the items (`rows_of_page` of both), and says how many more there are."""

    title: str
    score: str
    place: str
    unranked: str
    unscored: str
    headings: dict[str, str]
    score_columns: tuple[str, ...]
    left_out: str
    sum_label: str
    problem_columns: tuple[str, ...]
    problems_at_least: int
    problems_at_most: int
    rows_of_page: int
    tasks_at_most: int
    problems_told: str
    more_problems: str
    no_problems: str
    tasks: str
    task_state: str
    overdue_tasks: str
    no_tasks: str
    indicator_columns: tuple[str, ...]
    no_indicators: str
    indicators: tuple[str, ...]
    values: dict[str, str]


class AssessmentWords(Declared):
    """The words of assessment.yaml: rules of items, and the sentences of fct_score_line by code."""

    rules: RuleWords
    verbs: dict[str, str]
    states: dict[str, str]
    sentences: dict[str, str]
    sheet: SheetWords


def scheme_problems(scheme: Scheme, indicators: Mapping[str, Indicator], kinds: frozenset[str]) -> Iterator[str]:
    """Everything that is wrong with a scheme that is well formed, each in a Chinese sentence; units are known to a workspace only."""
    yield from (f"项目代码“{code}”重复。" for code, n in Counter(item.code for item in scheme.items).items() if n > 1)
    base = sum((item.weight for item in scheme.items if item.kind not in OUTSIDE), Decimal(0))
    if base != scheme.total:
        yield f"各项满分相加为 {base} 分，与 total {scheme.total} 分不符（加分、减分项不计）。"
    if not 0 <= scheme.least_share <= 1:
        yield "least_share 应在 0 和 1 之间。"
    if not scheme.bands or scheme.bands[-1].at_least > 0:
        yield "bands 应从高到低排列，最后一档的 at_least 为 0。"
    if [band.at_least for band in scheme.bands] != sorted((band.at_least for band in scheme.bands), reverse=True):
        yield "bands 没有从高到低排列。"
    listed = [kind for group in scheme.groups for kind in group.kinds]
    yield from (f"单位类别“{kind}”不存在，可用：{'、'.join(sorted(kinds))}。" for kind in listed if kind not in kinds)
    yield from (f"单位类别“{kind}”同时列入两个组。" for kind, n in Counter(listed).items() if n > 1)
    yield from (
        f"tie_breakers 中的“{code}”不是项目代码。" for code in scheme.tie_breakers if code not in scheme.by_code
    )
    for item in scheme.items:
        yield from (f"项目“{item.code}”：{said}" for said in _item_problems(item, indicators))


def _item_problems(item: Item, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    if item.weight <= 0:
        yield "weight 应大于 0。"
    if (item.kind == "manual") != (not item.terms):
        yield "manual 项不写 terms，其他各类都要写。"
    if item.kind in _ONE_TERM and len(item.terms) > 1:
        yield f"{item.kind} 只能依据一个指标。"
    if item.kind == "rate" and item.full_at == item.zero_at:
        yield "full_at 与 zero_at 相同，无法按比例计分。"
    if (item.kind == "steps") != bool(item.steps):
        yield "steps 只用于 steps 类的项目，且不能为空。"
    if any(not 0 <= step.points <= item.weight for step in item.steps):
        yield f"各档得分应在 0 和满分 {item.weight} 之间。"
    for term in item.terms:
        yield from _term_problems(item, term, indicators.get(term.indicator))


def _term_problems(item: Item, term: Term, indicator: Indicator | None) -> Iterator[str]:
    if indicator is None:
        yield f"没有指标“{term.indicator}”。"
        return
    sources = [pair[0] for pair in indicator.pairs]
    if term.source is not None and term.source not in sources:
        yield f"指标“{term.indicator}”没有来源 {term.source}，可用：{'、'.join(sources)}。"
    if (item.kind in _BY_EVENT) != (term.each is not None):
        yield "each 只用于 deduct、bonus、penalty 类的项目，且必须写。"
    if term.each is not None and term.each <= 0:
        yield "each 应大于 0。"
    if item.kind == "met" and indicator.operator is None:
        yield f"指标“{term.indicator}”没有要求，不能用 met。"
    if item.kind in _BY_EVENT and term.events == "numerator" and indicator.unit not in ("count", "ratio"):
        yield f"指标“{term.indicator}”不是件数、次数，不能按件计分。"
    if term.events == "shortfall" and (indicator.unit != "ratio" or term.over == "year"):
        yield f"指标“{term.indicator}”按差额计分（shortfall）须是当季的比率。"


def rule_text(item: Item, indicators: Mapping[str, Indicator], words: RuleWords) -> str:
    """An item's rule in one clause, as the unit scored reads it."""
    weight = plain(item.weight)
    if item.kind == "steps":
        steps = (
            words.step.format(bound=f"{_SIGNS[s.operator]}{_bound(s.value, item, indicators)}", points=plain(s.points))
            for s in item.steps
        )
        return "".join((*steps, words.no_step))
    if item.kind == "rate" and not (item.full_at == 1 and item.zero_at == 0):
        ends = {"full_at": _bound(item.full_at, item, indicators), "zero_at": _bound(item.zero_at, item, indicators)}
        return words.scaled_rate.format(weight=weight, **ends)
    sentence: str = getattr(words, item.kind)
    return sentence.format(weight=weight)


def _bound(value: Decimal, item: Item, indicators: Mapping[str, Indicator]) -> str:
    return f"{plain(value * 100)}%" if indicators[item.terms[0].indicator].unit == "ratio" else plain(value)


def plain(value: Decimal) -> str:
    """A figure without the zeros of its scale."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


_SIGNS: Mapping[str, str] = {">=": "≥", "<=": "≤", "=": "＝"}
