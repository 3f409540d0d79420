"""Codes in the words of the office, for everything that shows the ledger to people."""

from __future__ import annotations

from warehouse.catalog.catalog import Catalog

NOT_SENT = {"missing": "未报"}  # no ledger status: there is nothing in the ledger


def status_labels(catalog: Catalog) -> dict[str, str]:
    """Ledger status codes in Chinese, and the one of a unit that sent nothing."""
    return {status.code: status.label for status in catalog.statuses} | NOT_SENT
