"""Findings that have one cause are told as one: a workbook saved without computed values is one thing to do, not one for each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.narrative.text import fill
from reports.returned.finding import ReturnedFinding
from reports.returned.ranges import ranges_of
from warehouse.catalog.catalog import Catalog

_Key = tuple[str, str | None]


def group_findings(findings: Sequence[ReturnedFinding], catalog: Catalog) -> Iterator[ReturnedFinding]:
    """The findings in their order, those of one cause and sheet in the place of the first of them; few of them stay as they are."""
    groups: dict[_Key, list[ReturnedFinding]] = {}
    for finding in findings:
        if _is_grouped(finding, catalog):
            groups.setdefault((finding.rule_id, finding.sheet), []).append(finding)
    large = {key for key, group in groups.items() if len(group) >= catalog.feedback.grouped[key[0]].least}
    for finding in findings:
        key = finding.rule_id, finding.sheet
        if key not in large or not _is_grouped(finding, catalog):
            yield finding
        elif finding is groups[key][0]:
            yield _as_one(groups[key], catalog)


def _is_grouped(finding: ReturnedFinding, catalog: Catalog) -> bool:
    declared = catalog.feedback.grouped.get(finding.rule_id)
    return declared is not None and bool(finding.addresses) and declared.text.search(finding.written) is not None


def _as_one(group: list[ReturnedFinding], catalog: Catalog) -> ReturnedFinding:
    first, declared, words = group[0], catalog.feedback.grouped[group[0].rule_id], catalog.feedback.words
    addresses = tuple(dict.fromkeys(address for finding in group for address in finding.addresses))
    ranges = ranges_of(addresses)
    said = {"ranges": words.joined_places.join(ranges), "cells": str(len(addresses))}
    message, remedy = fill(declared.message, said), fill(declared.remedy, said)
    return replace(first, message=message, remedy=remedy, addresses=addresses, ranges=ranges)
