"""Numbers and addresses by which a person can be found, in a text that somebody else wrote: hidden before the text goes any further."""

from __future__ import annotations

import re

HIDDEN = "＊＊＊"
_PERSONAL = re.compile(
    r"""(?<!\d)\d{17}[\dXx](?!\d)                  # identity card
      | (?<!\d)\d{16,19}(?!\d)                     # bank card
      | (?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)   # mobile telephone
      | (?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)           # telephone with its area code
      | [A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+   # e-mail
    """,
    re.VERBOSE,
)
_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("＠"): "@"}


def without_particulars(text: str) -> str:
    """The text without telephone, identity card and bank card numbers and e-mail addresses; as it is where it has none."""
    plain = text.translate(_HALF_WIDTH)
    hidden = _PERSONAL.sub(HIDDEN, plain)
    return text if hidden == plain else hidden
