"""What may stand in a published page of a text that somebody else wrote: no number or address by which a person can be found."""

from __future__ import annotations

from reports.narrative.paper import clean_text
from warehouse.catalog.particulars import without_particulars

LONGEST = 160


def masked(text: str) -> str:
    """A text in one line without telephone, identity card and bank card numbers and e-mail addresses, cut after 160 characters."""
    plain = without_particulars(clean_text(text))
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
