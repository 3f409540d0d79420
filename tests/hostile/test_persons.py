"""What becomes of a workbook with applicants in it: the archive has its bytes, and nothing else has anything of it."""

from __future__ import annotations

import stat
from datetime import datetime
from hashlib import sha256

from flows.steps.collect import collect
from tests.hostile.persons import IDENTITY, MOBILE, NAME, with_applicants
from warehouse.archive import Archive
from warehouse.workspace import Workspace


def test_nothing_of_a_list_of_applicants_is_in_the_warehouse_and_only_the_office_may_read_the_file(
    office: Workspace,
) -> None:
    content = with_applicants()
    (office.inbox / "区财政局2025年第一季度.xlsx").write_bytes(content)
    assert collect(office, as_of=datetime(2025, 4, 3)).statuses == {"unreadable": 1}
    archive = Archive(office.archive)
    kept = archive.path(sha256(content).hexdigest())
    assert archive.is_intact(kept.name)
    assert stat.S_IMODE(kept.stat().st_mode) & stat.S_IRWXO == 0
    others = [
        path for path in office.root.rglob("*") if path.is_file() and path != kept and office.inbox not in path.parents
    ]
    assert others
    for particular in (NAME, IDENTITY, MOBILE):
        assert not [path for path in others if particular.encode() in path.read_bytes()]


def test_the_unit_is_told_what_to_take_out_and_where(office: Workspace) -> None:
    (office.inbox / "区财政局2025年第一季度.xlsx").write_bytes(with_applicants())
    collect(office, as_of=datetime(2025, 4, 3))
    [message] = [path.read_text() for path in office.feedback.rglob("*.txt")]
    assert "第4张工作表的C2有身份证号码" in message
    assert "请删除姓名、证件号码、电话等个人信息" in message
