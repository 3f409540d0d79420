"""Documents of other offices: other numbers, other labels, none at all; each case is a short document as one would write it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.keypoints.read import bodies_of, ids, read
from transforms.errors import FileError

HEAD = "2025年云江区政务公开工作要点\n云府办〔2025〕8号\n2025年3月3日\n"


def test_a_document_without_any_responsibility_has_its_tasks_and_says_so() -> None:
    reading = read(HEAD + "一、加强公开\n1.推进信息公开。\n2.做好政策解读。\n二、强化保障\n3.加强培训。\n")
    assert ids(reading) == ["一1", "一2", "二3"]
    assert reading.problems == ("全文没有写明责任单位，请分派。",)
    assert reading.is_whole


def test_items_without_chapters_are_known_by_their_number_and_lower_numbers_are_their_text() -> None:
    reading = read(
        HEAD
        + "1. 加强主动公开。\n（1）公开规划。\n（2）公开预算。\n责任单位：区财政局、区发展改革委\n"
        + "2. 优化解读。\n责任单位：区府办牵头，各部门配合\n完成时限：6月底前\n"
    )
    assert ids(reading) == ["1", "2"]
    assert reading.tasks[0].text == "加强主动公开。（1）公开规划。（2）公开预算。"
    assert bodies_of(reading, 1) == ("lead:区府办", "support:各部门")
    assert (reading.tasks[1].due, reading.tasks[1].due_text) == (date(2025, 6, 30), "6月底前")


def test_lower_numbers_are_tasks_where_each_has_its_own_responsibility() -> None:
    reading = read(
        HEAD
        + "一、加强公开\n（一）做好解读\n（1）同步解读。（责任单位：区府办）\n（2）多元解读。（责任单位：各部门）\n"
    )
    assert ids(reading) == ["一(一)1", "一(一)2"]


def test_sections_that_are_sentences_are_tasks_and_general_aims_are_none() -> None:
    reading = read(
        HEAD
        + "一、总体要求\n以更高质量公开服务发展。\n二、主要任务\n"
        + "（一）深化政策公开。及时公开政策文件，9月底前完成清理。（责任单位：区府办、区司法局）\n"
        + "（二）加强解读。各单位要同步解读。（牵头单位：区府办；配合单位：区融媒体中心、区档案局）\n"
    )
    assert ids(reading) == ["二(一)", "二(二)"]
    assert [task.heading for task in reading.tasks] == ["深化政策公开", "加强解读"]
    assert reading.tasks[0].text == "及时公开政策文件，9月底前完成清理。"
    assert bodies_of(reading, 1) == ("lead:区府办", "support:区融媒体中心", "support:区档案局")
    assert reading.is_whole


def test_sections_of_general_aims_are_none_either() -> None:
    reading = read(
        HEAD
        + "一、总体要求\n（一）指导思想\n以更高质量公开服务发展。\n（二）工作目标\n到2025年底，机制完善。\n"
        + "二、主要任务\n（一）加强公开\n1.聚焦部署。及时公开。（区府办）\n"
    )
    assert ids(reading) == ["二(一)1"]
    assert reading.is_whole


@pytest.mark.parametrize("mark", ["、", "．", ".", ". ", "．　"])
def test_any_mark_behind_a_number_will_do(mark: str) -> None:
    text = HEAD + f"一、公开\n１{mark}推进公开。（区府办负责）\n２{mark}做好解读。（区府办牵头，各街镇配合）\n"
    assert ids(read(text)) == ["一1", "一2"]


def test_a_missing_number_and_one_printed_twice_are_said() -> None:
    reading = read(
        HEAD
        + "一、公开\n1.推进公开。（区府办）\n2.推进解读。（区府办）\n4.推进回应。（区府办）\n"
        + "二、保障\n5.办好热线。（区府办）\n5.办好网站。（区府办）\n6.办好公报。（区府办）\n"
    )
    assert ids(reading) == ["一1", "一2", "一4", "二5", "二5", "二6"]
    assert reading.problems == ("编号不连续：“4”之前缺少第3项。", "第5项的编号出现两次。")
    assert not reading.is_whole


ITEMS = "1.推进公开。（区府办）\n2.推进解读。（区府办）\n"


@pytest.mark.parametrize("rest", ["3.推进回应，加强培", "3.推进回应。（责任单位：区府办、区司"])
def test_a_document_that_stops_within_a_sentence_is_said_to_be_cut_off(rest: str) -> None:
    reading = read(f"{HEAD}一、公开\n{ITEMS}{rest}")
    assert (
        f"最后的任务“一3”没有写完，到“{rest[-12:]}”为止：文件可能不完整，请核对原件，换完整的文件再读。"
        in reading.problems
    )
    assert not reading.is_whole


def test_a_last_task_without_its_full_stop_is_whole_where_its_bodies_are_named() -> None:
    assert read(f"{HEAD}一、公开\n{ITEMS}3.推进回应，责任单位：区府办").is_whole
    assert read(f"{HEAD}一、公开\n1.推进公开\n2.推进解读\n3.推进回应").is_whole


def test_a_second_document_in_the_file_is_said() -> None:
    notice = "云江区人民政府办公室关于印发《2025年云江区政务公开工作要点》的通知\n"
    first = f"云府办〔2025〕8号\n{notice}2025年3月3日\n2025年云江区政务公开工作要点\n一、公开\n{ITEMS}"
    second = first.replace("8号", "9号")
    said = "文件里不止一份公文：第8行又有文号“云府办〔2025〕9号”。请把每份公文存成单独的文件，再分别读入。"
    assert said in read(first + second).problems
    assert read(first.replace("云府办", "云府办〔2025〕8号\n云府办", 1)).is_whole
    cited = f"1.{'推进公开。' * 40}落实\n云府办〔2024〕7号\n要求。"
    assert read(first.replace("1.推进公开。", cited)).is_whole


def test_a_list_inside_an_item_is_its_text_and_is_said() -> None:
    reading = read(
        HEAD + "一、公开\n1.公开：\n（一）规划；\n（二）预算；\n1.年初；\n2.年中。（区府办）\n2.解读。（区司法局）\n"
    )
    assert ids(reading) == ["一1", "一2"]
    assert [one.text for one in reading.unplaced] == ["（一）规划；", "（二）预算；", "1.年初；", "2.年中。（区府办）"]
    assert {one.reason for one in reading.unplaced} == {"编号与前后不连续，按正文处理。"}


def test_a_table_of_contents_is_passed_over() -> None:
    contents = "目录\n一、加强公开\n二、强化保障\n"
    reading = read(HEAD + contents + "一、加强公开\n1.推进公开。（区府办）\n二、强化保障\n2.加强培训。（区府办）\n")
    assert ids(reading) == ["一1", "二2"]


def test_a_responsibility_behind_a_heading_holds_for_the_items_below_it() -> None:
    reading = read(HEAD + "一、公开\n（一）做好解读（责任单位：区府办）\n1.同步解读。\n2.多元解读。\n")
    assert [bodies_of(reading, at) for at in (0, 1)] == [("responsible:区府办",), ("responsible:区府办",)]
    assert reading.tasks[0].heading == "做好解读"


def test_what_a_page_says_of_itself_is_no_task() -> None:
    page = (
        "<html><body><a href='/'>首页</a><p>2025年云江区政务公开工作要点</p><p>一、公开</p><p>1.推进公开。</p>"
        "<p>2.做好解读。</p><p>打印本页</p><p>版权所有：云江区人民政府</p></body></html>"
    )
    reading = read(page.encode())
    assert [task.text for task in reading.tasks] == ["推进公开。", "做好解读。"]


def test_an_annex_and_a_text_that_differ_are_said() -> None:
    reading = read(
        HEAD
        + "一、公开\n1.推进公开。\n2.做好解读。\n附件：任务分解表\n附件\n任务分解表\n序号 任务内容 责任单位 完成时限\n"
        + "1 推进公开。 区府办 6月底前\n3 做好回应。 区司法局 全年\n"
    )
    assert reading.problems == (
        "附表第3项（第12行）在正文中没有对应的任务。",
        "任务“一2”在附表中没有对应的行。",
        "下列任务没有写明责任单位：一2。",
    )
    assert not reading.is_whole


def test_copies_signature_and_day_of_printing_are_no_part_of_the_last_task() -> None:
    tail = "抄送：区委各部门，区法院，\n区检察院。\n云江区人民政府办公室\n2025年3月4日印发\n"
    for between in ("\n", ""):
        reading = read(HEAD + "一、公开\n1.推进公开。\n2.做好解读。" + between + tail)
        assert reading.tasks[-1].text == "做好解读。"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "F00"),
        (b" \n\n ", "F00"),
        (b"a" * (21 << 20), "F03"),
        (b"%PDF-1.7 ...", "F09"),
        (bytes(range(256)) * 400, "F09"),
        (b"\0" * 9_000, "F09"),
        (("政" * 700_000).encode(), "F10"),
        ("\n".join(f"{number}.推进。" for number in range(100_000)).encode(), "F10"),
        ("没有任务的一段话。".encode(), "F11"),
        (b"<html><body></body></html>", "F11"),
        (b"<div>" * 50_000, "F11"),
    ],
    ids=str.split("empty blank large pdf binary zeros letters lines prose page nested"),
)
def test_what_is_no_such_document_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(FileError) as refused:
        read(content)
    assert refused.value.code == code


BUSY = {
    "headings": "一、甲（一）乙1.丙。" * 10_000,
    "labels": "1.（责任单位：" * 15_000,
    "brackets": "1.甲" + "（" * 100_000,
    "names": "1.甲（责任单位：" + "区府办、" * 40_000 + "）",
    "times": "1.于2025年4月30日前" * 10_000,
    "rows": "1.甲。\n序号 任务名称 任务内容 责任单位 时间节点\n" + "1\n推进工作\n" * 10_000,
    "headers": "1.甲。\n" + "序号任务名称任务内容责任单位时间节点" * 5_000,
}


@pytest.mark.parametrize("kind", BUSY)
@pytest.mark.timeout(30)
def test_a_document_made_to_keep_the_reader_busy_does_not(kind: str) -> None:
    assert len(read(BUSY[kind]).tasks) >= 1
