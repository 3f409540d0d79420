"""What units send: for each delivery of the story the bytes and the name of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flows.demo.books import Sheet, open_book, save_xls, save_xlsx
from flows.demo.figures import District, Figures, draw_district
from flows.demo.flaws import FLAWS, edited, miscounted
from flows.demo.handwriting import Hand
from flows.demo.metrics import Metrics, answered_otherwise, unanswered_metrics
from flows.demo.pasted import Paste, paste_tables
from flows.demo.progress import Progress, answered, load_pace, unanswered
from flows.demo.saved_file import overwrite
from flows.demo.script import Delivery, MetricEdit, Script, Way
from flows.demo.works import Works
from reports.template.metrics import OwnMetrics
from reports.template.tasks import OwnTask
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Edition
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register, Unit
from warehouse.workspace import Workspace

Tasks = tuple[OwnTask, ...]
_NOTHING: Mapping[str, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a unit fills in: figures, answers on tasks, and what it says otherwise than is so in the sheets of metrics."""

    figures: Figures
    tasks: Tasks
    metrics: MetricEdit


@dataclass(frozen=True, slots=True)
class Senders:
    """All units of the district with their true figures."""

    catalog: Catalog
    register: Register
    district: District
    tasks: Mapping[Period, Mapping[str, Tasks]]
    metrics: Metrics
    metrics_since: Period

    def content(self, delivery: Delivery, way: Way) -> bytes:
        """The file of one delivery; the same delivery is always the same bytes."""
        unit, period = self.register.by_code[delivery.unit], Period.parse(delivery.period)
        figures = self._figures(unit, period)
        if delivery.is_miscounted:
            figures = miscounted(self.catalog, figures)
        filled = Filled(
            edited(figures, delivery.edits),
            answered(self.tasks.get(period, {}).get(unit.code, ()), delivery.answers),
            delivery.metrics,
        )
        content = self._book(unit, period, way, filled)
        if delivery.flaw is not None:
            content = FLAWS[delivery.flaw](content)
        return content

    def _book(self, unit: Unit, period: Period, way: Way, filled: Filled) -> bytes:
        if way.book == "pasted":
            return _saved(paste_tables(self._edition(period), filled.figures, _paste(way)), way)
        if way.book == "previous":
            return self._previous_template(unit, period, filled)
        content = self._template(unit, period, way, filled)
        return content if way.saved_as == "xlsx" else _saved(open_book(content), way)

    def _template(self, unit: Unit, period: Period, way: Way, filled: Filled) -> bytes:
        """Our template as the unit fills it: blank but for the openings it came with, or with nothing in the tables but 零报送."""
        opening = {
            cell.code: filled.figures[cell.code] for cell in self._edition(period).cells if cell.aggregation == "first"
        }
        order = TemplateOrder(
            unit_code=unit.code,
            unit_name=unit.name,
            period=period,
            opening=opening,
            values=filled.figures if way.book in {"template", "previous"} else _NOTHING,
            tasks=filled.tasks if way.book != "blank" else unanswered(filled.tasks),
            metrics=self._metrics(unit, period, way, filled),
            is_nil=way.book == "nil",
            filled_by="经办人",
            approved_by="负责人",
        )
        return write_template(order, self.catalog)

    def _metrics(self, unit: Unit, period: Period, way: Way, filled: Filled) -> OwnMetrics | None:
        """What the unit is asked for beside the tables, from the quarter on in which the office began to ask."""
        if period.is_year or period.start < self.metrics_since.start:
            return None
        own = self.metrics.of(unit, self._last_told(unit, period))
        return unanswered_metrics(own) if way.book == "blank" else answered_otherwise(own, filled.metrics)

    def _previous_template(self, unit: Unit, period: Period, filled: Filled) -> bytes:
        """The quarter before's template used again: the cover is changed by hand, the hidden stamp is not."""
        content = self._template(unit, period.previous, Way(book="previous"), filled)
        words = self.catalog.workbook
        cover = next(sheet for sheet in open_book(content) if sheet.name == words.sheets.cover)
        row, column = next(place for place, value in cover.cells.items() if value == words.cover.period)
        return overwrite(content, cover.name, f"{chr(ord('A') + column + 1)}{row + 1}", period.label)

    def _figures(self, unit: Unit, period: Period) -> Figures:
        return self.district.of(unit.code, self._last_told(unit, period))

    def _last_told(self, unit: Unit, period: Period) -> Period:
        """The period itself; a unit that no longer exists sends its last figures once more."""
        while (unit.code, period) not in self.district.figures:
            period = period.previous
        return period

    def _edition(self, period: Period) -> Edition:
        return self.catalog.edition(self.catalog.form(period.form_code).edition)


def _saved(sheets: list[Sheet], way: Way) -> bytes:
    return save_xls(sheets) if way.saved_as == "xls" else save_xlsx(sheets)


def _paste(way: Way) -> Paste:
    hand = Hand(digits=way.digits, has_unit=way.has_unit, zero=way.zero)
    return Paste(wording=way.wording, hand=hand, origin=way.origin, is_one_sheet=way.sheets == "one")


def file_name(delivery: Delivery, way: Way, register: Register) -> str:
    """What the unit calls the file."""
    unit, period = register.by_code[delivery.unit], Period.parse(delivery.period)
    named = delivery.named or way.named
    return named.format(code=period, name=unit.name, alias=unit.aliases[0], period=period.label)


def open_senders(workspace: Workspace, script: Script) -> Senders:
    """The units of the story with everything that they know."""
    first, last = Period.parse(script.first), Period.parse(script.last)
    district = draw_district(workspace.catalog, workspace.register, first, last)
    assigned = {script.keypoints.profile: {(one.task, one.body): one.units for one in script.keypoints.assignments}}
    progress = Progress(workspace, assigned, load_pace())
    quarters = (Period.parse(act.period) for act in script.acts)
    tasks = {quarter: progress.of(quarter) for quarter in quarters if not quarter.is_year}
    works = Works.of(district, WorkingCalendar.read(workspace.calendar))
    metrics = Metrics(workspace.catalog, works, script.portal.address)
    since = Period.parse(script.settings["metrics_since"])
    return Senders(workspace.catalog, workspace.register, district, tasks, metrics, since)
