"""What stands before the first chapter: title, document number, date of issue, year, whose document it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from transforms.keypoints.flow import Flow
from warehouse.catalog.keypoint_words import HeadWords, KeypointWords

_FIRST = 6000
_NOTICE_NEAR = 200  # letters between a document number and its notice, with addressees and letterhead
_MOST_TITLE_LINES = 6
_SHORT_OFFICE = 2


@dataclass(frozen=True, slots=True)
class Head:
    """What the document says of itself; None where it does not."""

    title: str | None = None
    notice_title: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    year: int | None = None
    jurisdiction: str | None = None


def read_head(flow: Flow, first_mark: int, end: int, words: KeypointWords) -> Head:
    """`first_mark` is where the first chapter begins, `end` where the text ends and signatures begin."""
    head, tail = min(first_mark, _FIRST), flow.folded[end:]
    plain, own = flow.folded[:head], words.head
    notice = own.notice.search(plain)
    title = _title(flow, head, own)
    number = _document_number(flow, head, own)
    issued_on = _issued_on(flow, head, tail, words)
    year = _year(title, number, notice[0] if notice else "", issued_on, own)
    notice_title = _from_line(flow, notice) if notice else None
    jurisdiction = _jurisdiction(title or "", notice_title or "", plain, own)
    return Head(title, notice_title, number, issued_on, year, jurisdiction)


def read_other_documents(flow: Flow, words: KeypointWords) -> list[str]:
    """Sentences on documents behind the first: a number on a line of its own, with a notice near it, begins one."""
    numbers: dict[str, str] = {}
    for start in flow.starts:
        number = flow.folded[start : flow.line_end(start)]
        if words.head.document_number.fullmatch(number) and words.head.notice.search(
            flow.folded, max(0, start - _NOTICE_NEAR), start + _NOTICE_NEAR
        ):
            numbers.setdefault(number, flow.place(start))
    return [
        f"文件里不止一份公文：{place}又有文号“{number}”。请把每份公文存成单独的文件，再分别读入。"
        for number, place in list(numbers.items())[1:]
    ]


def _title(flow: Flow, head: int, words: HeadWords) -> str | None:
    """The last line or lines before the text that are a title; else the one quoted in the notice, or told in a sentence."""
    plain = flow.folded[:head]
    starts = [start for start in flow.starts if start < head]
    for at in range(len(starts) - 1, -1, -1):
        stop = min(flow.line_end(starts[at]), head)
        lines = [plain[start:stop] for start in starts[max(0, at - _MOST_TITLE_LINES) : at + 1]][::-1]
        titles = [line for line in lines if words.title.match(line)]
        if titles:
            dated = (line for line in titles if words.year.search(line))
            return flow.text[stop - len(next(dated, titles[0])) : stop]
    for pattern in (words.quoted_title, words.loose_title):
        if found := pattern.search(plain):
            return flow.text[found.start(1) : found.end(1)] if pattern.groups else found[0]
    return None


def _from_line(flow: Flow, found: re.Match[str]) -> str:
    """A notice's title from the beginning of a line on: what stands before it is the letterhead."""
    begin = next((start for start in flow.starts if found.start() <= start < found.end()), found.start())
    begin = max((start for start in flow.starts if found.start() <= start < found.start("about")), default=begin)
    return flow.text[begin : found.end()]


def _document_number(flow: Flow, head: int, words: HeadWords) -> str | None:
    """`宝府办〔2025〕9号`: the first that stands by itself, else none: others are cited."""
    for found in words.document_number.finditer(flow.folded[:head]):
        at = found.start("year") - 1
        starts = [start for start in flow.starts if at - words.longest_office <= start < at]
        offices = [flow.folded[start:at] for start in reversed(starts)]
        fitting = [one for one in offices if len(one) > 1 and not words.no_office.search(one) and one.isalpha()]
        if fitting:
            office = next((one for one in fitting if len(one) > _SHORT_OFFICE), fitting[0])
            return f"{office}〔{found['year']}〕{int(found['n'])}号"
    found_any = next(words.document_number.finditer(flow.folded[:head]), None)
    return _told_number(found_any, words)


def _told_number(found: re.Match[str] | None, words: HeadWords) -> str | None:
    """A number behind a label in one line, `发文字号:宝府办〔2025〕9号`."""
    if found is None:
        return None
    office = words.no_office.split(found["office"])[-1]
    return f"{office}〔{found['year']}〕{int(found['n'])}号" if len(office) > 1 else None


def _issued_on(flow: Flow, head: int, tail: str, words: KeypointWords) -> date | None:
    """The date under the notice; else that under the text, that of printing, that which the page gives."""
    for area in (flow.folded[:head], tail):
        days = [day for day, is_alone in _dates(area, words) if is_alone]
        if days:
            return days[-1]
    for area in (tail, flow.folded[:head]):
        days = [day for day, _ in _dates(area, words)]
        if days:
            return days[-1]
    told = words.head.dated.search(flow.folded[:head])
    return _date(told.groupdict(), words) if told else None


def _dates(area: str, words: KeypointWords) -> Iterator[tuple[date, bool]]:
    for found in words.head.date.finditer(area):
        day = _date(found.groupdict(), words)
        if day is not None:
            yield day, found["printed"] is None


def _date(said: dict[str, str | None], words: KeypointWords) -> date | None:
    year, month, day = (said[part] or "" for part in ("year", "month", "day"))
    for zero in words.head.zeros:
        year = year.replace(zero, "0")
    digits = "".join(str(words.numerals.get(digit, digit)) for digit in year)
    try:
        return date(int(digits), words.number(month), words.number(day))
    except (ValueError, KeyError):
        return None


def _year(title: str | None, number: str | None, notice: str, issued_on: date | None, words: HeadWords) -> int | None:
    for text in (title or "", notice):
        if found := words.year.search(text):
            return int(found[1])
    if number is not None:
        return int(number.partition("〔")[2][:4])
    return None if issued_on is None else issued_on.year


def _jurisdiction(title: str, notice: str, plain: str, words: HeadWords) -> str | None:
    """The last place in the name before 政务公开, or before 人民政府 where the title names none."""
    bare = words.year.sub("", title)
    tries = ((words.place_of_title, bare), (words.place_of_office, notice), (words.place_of_office, plain))
    for pattern, text in tries:
        for found in pattern.finditer(text):
            places = words.place.findall(found["place"])
            if places:
                return str(places[-1])
    return None
