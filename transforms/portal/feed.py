"""A whole answer of a source, all its pages, to items or figures, or to the reason why it is not believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from transforms.numbers import reader_of
from transforms.portal.answer import Answer, DamageError, Row
from transforms.portal.figures import Figure, FigureReader
from transforms.portal.items import Item, ItemReader
from transforms.portal.paging import Pager, announced_pages, announced_total, is_before_since
from transforms.portal.rows import read_rows
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.portal import Expect, Source

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a source's answer holds; `rows` counts its rows, `flawed` those that lack a value although so many may."""

    rows: int
    items: tuple[Item, ...] = ()
    figures: tuple[Figure, ...] = ()
    flawed: int = 0


def read_feed(
    source: Source, answers: Sequence[Answer], catalog: Catalog, day: date, details: Sequence[tuple[str, Answer]] = ()
) -> FeedReading:
    """Reads pages that came on `day`; `details` are items' own pages by the items' addresses.

    Raises DamageError where the answers are not to be believed, whatever they hold.
    """
    words = catalog.portal
    pages = [read_rows(source, answer, words) for answer in answers]
    _refuse_incomplete(source, answers, pages, catalog)
    found: list[Item | Figure] = []
    flaws: list[DamageError] = []
    items = ItemReader(source, words, day, dict(details))
    for one in _read(items, answers, pages, catalog):
        if isinstance(one, DamageError):
            flaws.append(one)
        else:
            found.append(one)
    rows = sum(map(len, pages))
    if flaws and len(flaws) > rows * source.expect.flawed_share:
        raise flaws[0]
    if rows < source.expect.fewest:
        raise DamageError("EMPTY", actual=rows, expected=source.expect.fewest)
    latest = {one.url: one for one in reversed(found) if isinstance(one, Item)}
    figures = tuple(one for one in found if isinstance(one, Figure))
    _refuse_contradiction(figures)
    return FeedReading(rows, tuple(reversed(latest.values())), figures, len(flaws))


def refuse_drop(expect: Expect, rows: int, before: tuple[int, date] | None) -> None:
    """Raises DamageError where there are suddenly far fewer rows than in the last good answer, its count and day."""
    if before is None or (expect.compare_from is not None and before[1] < expect.compare_from):
        return
    if rows < before[0] * expect.drop_share:
        share = f"{Decimal(expect.drop_share * _HUNDRED).normalize():f}%"
        raise DamageError("DROP", actual=rows, before=before[0], share=share)


def _read(
    items: ItemReader, answers: Sequence[Answer], pages: Sequence[Sequence[Row]], catalog: Catalog
) -> Iterator[Item | Figure | DamageError]:
    figures = FigureReader(items.source, catalog.portal, reader_of(catalog))
    for answer, rows in zip(answers, pages, strict=True):
        if items.source.items is not None:
            yield from items.read(answer, rows)
        else:
            yield from figures.read(answer.number, rows)


def _refuse_incomplete(
    source: Source, answers: Sequence[Answer], pages: Sequence[Sequence[Row]], catalog: Catalog
) -> None:
    """Raises DamageError where the source says that there is more than what came."""
    if is_before_since(source, pages[-1], catalog.portal):
        return
    total, rows = announced_total(source, answers), sum(map(len, pages))
    if total is not None and rows < total:
        raise DamageError("INCOMPLETE", expected=f"{total} 条", actual=f"{rows} 条")
    count = announced_pages(source, answers[0])
    if count is not None and len(answers) < count:
        raise DamageError("INCOMPLETE", expected=f"{count} 页", actual=f"{len(answers)} 页")
    pager = Pager(source, catalog.portal)
    is_open = [pager.after(answer) for answer in answers][-1] is not None
    if is_open and len(answers) >= source.terms.most_pages:
        said = f"超过 {source.terms.most_pages} 页（上限见来源文件的 terms.most_pages）"
        raise DamageError("INCOMPLETE", expected=said, actual=f"{len(answers)} 页")


def _refuse_contradiction(figures: Sequence[Figure]) -> None:
    """Raises DamageError where an answer gives one figure twice, differently."""
    held: dict[tuple[str, str | None, str], Figure] = {}
    for one in figures:
        former = held.setdefault((one.metric_code, one.unit_text, one.period), one)
        if former.value != one.value:
            said = f"与{former.place}的“{former.text}”不一致"
            raise DamageError("VALUE", place=one.place, field=one.metric_code, value=one.text, detail=said)
