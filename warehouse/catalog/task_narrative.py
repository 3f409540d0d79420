"""What is written about key-point tasks, as declared in `task_narrative.yaml`: requirements in words, headings, sentences."""

from __future__ import annotations

from warehouse.catalog.forms import Declared
from warehouse.catalog.narrative import Block


class Counter(Declared):
    """What is counted, known by how its name ends, and the word that it is counted with."""

    ends: str
    counter: str


class RequirementWords(Declared):
    """A requirement in words, by measure (ratio, count, …), period and relation. `none`: not above 0; `whole`: not below 100 %."""

    prefixes: dict[str, dict[str, str]]
    relations: dict[str, dict[str, str]]
    none: str
    whole: str
    counters: tuple[Counter, ...]
    value: dict[str, str]


class TaskErrors(Declared):
    """What a spreadsheet says when a typed value is refused."""

    status: str
    day: str
    count: str
    measure: str


class TaskInstructions(Declared):
    """A line for the cover about each sheet."""

    tasks: str
    figures: str


class TaskWorkbook(Declared):
    """The unit's two sheets: lines for its cover, a due date with its day, what stands where nothing is asked."""

    instructions: TaskInstructions
    due: str
    not_asked: str
    errors: TaskErrors


class BreakdownText(Declared):
    """任务分解表: the line under its title, chapter rows, bodies by role, an open body with those it was assigned to."""

    role: str
    issued: str
    unit: str
    district: str
    chapter: str
    groups: dict[str, str]
    joiner: str
    assigned: str


class AssignmentText(Declared):
    """The sheet of names beside the assignments, and the hint at the cells."""

    names_sheet: str
    names_title: str
    names_hint: str
    name: str
    aliases: str
    pick: str


class TaskLines(Declared):
    """How a task stands in a list, and how states and figures are enumerated."""

    task: str
    task_of: str
    task_due: str
    joiner: str
    everything: str
    past: str
    states: str
    pair_states: str
    unit_states: str
    unreported: str
    unheld: str
    figure: str


class ChapterHeadings(Declared):
    """The first two headings of the table by chapter; the states follow."""

    chapter: str
    tasks: str


class TaskGrids(Declared):
    """The headings of the tables, in the order of their columns."""

    chapters: ChapterHeadings
    total: str
    overdue: tuple[str, ...]
    silent: tuple[str, ...]
    unmet: tuple[str, ...]
    disputed: tuple[str, ...]
    dead: tuple[str, ...]
    open: tuple[str, ...]


class ProgressSheet(Declared):
    """One sheet of the quarter's workbook; `disputed` is the heading, or the mark, of a dispute."""

    name: str
    title: str
    columns: tuple[str, ...]
    disputed: str = ""


class ProgressSheets(Declared):
    """The sheets of the quarter's workbook."""

    tasks: ProgressSheet
    units: ProgressSheet
    figures: ProgressSheet


class AnnualPart(Declared):
    """The annual report's part, for each document: of a government by all tasks, of a department by its own."""

    heading: str
    government: tuple[Block, ...]
    department: tuple[Block, ...]


class TaskNarrative(Declared):
    """All of it."""

    requirement: RequirementWords
    workbook: TaskWorkbook
    breakdown: BreakdownText
    assignment: AssignmentText
    lines: TaskLines
    evidence_states: dict[str, str]
    grids: TaskGrids
    sheets: ProgressSheets
    annual: AnnualPart
