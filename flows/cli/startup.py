"""What a command of a few seconds does without, so that it starts at once."""

from __future__ import annotations

import gc
import sys

_MODULES_AND_CATALOGUE = 50_000  # objects that stay: to look for garbage among them takes a tenth of a short command


def start_lightly() -> None:
    """For the process of a command only.

    DuckDB imports pandas, which takes longer than most commands, to ask whether a parameter is one of its values. It is not. Great
    Expectations needs pandas, and lets it in (expectations/gx_import.py).
    """
    gc.set_threshold(_MODULES_AND_CATALOGUE, 20, 100)
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
