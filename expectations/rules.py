"""From declared rules to SQL: every rule of the catalogue is one SELECT over the batch, put together from files in sql/."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template

from warehouse.catalog.catalog import Catalog
from warehouse.catalog.rules import Rule

SQL = Path(__file__).parent / "sql"
_RELATION = re.compile(r"\bcat_\w+")
_PARTS = (
    *("verdict", "lineage", "merged", "prior", "sheet_cell", "year_before"),  # of tables
    *("claim_figure", "told", "this_year", "wan_slip"),  # of running text
    "earlier",  # of tasks
)


def rule_queries(catalog: Catalog) -> dict[str, str]:
    """The SELECT of each rule by rule id, in the order of rules.yaml, so that nothing but SQL decides an outcome."""
    return {rule.id: rule_query(rule) for rule in catalog.rules}


def rule_query(rule: Rule) -> str:
    """The SELECT of one rule: one row a check. Raises FileNotFoundError where a rule has no SQL, KeyError for a bad name in it."""
    text = (SQL / f"{query_name(rule)}.sql").read_text(encoding="utf-8")
    return Template(Template(text).safe_substitute(_fragments())).substitute(_parameters(rule)).strip()


def relations_read(queries: Iterable[str]) -> frozenset[str]:
    """The relations of the catalogue that queries read, and what tells of their failures: every word of theirs that could be one."""
    return frozenset({"cat_cell"}.union(*(_RELATION.findall(query) for query in queries)))


def query_name(rule: Rule) -> str:
    """The file that judges a rule: one for all of its kind, or one of its own, named after the rule."""
    if rule.kind == "file":
        return "file_problem"
    if rule.kind == "identity":
        return "identity"
    if rule.states:
        return "value_state"
    return rule.query or rule.id.lower().replace("-", "_")


def _parameters(rule: Rule) -> dict[str, str]:
    lists = {"states": rule.states, "unit_kinds": rule.unit_kinds, "form_codes": rule.forms}
    lists |= {"subjects": rule.subjects, "kinds": rule.kinds}
    limits = {name: f"{limit:g}" for name, limit in rule.limits.items()}
    return {"rule_id": rule.id, **limits, **{name: _listed(words) for name, words in lists.items() if words}}


@cache
def _fragments() -> dict[str, str]:
    """The shared parts by name; a part may use those listed before it."""
    parts: dict[str, str] = {}
    for name in _PARTS:
        text = (SQL / "fragments" / f"{name}.sql").read_text(encoding="utf-8")
        parts[name] = Template(text).safe_substitute(parts).strip()
    return parts


def _listed(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"
