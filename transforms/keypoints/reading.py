"""A key-point document (工作要点) read: head, outline, tasks, annex, times, indicators; and what could not be placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.errors import FileError
from transforms.keypoints.account import derive_problems
from transforms.keypoints.annex import AnnexRow, derive_links
from transforms.keypoints.annex_lines import find_annex, lay_annex, lines_before
from transforms.keypoints.annex_table import Columns, continues, find_columns, read_table_rows
from transforms.keypoints.annex_text import read_annex_rows, without_page_numbers
from transforms.keypoints.drafts import Draft, Drafts, derive_drafts
from transforms.keypoints.due import earliest, read_deadlines, read_due_cell
from transforms.keypoints.endings import derive_end
from transforms.keypoints.flow import Flow, flow_of
from transforms.keypoints.head import Head, read_head, read_other_documents
from transforms.keypoints.indicators import derive_indicators
from transforms.keypoints.marks import Mark, read_marks
from transforms.keypoints.model import AnnexTask, Counts, Deadline, KeypointReading, ReadTask, Unplaced
from transforms.keypoints.outline import Outline, derive_outline, parts_of
from transforms.keypoints.responsible import Said
from transforms.keypoints.source import PrintedLine, PrintedTable, lines_of, read_blocks
from warehouse.catalog.keypoint_words import KeypointWords

_NO_TASKS = "F11"


def read_keypoints(content: bytes, words: KeypointWords) -> KeypointReading:
    """Reads one document of any kind of file. Raises FileError for what cannot be read, or holds no task."""
    lines, rows = _lines_and_rows(content, words)
    whole = flow_of(lines, words, with_bare_numbers=True)
    header = None if rows else find_annex(whole, words)
    flow = flow_of(whole.lines if header is None else lines_before(whole, header[0]), words)
    marks, outline, end = _outline(flow, words)
    drafts = derive_drafts(flow, outline, marks, words)
    drafts.problems += read_other_documents(whole, words)
    drafts.unplaced += (_rejected(flow, mark) for mark in outline.rejected if mark.start < end)
    if header is not None:
        headings = list(dict.fromkeys(draft.heading for draft in drafts.tasks if draft.heading))
        rows, lost = read_annex_rows(without_page_numbers(lay_annex(whole, header, words)), headings, words)
        drafts.unplaced += lost
    first = outline.parts[0].mark.start if outline.parts else len(flow.text)
    return _reading(drafts, rows, read_head(flow, first, end, words), outline, words)


def _lines_and_rows(content: bytes, words: KeypointWords) -> tuple[list[PrintedLine], list[AnnexRow]]:
    """The lines outside tables, and the rows of tables of tasks."""
    lines: list[PrintedLine] = []
    rows: list[AnnexRow] = []
    columns: Columns | None = None
    for block in read_blocks(content, words.telling):
        if not isinstance(block, PrintedTable):
            lines.append(block)
            continue
        found = find_columns(block.grid, words)
        if found is not None:
            columns = found[1]
            rows += read_table_rows(block.grid, found[0] + 1, columns, words)
        elif columns is not None and continues(block.grid, columns, rows):
            rows += read_table_rows(block.grid, 0, columns, words)
        else:
            lines += lines_of(block)
    return lines, rows


def _outline(flow: Flow, words: KeypointWords) -> tuple[list[Mark], Outline, int]:
    """The outline of the running text, and where that ends."""
    marks = read_marks(flow, words)
    outline = derive_outline(marks, flow)
    last = outline.parts[-1].mark.end if outline.parts else 0
    end = derive_end(flow, last, words)
    outline.parts = parts_of([part.mark for part in outline.parts], end)
    return marks, outline, end


def _rejected(flow: Flow, mark: Mark) -> Unplaced:
    stop = min(flow.line_end(mark.start), mark.start + 40)
    reason = "编号与前后不连续，按正文处理。"
    return Unplaced(flow.place(mark.start), flow.text[mark.start : stop], reason)


@dataclass(frozen=True, slots=True)
class _Dates:
    head: Head
    words: KeypointWords

    def of(self, text: str) -> tuple[Deadline, ...]:
        return read_deadlines(text, self.head.year, self.head.issued_on, self.words)

    def of_cell(self, text: str | None) -> Deadline | None:
        return None if text is None else read_due_cell(text, self.head.year, self.head.issued_on, self.words)


def _reading(
    drafts: Drafts, rows: Sequence[AnnexRow], head: Head, outline: Outline, words: KeypointWords
) -> KeypointReading:
    found = drafts.tasks or [_from_row(row) for row in rows]
    if not found:
        raise FileError(_NO_TASKS)
    links = derive_links([(draft.chapter, draft.number) for draft in found], rows)
    dates = _Dates(head, words)
    tasks = tuple(_task(draft, links.get(at), dates) for at, draft in enumerate(found))
    problems, is_broken = derive_problems(tasks, rows, links, head, outline.gaps)
    by_chapter = Counter(task.chapter or "" for task in tasks)
    return KeypointReading(
        title=head.title,
        notice_title=head.notice_title,
        document_number=head.document_number,
        issued_on=head.issued_on,
        year=head.year,
        jurisdiction=head.jurisdiction,
        counts=Counts(len(tasks), len(rows), dict(by_chapter)),
        indicators_from="proposed",
        tasks=tasks,
        unplaced=tuple(drafts.unplaced),
        problems=(*drafts.problems, *problems),
        is_whole=not (is_broken or drafts.unplaced or drafts.problems),
        chapters=drafts.chapters,
    )


def _from_row(row: AnnexRow) -> Draft:
    """A document that is nothing but the table: its rows are the tasks."""
    said = Said(row.bodies, row.due_text)
    return Draft(row.chapter, None, row.number, row.name or "", row.content, said, row.printed, row.place)


def _task(draft: Draft, row: AnnexRow | None, dates: _Dates) -> ReadTask:
    """Bodies and time come from the annex where it has them: it is the later and more exact word."""
    cell = dates.of_cell(row.due_text if row is not None and row.due_text else draft.said.due)
    # Where nothing is numbered, only the look of the page tells a heading from its text: both are asked for times.
    deadlines = dates.of(draft.text if draft.number is not None else f"{draft.heading}。{draft.text}")
    due = cell or earliest(deadlines)
    return ReadTask(
        id=draft.id,
        number=draft.number,
        chapter=draft.chapter,
        section=f"（{draft.section}）" if draft.section else None,
        heading=draft.heading,
        text=draft.text,
        bodies=row.bodies if row is not None and row.bodies else draft.said.bodies,
        due=None if due is None else due.date,
        due_text=None if due is None else due.text,
        indicators=derive_indicators(draft.text, dates.words),
        printed=draft.printed,
        deadlines=tuple(dict.fromkeys((*([cell] if cell else []), *deadlines))),
        annex=None if row is None else AnnexTask(row.name, row.content),
        place=draft.place,
    )
