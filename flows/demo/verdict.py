"""Whether the story came out as declared: every file's status, what units were told, quarantined visits, links, sources that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flows.demo.script import Script
from flows.demo.summary import find_place
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace

_TOLD = """
    SELECT s.unit_code, s.period, s.status, v.rule_id FROM dq_violation v JOIN core_submission s USING (submission_id)
"""
_VISITS = "SELECT feed, fetched_at, outcome FROM stg_portal_fetch"
_DIFFERING = """
    SELECT period, unit_code, indicator_code
    FROM fct_indicator
    JOIN dim_unit USING (unit_code)
    WHERE value IS NOT NULL AND parent_code IS NOT NULL
    GROUP BY ALL HAVING count(DISTINCT value) > 1
"""
_BROKEN = """
    SELECT url, bool_and(mended_at IS NOT NULL) AS is_mended FROM raw_link_address WHERE broken_since IS NOT NULL GROUP BY url
"""

_PROBLEMS = """
    SELECT problem_id, any_value(p.closed_by) AS closed_by, max(s.quarters_carried) AS carried
    FROM fct_problem p JOIN rpt_problem_status s USING (problem_id) GROUP BY problem_id
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The story and the working database that it ended with."""

    workspace: Workspace
    script: Script
    store: Store

    def differences(self) -> Iterator[str]:
        """A sentence for everything that came out otherwise."""
        yield from self._statuses()
        yield from self._told()
        yield from self._visits()
        yield from self._differing()
        yield from self._links()
        yield from self._problems()
        missing = [place.label for place in self.script.places if find_place(self.workspace, place) is None]
        yield from (f"没有生成：{label}" for label in missing)

    def _statuses(self) -> Iterator[str]:
        declared = Counter((d.period, d.unit, d.status) for d in self.script.all_deliveries(self.workspace.register))
        rows = self.store.rows("SELECT period, unit_code, status FROM core_submission")
        found = Counter((row["period"], row["unit_code"], row["status"]) for row in rows)
        yield from (f"应有的报送没有出现：{' '.join(map(str, one))}" for one in sorted((declared - found).elements()))
        yield from (f"报送的状态不同：{' '.join(map(str, one))}" for one in (found - declared).elements())

    def _told(self) -> Iterator[str]:
        told = {tuple(row.values()) for row in self.store.rows(_TOLD)}
        for one in self.script.deliveries:
            if one.rule is not None and (one.unit, one.period, one.status, one.rule) not in told:
                yield f"单位没有被告知 {one.rule}：{one.period} {one.unit}"

    def _visits(self) -> Iterator[str]:
        found = {(row["feed"], row["fetched_at"]): row["outcome"] for row in self.store.rows(_VISITS)}
        quarantined = {key for key, outcome in found.items() if outcome != "good"}
        declared = {(code, visit.at) for act in self.script.acts for visit in act.portal for code in visit.emptied}
        yield from (f"门户取数的结果不同：{at} {feed}" for feed, at in sorted(quarantined ^ declared))

    def _differing(self) -> Iterator[str]:
        found = {tuple(row.values()) for row in self.store.rows(_DIFFERING)}
        declared = {(one.period, one.unit, one.indicator) for one in self.script.differing}
        yield from (f"两个来源是否一致与预期不同：{' '.join(one)}" for one in sorted(found ^ declared))

    def _links(self) -> Iterator[str]:
        """Pages of evidence that broke and came back; explanations that are not there, whatever their unit says."""
        part, found = self.script.portal, self.store.rows(_BROKEN)
        mended = {f"{part.address}/{one.unit}/{one.period}.html" for one in part.broken}
        yield from (
            f"断而又通的链接不同：{url}" for url in sorted(mended ^ {r["url"] for r in found if r["is_mended"]})
        )
        dead = {row["unit_code"] for row in self.store.rows("SELECT unit_code FROM fct_link WHERE state = 'dead'")}
        yield from (
            f"有没有打不开的链接与预期不同：{unit}" for unit in sorted(dead ^ {one.unit for one in part.unexplained})
        )

    def _problems(self) -> Iterator[str]:
        found = {row["problem_id"]: (row["carried"], row["closed_by"]) for row in self.store.rows(_PROBLEMS)}
        for one in self.script.problems:
            if found.get(one.problem) != (one.carried, one.closed_by):
                yield f"问题的去向不同：{one.problem} {found.get(one.problem, '不在清单中')}"


def differences(workspace: Workspace, script: Script) -> list[str]:
    """What came out otherwise than declared; nothing where the story ends well. Raises StoreBusyError while another run writes."""
    with open_store(workspace.warehouse) as store:
        return list(Verdict(workspace, script, store).differences())
