"""What is declared about links (links.yaml): words for their states, and what an answer of a web server means."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import ConfigDict

from warehouse.catalog.declared import Coded
from warehouse.catalog.forms import Declared


class LinkWords(Declared):
    """All that is declared about links. `address` and `missing_titles` are patterns."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    states: tuple[Coded, ...]
    kinds: tuple[Coded, ...]
    address: re.Pattern[str]
    gone: tuple[int, ...]
    refusing: tuple[int, ...]
    missing_titles: tuple[re.Pattern[str], ...]
    front_pages: tuple[str, ...]

    @cached_property
    def state_labels(self) -> dict[str, str]:
        """Chinese words of the states of a link."""
        return {state.code: state.label for state in self.states}

    @cached_property
    def kind_labels(self) -> dict[str, str]:
        """Chinese words for what a link stands for."""
        return {kind.code: kind.label for kind in self.kinds}

    def addresses(self, text: str) -> tuple[str, ...]:
        """The web addresses in a text, as a browser would open them, each once."""
        found = (match.rstrip(".,;:!?)]}") for match in self.address.findall(text))
        return tuple(dict.fromkeys(one if "://" in one else f"http://{one}" for one in found))

    def says_missing(self, title: str) -> bool:
        """Whether a page of this title says that there is no page."""
        return any(pattern.search(title) for pattern in self.missing_titles)
