"""Which texts of a workbook say something to one of the functions that read sheets. Of any other, such as the line with the unit's own
name below a title, it matters only that it stands there, and which years it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from transforms.cover import names_of
from transforms.labels import lexicon_of
from transforms.numbers import reader_of
from transforms.page import LONGEST_PART
from transforms.personal import may_hold_numbers
from transforms.tasks.table import heading_key
from warehouse.catalog.catalog import Catalog

_YEAR = re.compile(r"20\d{2}")
_FOLDED = ("本期", "上期")  # by these words, as wordings.csv folds them, tables of two years are told apart
_MOST, _LONGEST = 4_000, 200


class Shapes(dict[str | None, object]):
    """The shapes of texts, of the last ones that were met: to look one up costs less than to ask."""

    def __init__(self, shape: Callable[[str], object]) -> None:
        super().__init__({None: None, "": ""})
        self._shape = shape

    def __missing__(self, text: str) -> object:
        if len(text) > _LONGEST:
            return text
        if len(self) > _MOST:
            self.clear()
            self.update({None: None, "": ""})
        return self.setdefault(text, self._shape(text))


def shapes_of(catalog: Catalog) -> Shapes:
    """What of a text makes a difference: a text that says nothing to anybody is only its years. Built once a catalogue."""
    if catalog.fingerprint not in _BUILT:
        _BUILT[catalog.fingerprint] = _build(catalog)
    return _BUILT[catalog.fingerprint]


_BUILT: dict[str, Shapes] = {}


def _build(catalog: Catalog) -> Shapes:
    lexicon, names, read = lexicon_of(catalog), names_of(catalog), reader_of(catalog)
    headings = {heading_key(text) for text in _headings(catalog)}

    def shape(text: str) -> object:
        key = lexicon.key(text)
        if (
            len(text) <= LONGEST_PART  # may be a part of a word that was split over several cells
            or key in ("", *_FOLDED)
            or lexicon.senses(text)
            or names(text)
            or heading_key(text) in headings
            or may_hold_numbers(text)
            or read(text, "件").state != "invalid"
        ):
            return text
        return tuple(_YEAR.findall(text))

    return Shapes(shape)


def _headings(catalog: Catalog) -> Iterator[str]:
    """Every heading by which a table of tasks, measures, documents, notes or persons is found."""
    words, tasks, personal = catalog.indicators.words, catalog.tasks, catalog.templates.personal
    for columns in (
        *(tasks.task_sheet.columns, tasks.figure_sheet.columns),
        *(words.metric_sheet.columns, words.filing_sheet.columns, catalog.workbook.notes),
    ):
        yield from columns.model_dump().values()
    yield from (*personal.persons, *personal.details)
