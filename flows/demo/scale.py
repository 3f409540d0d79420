"""How busy the demonstration's units are, as declared in scale.yaml."""

from __future__ import annotations

from pathlib import Path

import yaml

from warehouse.catalog.forms import Declared
from warehouse.catalog.units import Unit

Range = tuple[int, int]


class Profile(Declared):
    """Least and most of each thing that a unit of this kind has in a quarter; `fee_cents` are hundredths of 万元."""

    requests: Range
    backlog: Range
    disputes: float
    stock: Range
    made: Range
    repealed: Range
    licence: Range
    penalty: Range
    coercion: Range
    fee_cents: Range


class Scale(Declared):
    """Weights and profiles to draw figures from."""

    seed: str
    applicants: dict[str, int]
    results: dict[str, int]
    decisions: dict[str, int]
    undecided_share: float
    pending_share: float
    profiles: dict[str, Profile]
    kinds: dict[str, str]
    units: dict[str, str]

    def profile(self, unit: Unit) -> Profile:
        """The profile of a unit: its own, else that of its kind."""
        return self.profiles[self.profile_name(unit)]

    def profile_name(self, unit: Unit) -> str:
        """The name of a unit's profile."""
        own = self.units.get(unit.code)
        return self.kinds[unit.kind] if own is None else own


def load_scale() -> Scale:
    """Reads scale.yaml."""
    path = Path(__file__).with_name("scale.yaml")
    return Scale.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
