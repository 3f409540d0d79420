"""The finished circular against its tables: read again from its bytes, every sentence, every cell and every list of units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from flows.steps.circular.reader import CircularReader
from flows.steps.circular.recount import recounted
from reports.circular.claims import ListClaim, read_claims
from reports.circular.compose import compose_counted
from reports.circular.content import CircularReport
from reports.circular.reread import Reread, reread_docx, reread_html
from reports.circular.rows import drawn, grid_rows, spoken
from reports.narrative.paper import Grid, Paper, clean_text

_SHOWN = 5


class CircularError(RuntimeError):
    """A finished circular says something that its tables don't; the message says what, and that nothing was written."""


def check_circular(reader: CircularReader, report: CircularReport, documents: Iterable[tuple[str, bytes]]) -> None:
    """Raises CircularError if a document (.docx or .html) contradicts the tables that it is made of."""
    expected = compose_counted(report, recounted(reader, report), reader.workspace.catalog)
    faults = []
    for name, content in documents:
        read = reread_docx(content) if name.endswith(".docx") else reread_html(content)
        faults += [f"{name}　{fault}" for fault in circular_faults(read, expected, report)]
    if faults:
        more = f"……共 {len(faults)} 处" if len(faults) > _SHOWN else ""
        raise CircularError(
            f"{report.quarter.period.label}通报与数据表不一致，没有写出。这是程序的问题，请把这段话交给维护人员："
            f"{'；'.join(faults[:_SHOWN])}{more}。"
        )


def circular_faults(read: Reread, expected: Paper, report: CircularReport) -> Iterator[str]:
    """What a document says otherwise than the tables: sentences, cells, and lists that contradict their own counts."""
    yield from _text_faults(read.texts, spoken(expected))
    yield from _table_faults(read, expected.grids)
    if read.charts is not None and read.charts != drawn(expected):
        yield from _text_faults(read.charts, drawn(expected))
    names = frozenset(clean_text(unit.name) for unit in report.units)
    for number, text in enumerate(read.texts, 1):
        for claim in read_claims(text, names):
            yield from _list_faults(claim, number, names)


def _text_faults(found: Sequence[str], expected: Sequence[str]) -> Iterator[str]:
    matcher = SequenceMatcher(a=found, b=expected, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        for place in range(max(b - a, d - c)):
            said = found[a + place] if a + place < b else None
            wanted = expected[c + place] if c + place < d else None
            yield f"第{min(a + place, b) + 1}段：{difference(said, wanted)}"


def difference(said: str | None, wanted: str | None) -> str:
    """Where two texts part, with a few characters around it."""
    if said is None:
        return f"缺少“{wanted}”"
    if wanted is None:
        return f"“{said}”不是由数据表得出的"
    parts = [one for one in SequenceMatcher(a=said, b=wanted, autojunk=False).get_opcodes() if one[0] != "equal"]
    first, last = parts[0], parts[-1]
    left, right = max(0, first[1] - 12), 12
    return f"写作“{said[left : last[2] + right]}”，按数据表应为“{wanted[max(0, first[3] - 12) : last[4] + right]}”"


def _table_faults(read: Reread, grids: Sequence[Grid]) -> Iterator[str]:
    found, wanted = dict(read.tables), {grid.caption: grid_rows(grid) for grid in grids}
    yield from (f"缺少“{caption}”" for caption in wanted if caption not in found)
    yield from (f"“{caption}”不是由数据表得出的" for caption in found if caption not in wanted)
    for caption in (caption for caption in wanted if caption in found):
        rows, right = found[caption], wanted[caption]
        if len(rows) != len(right):
            yield f"“{caption}”有 {len(rows)} 行，按数据表应为 {len(right)} 行"
        for number, (row, other) in enumerate(zip(rows, right, strict=False), 1):
            if row != other:
                yield f"“{caption}”第{number}行：{difference('｜'.join(row), '｜'.join(other))}"


def _list_faults(claim: ListClaim, number: int, names: frozenset[str]) -> Iterator[str]:
    if len(claim.names) != claim.count:
        yield f"第{number}段：“{claim.text}”写 {claim.count} 家，列出 {len(claim.names)} 家"
    strangers = [name for name in claim.names if name not in names]
    if strangers:
        yield f"第{number}段：{'、'.join(strangers)}不在单位名册中"
    twice = sorted({name for name in claim.names if claim.names.count(name) > 1})
    if twice:
        yield f"第{number}段：{'、'.join(twice)}列了两次"
