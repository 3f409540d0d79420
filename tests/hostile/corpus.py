"""All hostile files that can be told one by one, and readable ones to lie beside them."""

from __future__ import annotations

from functools import cache

from flows.demo.figures import draw_district
from reports.template.workbook import TemplateOrder, write_template
from tests.hostile.bombs import BOMBS
from tests.hostile.case import Hostile
from tests.hostile.containers import CONTAINERS
from tests.hostile.persons import PERSONS
from tests.hostile.sheets import SHEETS
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

CORPUS: tuple[Hostile, ...] = (*BOMBS, *SHEETS, *CONTAINERS, *PERSONS)
PERIOD = Period(2025, 1)
GOOD_UNITS = ("finance", "audit")


@cache
def content(case: Hostile) -> bytes:
    """Made once: some take a second."""
    return case.make()


def good_workbooks(workspace: Workspace) -> dict[str, bytes]:
    """What two units send in order, by file name."""
    drawn = draw_district(workspace.catalog, workspace.register, PERIOD, PERIOD)
    named = {code: workspace.register.by_code[code].name for code in GOOD_UNITS}
    return {
        f"{name} 2025年第一季度.xlsx": write_template(
            TemplateOrder(code, name, PERIOD, {}, values=dict(drawn.of(code, PERIOD))), workspace.catalog
        )
        for code, name in named.items()
    }
