"""The declared portal metrics as a relation, which the models of the portal join."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from warehouse.catalog.catalog import Catalog

PORTAL_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "cat_portal_metric": {
        **dict.fromkeys(("metric_code", "name", "unit", "definition", "origin", "source_kinds"), pl.String),
        **dict.fromkeys(("aggregation", "numerator_code", "denominator_code"), pl.String),
        "is_quotient": pl.Boolean,
    },
}


def portal_rows(catalog: Catalog) -> dict[str, Iterator[tuple[object, ...]]]:
    """The rows of PORTAL_SCHEMAS by relation."""
    return {"cat_portal_metric": _metrics(catalog)}


def _metrics(catalog: Catalog) -> Iterator[tuple[object, ...]]:
    for metric in catalog.portal.metrics:
        told = (metric.code, metric.name, metric.unit, metric.definition, metric.origin, "、".join(metric.source_kinds))
        yield *told, metric.aggregation, metric.numerator, metric.denominator, metric.is_quotient
