"""Where pages get their templates: one environment, in which every text is escaped and a missing name is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

_NO_FILTERS: Mapping[str, Callable[..., object]] = {}


def page_template(name: str, filters: Mapping[str, Callable[..., object]] = _NO_FILTERS) -> Template:
    """A template of `reports/templates`. What is written in it comes from units: it is never markup."""
    environment = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= dict(filters)
    return environment.get_template(name)
