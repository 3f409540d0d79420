"""One grammar for numbers as people write them (numbers.yaml): full-width, `1,234`, `12件`, a dash or 无 for zero."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from transforms.grid import Flaw, Raw, written_text
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.declared import NumberGrammar

State = Literal["number", "zero", "blank", "invalid", "formula_without_value", "error_value"]
Unit = str
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_NUMBER = re.compile(r"[-\u2212]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?", re.ASCII)
_SCALE = Decimal("0.000001")
_LONGEST = 40
_USUAL = 1_000


class Reading(NamedTuple):
    """What a cell says: its state, its value where it has one (at most 6 decimals), and the text as written."""

    state: State
    value: Decimal | None
    text: str


BLANK = Reading("blank", None, "")
Reader = Callable[[Raw, Unit], Reading]


def number_reader(grammar: NumberGrammar) -> Reader:
    """The function that reads one cell's content, given the unit that the cell is counted in (`件`, `万元`, `元`)."""

    @lru_cache(maxsize=1 << 14, typed=True)
    def read_any(raw: Raw, unit: Unit) -> Reading:
        if isinstance(raw, str):
            return _read_text(raw, unit, grammar)
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return _read_float(raw, grammar)
        return Reading("invalid", None, written_text(raw))

    usual = {float(count): _read_float(count, grammar) for count in range(_USUAL)}

    def read_number(raw: Raw, unit: Unit) -> Reading:
        if raw == "":
            return BLANK
        known = usual.get(raw) if type(raw) is float else None
        return known or read_any(raw, unit)

    return read_number


def reader_of(catalog: Catalog) -> Reader:
    """The number reader of a catalogue, built once."""
    if catalog.fingerprint not in _READERS:
        _READERS[catalog.fingerprint] = number_reader(catalog.numbers)
    return _READERS[catalog.fingerprint]


_READERS: dict[str, Reader] = {}


def flawed(flaw: Flaw) -> Reading:
    """The reading of a cell that has no value although it isn't blank."""
    return Reading(flaw.state, None, flaw.text)


def _read_float(raw: float, grammar: NumberGrammar) -> Reading:
    """`repr` is the shortest decimal that gives the same float: what was typed comes out as it was typed."""
    if not math.isfinite(raw) or abs(raw) > grammar.largest:
        return Reading("invalid", None, written_text(raw))
    value = Decimal(int(raw)) if raw == int(raw) else Decimal(repr(raw)).quantize(_SCALE).normalize()
    return Reading("number", value, f"{value:f}")


def _read_text(raw: str, unit: Unit, grammar: NumberGrammar) -> Reading:
    text = unicodedata.normalize("NFKC", raw.translate(_INVISIBLE)).strip()
    if not text:
        return Reading("blank", None, raw)
    if text.upper() in grammar.error_values:
        return Reading("error_value", None, raw)
    value = _value(_without_suffix(text, unit, grammar))
    if value is not None and not _is_raised(raw) and abs(value) <= grammar.largest:
        return Reading("number", value.quantize(_SCALE).normalize() if value % 1 else Decimal(int(value)), raw)
    return Reading("zero", Decimal(0), raw) if _is_placeholder(raw, text, grammar) else Reading("invalid", None, raw)


def _is_placeholder(raw: str, text: str, grammar: NumberGrammar) -> bool:
    return text in grammar.zero_placeholders or raw.strip() in grammar.zero_placeholders


def _is_raised(raw: str) -> bool:
    """NFKC makes `12²` and `①` plain digits, which nobody meant as figures."""
    return any(unicodedata.category(letter) == "No" for letter in raw)


def _without_suffix(text: str, unit: Unit, grammar: NumberGrammar) -> str:
    suffixes = {"万元": grammar.money_suffixes, "元": grammar.yuan_suffixes}.get(unit, grammar.suffixes)
    for suffix in sorted(suffixes, key=len, reverse=True):
        if text.endswith(suffix):
            return text.removesuffix(suffix).rstrip()
    return text


def _value(text: str) -> Decimal | None:
    """The decimal that the text is; None for anything else. Groups of thousands have to be exact."""
    if len(text) > _LONGEST or _NUMBER.fullmatch(text) is None:
        return None
    return Decimal(text.replace(",", "").replace("\u2212", "-"))
