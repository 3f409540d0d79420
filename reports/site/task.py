"""The pages of a key-point document: its tasks with how they stand, and each task with what its units say."""

from __future__ import annotations

from collections.abc import Iterator

from reports.site import paths
from reports.site.bars import draw_bars
from reports.site.blocks import Bars, Block, Cell, Column, Facts, Page, Section, Table, hint, plain
from reports.site.cells import day, said, state_cell, task_cell, unit_cell, written
from reports.site.facts import Row, Site
from reports.site.tables import document_table, task_counts


def task_pages(site: Site) -> Iterator[Page]:
    """The list of documents, the page of each, and the page of each task."""
    blocks: tuple[Block, ...] = (document_table(site),) if site.tasks else (plain("还没有读入工作要点。"),)
    yield Page(paths.TASKS, "工作要点任务", "tasks", (Section("list", "工作要点", blocks),))
    for document, tasks in site.tasks.items():
        yield _document(site, document, tasks)
        for task in tasks:
            yield _task(site, task)


def _document(site: Site, document: str, tasks: list[Row]) -> Page:
    quarters = sorted({period for task in tasks for period in site.task_states.get((document, task["task_id"]), {})})
    sections = [Section("tasks", "各项任务", tuple(_tasks(site, document, tasks, quarters)))]
    if quarters:
        sections.insert(0, Section("trend", "各季进展", (_bars(site, document, tasks, quarters),)))
    trail = (Cell("工作要点任务", paths.TASKS),)
    lead = (Facts((("文号", Cell(tasks[0]["document_number"] or "")), ("任务", Cell(f"{len(tasks)} 项")))),)
    return Page(
        paths.document_path(document), site.document_title(document), "tasks", tuple(sections), lead=lead, trail=trail
    )


def _bars(site: Site, document: str, tasks: list[Row], quarters: list[str]) -> Bars:
    labels = {one.code: one.label for one in site.catalog.tasks.statuses}
    drawn = []
    for period in quarters:
        stands = [site.task_states.get((document, task["task_id"]), {}).get(period) for task in tasks]
        codes = [row["status"] for row in stands if row is not None]
        drawn.append((site.period_name(period), tuple(codes.count(code) for code in labels)))
    return Bars(draw_bars("各季任务进展（项）", tuple(labels.values()), drawn))


def _tasks(site: Site, document: str, tasks: list[Row], quarters: list[str]) -> Iterator[Block]:
    latest = quarters[-1] if quarters else ""
    rows = tuple(
        (
            task_cell(task),
            Cell(task["bodies"]),
            Cell(task["due_text"] or "全年", key=str(task["due_on"] or "9999")),
            *task_counts(
                site,
                site.task_states.get((document, task["task_id"]), {}).get(latest),
                paths.task_path(document, task["task_order"]),
            ),
        )
        for task in tasks
    )
    columns = (Column("任务"), Column("责任单位"), Column("时限"), Column("全区"))
    counted = (Column(one.label, is_number=True) for one in site.catalog.tasks.statuses)
    yield Table("各项任务", (*columns, *counted), rows)
    if latest:
        yield hint(f"截至{site.period_name(latest)}，各状态下为单位数。")


def _task(site: Site, task: Row) -> Page:
    document, key = task["document"], (task["document"], task["task_id"])
    sections = [Section("units", "各单位进展", tuple(_units(site, task)))]
    asked = [row for row in site.rows("task_indicator") if (row["document"], row["task_id"]) == key]
    if asked:
        sections.insert(0, Section("asked", "量化要求", (_asked(site, asked),)))
    trail = (Cell("工作要点任务", paths.TASKS), Cell(site.document_title(document), paths.document_path(document)))
    title = f"{task['task_id']} {task['name']}"
    return Page(
        paths.task_path(document, task["task_order"]),
        title,
        "tasks",
        tuple(sections),
        lead=(_facts(task),),
        trail=trail,
    )


def _facts(task: Row) -> Facts:
    told = (
        ("内容", task["content"]),
        ("章", f"{task['chapter']}、{task['chapter_title']}" if task["chapter_title"] else task["chapter"]),
        ("责任单位", task["bodies"]),
        ("时限", task["due_text"] or "全年"),
        ("落实到", f"{task['unit_count']} 家单位"),
        ("尚未分派", task["open_bodies"]),
    )
    return Facts(tuple((name, Cell(text)) for name, text in told if text))


def _asked(site: Site, asked: list[Row]) -> Table:
    words = site.catalog.tasks
    rows = tuple(
        (
            Cell(row["name"]),
            Cell(
                ""
                if row["threshold"] is None
                else f"{words.operators[row['operator']]} {written(row['threshold'], row['unit'])}"
            ),
            Cell(words.periods[row["period"]]),
            Cell("文件原文" if row["is_printed"] else "按文件的说法理解"),
        )
        for row in asked
    )
    return Table("量化要求", tuple(Column(name) for name in ("指标", "要求", "考察期", "要求的出处")), rows)


def _units(site: Site, task: Row) -> Iterator[Block]:
    told = site.progress.get((task["document"], task["task_id"]), [])
    if not told:
        yield plain("还没有单位承担这项任务的进展。")
        return
    quarters = sorted({row["period"] for row in told}, reverse=True)
    held: dict[str, dict[str, Row]] = {}
    for row in told:
        held.setdefault(row["unit_code"], {})[row["period"]] = row
    shown = _shown(site, held, quarters[0])
    columns = (
        Column("单位"),
        *(Column(site.period_name(period)) for period in quarters),
        Column("完成日期"),
        Column("进展情况"),
    )
    yield Table("各单位进展", columns, tuple(_line(site, one, held[one], quarters) for one in shown))
    if len(shown) < len(held):
        yield plain(
            f"共 {len(held)} 家单位，以上为最近一季没有完成的 {len(shown)} 家，其余见各单位的页面和数据库 mart.fct_task_progress。"
        )


def _shown(site: Site, held: dict[str, dict[str, Row]], latest: str) -> list[str]:
    """All units of a district; of many, those that have not done it."""
    units = [one for one in site.units if one in held]
    if len(units) <= site.words.most_rows:
        return units
    done = ("done", "not_applicable")
    return [one for one in units if latest in held[one] and held[one][latest]["status"] not in done][
        : site.words.most_rows
    ]


def _line(site: Site, unit: str, held: dict[str, Row], quarters: list[str]) -> tuple[Cell, ...]:
    states = tuple(state_cell(site, held.get(period)) for period in quarters)
    last = held[max(held)]
    disputed = "（所报与数据不一致）" if last["is_disputed"] else ""
    return unit_cell(site, unit), *states, day(last["done_on"]), Cell(said(last["progress"]).text, note=disputed)
