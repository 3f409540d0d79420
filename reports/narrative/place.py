"""The place that a government is the government of, and what all of it is called."""

from __future__ import annotations

from warehouse.catalog.catalog import Catalog


def jurisdiction(name: str, catalog: Catalog) -> str:
    """The place that a government is the government of: 云江区 for 云江区人民政府."""
    ending = next((e for e in catalog.narrative.government_endings if name.endswith(e)), "")
    return name.removesuffix(ending) or name


def whole(name: str, catalog: Catalog) -> str:
    """What all units of a government together are called: 全区, or 全市 where it is a city's."""
    place = jurisdiction(name, catalog)
    return next(word for ending, word in catalog.narrative.wholes.items() if place.endswith(ending))


def level(name: str, catalog: Catalog) -> str:
    """What a government's own bodies are called by: 区 in 区政府各委、办、局."""
    place = jurisdiction(name, catalog)
    return next(word for ending, word in catalog.circular.levels.items() if place.endswith(ending))
