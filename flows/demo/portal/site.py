"""The invented portal of the example district: what it shows on a day, made from the same works that its units report on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flows.demo.portal.pages import item_page, list_pages, list_row, page, table
from flows.demo.portal.report_page import report_page
from flows.demo.portal.script import PortalPart
from flows.demo.portal.server import Served
from flows.demo.works import Board, Document, Works, months_of
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register, Unit

Pages = dict[str, Served]
_JSON, _PLAIN = "application/json; charset=utf-8", "text/plain; charset=utf-8"
_ROBOTS = "User-agent: *\nDisallow: /admin/\n"
_AMENDED = "公布后又补充了有关说明。"
_COLUMNS = {"policy_documents": "zcwj", "interpretations": "zcjd"}


@dataclass(frozen=True, slots=True)
class PortalSite:
    """Everything that the portal comes to hold. `evidence` are the addresses that units name as evidence."""

    works: Works
    register: Register
    catalog: Catalog
    part: PortalPart
    documents: tuple[tuple[Unit, Document], ...]
    evidence: frozenset[str]

    @classmethod
    def of(
        cls, works: Works, register: Register, catalog: Catalog, part: PortalPart, evidence: Collection[str]
    ) -> PortalSite:
        """The portal that shows the year's works."""
        quarters = Period(part.year).quarters
        found = [
            (unit, one) for quarter in quarters for unit in register.units for one in works.documents(unit, quarter)
        ]
        found.sort(key=lambda pair: (pair[1].published_on, pair[1].path), reverse=True)
        shown = tuple((unit, one) for unit, one in found if one.openness == "active")
        return cls(works, register, catalog, part, shown, frozenset(evidence))

    def on(self, day: date, emptied: Collection[str] = ()) -> Pages:
        """Path and answer of every page on a day; the columns in `emptied` have lost all their rows."""
        pages: Pages = {"/robots.txt": Served(_ROBOTS.encode(), _PLAIN)}
        pages |= self._columns(day, {_COLUMNS[code] for code in emptied})
        pages |= {path: Served(content) for path, content in self._items(day)}
        pages["/hdjl/lyb/tj.html"] = Served(self._board(day))
        pages["/api/wztj.json"] = Served(self._statistics(day), _JSON)
        pages |= {path: Served(content) for path, content in self._reports(day)}
        return pages | self._evidence(day)

    def _columns(self, day: date, emptied: Collection[str]) -> Pages:
        rows = {
            "zcwj": [_document_row(unit, one) for unit, one in self.documents if one.published_on <= day],
            "zcjd": [_explanation_row(unit, one) for unit, one in self._explained(day)],
        }
        titles = {"zcwj": "政策文件", "zcjd": "政策解读"}
        return {
            f"/zwgk/{column}/{'index' if number == 0 else f'index_{number}'}.html": Served(content)
            for column, found in rows.items()
            for number, content in enumerate(list_pages(titles[column], [] if column in emptied else found))
        }

    def _explained(self, day: date) -> Iterator[tuple[Unit, Document]]:
        missing = {(one.unit, Period.parse(one.period)) for one in self.part.unexplained}
        for unit, one in self.documents:
            is_missing = one.is_normative and (unit.code, Period.quarter_of(one.published_on)) in missing
            if one.interpreted_on is not None and one.interpreted_on <= day and not is_missing:
                yield unit, one

    def _items(self, day: date) -> Iterator[tuple[str, bytes]]:
        for unit, one in self.documents:
            if one.published_on <= day:
                told = [("发文字号", one.number), ("发布机构", unit.name), ("发布日期", str(one.published_on))]
                yield f"/zwgk/zcwj/{one.path}", item_page(one.title, told, "（文件正文略）")
            if one.online_on is not None and one.online_on <= day:
                yield f"/zwgk/yblt/{one.path}", item_page(f"{one.title}：在线办理", [("主办", unit.name)], "申报入口")
        for unit, one in self._explained(day):
            told = [("发布机构", unit.name), ("解读文件", one.number)]
            yield f"/zwgk/zcjd/{one.path}", item_page(_explanation_title(one), told, "（解读正文略）")

    def _board(self, day: date) -> bytes:
        rows: list[tuple[object, ...]] = [("单位", "月份", "留言数", "答复数", "按时答复数")]
        for unit, month in self._months(day):
            one = self._counted(unit, month)
            rows.append((unit.name, f"{month:%Y-%m}", one.received, one.answered, one.in_time))
        return page("政策留言板月度统计", table(rows))

    def _counted(self, unit: Unit, month: date) -> Board:
        own = self.works.board(unit, month)
        late = sum(one.late for one in self.part.late_replies if (one.unit, one.month) == (unit.code, month))
        return Board(own.received, own.answered, max(own.in_time - late, 0))

    def _statistics(self, day: date) -> bytes:
        rows = []
        for unit, month in self._months(day):
            items, views = self.works.site(unit, month)
            rows.append({"dept": unit.name, "month": f"{month:%Y-%m}", "items": items, "views": views})
        return json.dumps({"code": 0, "data": {"total": len(rows), "list": rows}}, ensure_ascii=False).encode()

    def _months(self, day: date) -> Iterator[tuple[Unit, date]]:
        """The months that are over, of every unit that was there."""
        for quarter in Period(self.part.year).quarters:
            for month in months_of(quarter):
                if (month.year, month.month) < (day.year, day.month):
                    yield from ((unit, month) for unit in self.register.reporting(quarter))

    def _reports(self, day: date) -> Iterator[tuple[str, bytes]]:
        year = Period(self.part.year)
        edition = self.catalog.edition(self.catalog.form(year.form_code).edition)
        for one in self.part.reports:
            if one.published_on <= day:
                own = self.works.district.of(one.unit, year)
                figures = {**own, **{code: own[code] + more for code, more in one.edits.items()}}
                note = _AMENDED if one.amended_on is not None and one.amended_on <= day else ""
                unit = self.register.by_code[one.unit]
                content = report_page(unit, year, figures, edition, one.published_on, note)
                yield f"/zwgk/nb/{year.year}/{one.unit}.html", content

    def _evidence(self, day: date) -> Pages:
        broken = {f"/zwgk/{b.unit}/{b.period}.html" for b in self.part.broken if b.first <= day <= b.last}
        paths = sorted(urlsplit(address).path for address in self.evidence)
        content = page("工作要点落实情况", "<p>本季度落实情况和有关材料。</p>")
        return {path: Served(content, status=502 if path in broken else 200) for path in paths}


def _document_row(unit: Unit, one: Document) -> str:
    told = {"number": one.number, "unit": unit.name, "date": str(one.published_on)}
    return list_row(one.title, f"/zwgk/zcwj/{one.path}", **told)


def _explanation_row(unit: Unit, one: Document) -> str:
    row = list_row(_explanation_title(one), f"/zwgk/zcjd/{one.path}", unit=unit.name, date=str(one.interpreted_on))
    return row.replace("</li>", f'<a class="related" href="/zwgk/zcwj/{one.path}">相关文件</a></li>')


def _explanation_title(one: Document) -> str:
    return f"《{one.title}》政策解读"
