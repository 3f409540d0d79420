"""What may stand in a published page of a text that somebody else wrote: no number or address by which a person can be found."""

from __future__ import annotations

import re

from reports.narrative.paper import clean_text

LONGEST = 160
_HIDDEN = "＊＊＊"
_PERSONAL = re.compile(
    r"""(?<!\d)\d{17}[\dXx](?!\d)                  # identity card
      | (?<!\d)\d{16,19}(?!\d)                     # bank card
      | (?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)   # mobile telephone
      | (?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)           # telephone with its area code
      | [A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+   # e-mail
    """,
    re.VERBOSE,
)


def masked(text: str) -> str:
    """A text in one line without telephone, identity card and bank card numbers and e-mail addresses, cut after 160 characters; what
    is left stands as it was written.
    """
    plain = clean_text(text)
    told, end = [], 0
    for found in _PERSONAL.finditer(plain.translate(_HALF_WIDTH)):
        told += [plain[end : found.start()], _HIDDEN]
        end = found.end()
    kept = "".join((*told, plain[end:]))
    return kept if len(kept) <= LONGEST else f"{kept[:LONGEST]}…"


_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("＠"): "@"}
