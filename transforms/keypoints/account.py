"""What does not add up in a document: numbers, annex, bodies, dates. Said in Chinese, never mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from transforms.keypoints.annex import AnnexRow
from transforms.keypoints.flow import folded
from transforms.keypoints.head import Head
from transforms.keypoints.model import ReadTask

_SENTENCE_ENDS = "。！；!;)）】］]"
_LEAST_TASKS, _SHOWN = 3, 12


def derive_problems(
    tasks: Sequence[ReadTask], rows: Sequence[AnnexRow], links: Mapping[int, AnnexRow], head: Head, gaps: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """Sentences for the office, and whether any says that a task or a row may have been missed."""
    counted = [*gaps, *_numbers(tasks, gaps), *_annex(tasks, rows, links), *_broken_off(tasks)]
    told = [*_head(head), *_bodies(tasks), *_dates(tasks, head)]
    return (*counted, *told), bool(counted)


def _numbers(tasks: Sequence[ReadTask], gaps: Sequence[str]) -> Iterator[str]:
    if gaps:
        return
    repeated = [name for name, count in Counter(task.id for task in tasks).items() if count > 1]
    yield from (f"任务编号“{name}”出现两次。" for name in repeated)


def _annex(tasks: Sequence[ReadTask], rows: Sequence[AnnexRow], links: Mapping[int, AnnexRow]) -> Iterator[str]:
    if not rows:
        return
    linked = {id(row) for row in links.values()}
    for row in rows:
        if id(row) not in linked:
            yield f"附表第{row.number}项（{row.place}）在正文中没有对应的任务。"
    for at, task in enumerate(tasks):
        if at not in links:
            yield f"任务“{task.id}”在附表中没有对应的行。"


def _broken_off(tasks: Sequence[ReadTask]) -> Iterator[str]:
    """The last task stops within a sentence although all others end one: a file that was not copied whole."""
    *others, last = tasks
    if len(tasks) < _LEAST_TASKS or not all(one.printed.endswith(tuple(_SENTENCE_ENDS)) for one in others):
        return
    plain = folded(last.printed)  # a bracket may be opened in one width and closed in the other
    if plain.count("(") > plain.count(")") or not (last.bodies or last.printed.endswith(tuple(_SENTENCE_ENDS))):
        end = last.printed[-_SHOWN:]
        yield f"最后的任务“{last.id}”没有写完，到“{end}”为止：文件可能不完整，请核对原件，换完整的文件再读。"


def _head(head: Head) -> Iterator[str]:
    if head.year is None:
        yield "没有认出文件的年份，时间节点无法换算成日期。"
    if head.issued_on is None:
        yield "没有认出成文日期，“印发后若干日内”之类的时限无法换算。"


def _bodies(tasks: Sequence[ReadTask]) -> Iterator[str]:
    without = [task.id for task in tasks if not task.bodies]
    if len(without) == len(tasks):
        yield "全文没有写明责任单位，请分派。"
    elif without:
        yield f"下列任务没有写明责任单位：{'、'.join(without)}。"


def _dates(tasks: Sequence[ReadTask], head: Head) -> Iterator[str]:
    if head.issued_on is None:
        return
    for task in tasks:
        if task.due is not None and task.due < head.issued_on:
            yield (
                f"任务“{task.id}”的时间节点“{task.due_text}”（{task.due.isoformat()}）"
                f"早于成文日期 {head.issued_on.isoformat()}，请核实。"
            )
