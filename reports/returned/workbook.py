"""The unit's own workbook as it goes back: content untouched, faulty cells coloured and commented, the list of problems in front."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reports.narrative.paper import clean_text
from reports.returned.book import BookXml, quoted_sheet
from reports.returned.comments import Comments
from reports.returned.finding import Returned, ReturnedFinding, wanted_text, written_text
from reports.returned.former import remove_former_marks
from reports.returned.list import write_problem_list
from reports.returned.package import Package
from reports.returned.sheet import Place, address_of, place_of
from reports.returned.styles import Fill, Styles
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.rules import Severity

_RANKS: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_LONGEST_COMMENT = 8_000
Marked = dict[str, dict[Place, list[ReturnedFinding]]]


def write_returned_workbook(content: bytes, returned: Returned, catalog: Catalog) -> bytes:
    """The workbook of `content` (.xlsx) with everything that was found in it; the same arguments give the same bytes.

    Marks of an earlier return are replaced. Raises NotEditableError or another ValueError for a file that no spreadsheet
    program wrote: call it in a child that may fail.
    """
    package = Package(content)
    book, styles = BookXml(package), Styles(package)
    remove_former_marks(book, styles, catalog.feedback)
    marked = _marked(book, returned)
    former = {sheet: _colour(book, styles, sheet, places, catalog) for sheet, places in marked.items()}
    for sheet, places in marked.items():
        _comment(book, sheet, places, catalog)
    links = [_link(book, finding) for finding in returned.findings]
    xml, header_row = write_problem_list(returned, catalog, styles, former, links)
    book.insert_first(book.free_sheet_name(catalog.feedback.problem_list.sheet), xml, header_row)
    return package.content()


def _marked(book: BookXml, returned: Returned) -> Marked:
    """The findings by sheet and cell; of a merged range its first cell is the one that shows."""
    marked: Marked = defaultdict(lambda: defaultdict(list))
    known = set(book.sheet_names)
    for finding in returned.findings:
        if finding.sheet in known and finding.sheet is not None:
            sheet = book.sheet(finding.sheet)
            for place in dict.fromkeys(sheet.anchor(place_of(address)) for address in finding.addresses):
                marked[finding.sheet][place].append(finding)
    return marked


def _colour(
    book: BookXml, styles: Styles, name: str, places: dict[Place, list[ReturnedFinding]], catalog: Catalog
) -> dict[Place, Fill]:
    """Colours the cells by their worst finding; gives the fills that they had."""
    sheet = book.sheet(name)
    former: dict[Place, Fill] = {}
    for place, findings in places.items():
        worst = min((finding.severity for finding in findings), key=_RANKS.__getitem__)
        style = sheet.style(place)
        former[place] = styles.fill_of(style)
        sheet.set_style(place, styles.filled(style, {"rgb": f"FF{catalog.feedback.colours.of(worst)}"}))
    return former


def _comment(book: BookXml, name: str, places: dict[Place, list[ReturnedFinding]], catalog: Catalog) -> None:
    feedback = catalog.feedback
    texts = {
        place: "\n".join(_comment_lines(findings, catalog))[:_LONGEST_COMMENT] for place, findings in places.items()
    }
    Comments(book.package, book.part(name), book.sheet(name), feedback.author, feedback.heading).write(texts)


def _comment_lines(findings: list[ReturnedFinding], catalog: Catalog) -> Iterator[str]:
    labels = catalog.feedback.message.labels
    for number, finding in enumerate(findings, 1):
        rule = catalog.rule(finding.rule_id)
        yield f"{number}．{rule.title}" if len(findings) > 1 else rule.title
        yield f"{labels.written}：{written_text(finding, catalog)}"
        yield f"{labels.wanted}：{wanted_text(finding, catalog)}"
        yield f"{labels.problem}：{clean_text(finding.message)}"
        yield f"{labels.remedy}：{clean_text(finding.remedy)}"


def _link(book: BookXml, finding: ReturnedFinding) -> str | None:
    if finding.sheet not in set(book.sheet_names) or finding.sheet is None or not finding.addresses:
        return None
    place = book.sheet(finding.sheet).anchor(place_of(finding.addresses[0]))
    return f"{quoted_sheet(finding.sheet)}!{address_of(place)}"
