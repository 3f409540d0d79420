"""Figures that a sentence ties to the statutory tables, and what it says about them: percentages, year on year, 均获维持."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from transforms.claims.sentences import Claim, Sentence, year_at
from warehouse.catalog.claims import ClaimWords, Subject, decimal

_CLOSED = re.compile(r"（[^（）]*）")
_DIGIT = re.compile(r"\d")
_WAN = {"亿元": Decimal(10000), "万元": Decimal(1), "元": Decimal("0.0001")}
_YUAN = {"亿元": Decimal(100000000), "万元": Decimal(10000), "元": Decimal(1)}


def read_figures(words: ClaimWords, sentence: Sentence) -> list[Claim]:
    """The figures of a sentence in the order of the text; where two subjects fit one figure, the one declared first has it."""
    claims: list[Claim] = []
    for subject in words.subjects:
        if _fits(words, subject, sentence):
            for claim in _found(words, subject, sentence, claims):
                if claim.start == claim.end or not any(claim.start == known.start for known in claims):
                    claims.append(claim)
    return sorted(claims, key=lambda claim: claim.start)


def _fits(words: ClaimWords, subject: Subject, sentence: Sentence) -> bool:
    wanted = ((subject.context, sentence.around), (subject.near, f"{sentence.ahead}。{sentence.text}"))
    if any(pattern is not None and not words.pattern(pattern).search(text) for pattern, text in wanted):
        return False
    return subject.unless is None or words.pattern(subject.unless).search(sentence.text) is None


def _found(words: ClaimWords, subject: Subject, sentence: Sentence, known: list[Claim]) -> Iterator[Claim]:
    for loose, patterns in ((False, subject.patterns), (True, subject.loose)):
        for pattern in patterns:
            for match in words.pattern(pattern).finditer(sentence.text):
                if _stands(words, subject, sentence, match, known):
                    yield _figure(words, subject, sentence, match, loose)
    for pattern in subject.zeros:
        for match in words.pattern(pattern).finditer(sentence.text):
            if _stands(words, subject, sentence, match, known):
                yield _zero(words, subject, sentence, match)


def _stands(words: ClaimWords, subject: Subject, sentence: Sentence, match: re.Match[str], known: list[Claim]) -> bool:
    """Whether nothing before the figure makes it one of another period, of a part of the units, or of another case."""
    ahead = sentence.text[: match.start()]
    digits = [found.end() for found in _DIGIT.finditer(ahead)]
    zone = sentence.text[(digits[-1] if digits else 0) : match.end()]
    if sentence.body:
        zone = zone.replace(sentence.body, "")
    zone = words.pattern(words.own).sub("", zone)
    if subject.unless_before is not None and words.pattern(subject.unless_before).search(zone):
        return False
    if words.pattern(words.elsewhere).search(sentence.text[: match.end()]):
        return False
    if match.groupdict().get("next_year") is not None:
        return sentence.report_year is not None and int(match["next_year"]) == sentence.report_year + 1
    return subject.outcome_of is None or _case(words, ahead, known) == subject.outcome_of


def _case(words: ClaimWords, ahead: str, known: list[Claim]) -> str | None:
    """Which dispute the outcomes after `ahead` belong to: the last one told, those in closed brackets aside."""
    aside = [match.span() for match in _CLOSED.finditer(ahead)]
    bases = {subject.outcome_of for subject in words.subjects}
    told = [
        claim
        for claim in known
        if claim.subject in bases
        and claim.start < len(ahead)
        and not any(start <= claim.start < end for start, end in aside)
    ]
    return max(told, key=lambda claim: claim.start).subject if told else None


def _figure(words: ClaimWords, subject: Subject, sentence: Sentence, match: re.Match[str], loose: bool) -> Claim:
    unit = match["unit"] if "unit" in match.re.groupindex else "件"
    value, tolerance = _measured(subject, decimal(match["n"]), unit)
    unclear = subject.unclear is not None and words.pattern(subject.unclear).search(sentence.text)
    return Claim(
        kind="ambiguous" if unclear else "figure",
        subject=subject.code,
        text=sentence.shown(match.start(), match.end()),
        start=match.start("n"),
        end=match.end(),
        value=value,
        unit=unit,
        year=year_at(words, sentence, match.start("n")),
        tolerance=tolerance,
        is_loose=loose,
    )


def _measured(subject: Subject, value: Decimal, unit: str) -> tuple[Decimal, Decimal]:
    """Money in 万元 where the table counts it so, else in 元; within one unit of the last digit printed."""
    if unit not in _WAN:
        return value, Decimal(0)
    scale = (_WAN if subject.figures or subject.cells else _YUAN)[unit]
    return value * scale, last_digit(value) * scale


def last_digit(value: Decimal) -> Decimal:
    """One unit of the last digit printed: 0.01 of 42.86."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _zero(words: ClaimWords, subject: Subject, sentence: Sentence, match: re.Match[str]) -> Claim:
    return Claim(
        kind="figure",
        subject=subject.code,
        text=sentence.shown(match.start(), match.end()),
        start=match.end(),
        end=match.end(),
        value=Decimal(0),
        year=year_at(words, sentence, match.start()),
        tolerance=Decimal(0),
    )
