"""What is written about key-point tasks, as declared in `task_narrative.yaml`: requirements in words, headings, sentences."""

from __future__ import annotations

from warehouse.catalog.forms import Declared


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


class TaskWorkbook(Declared):
    """The unit's two sheets: lines for its cover, a due date with its day, what stands where nothing is asked."""

    instructions: tuple[str, ...]
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


class TaskNarrative(Declared):
    """All of it."""

    requirement: RequirementWords
    workbook: TaskWorkbook
    breakdown: BreakdownText
    assignment: AssignmentText
