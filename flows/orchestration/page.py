"""Prefect's page in a browser asks nobody but its own server.

Its analytics are initialised whatever the server's settings say (seen in 3.8.8: the browser asked sr-client-cfg.amplitude.com for its
configuration), so the browser is told to refuse: by a policy in the pages of our own copy, which Prefect lays out anew with a new version.
"""

from __future__ import annotations

from pathlib import Path

_HEAD = "<head>"
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'\">"
)


def keep_to_itself(folder: Path) -> None:
    """Puts the policy into every page of the folder that has none yet."""
    for page in sorted(folder.glob("*/index.html")):
        text = page.read_text(encoding="utf-8")
        if _POLICY not in text:
            page.write_text(text.replace(_HEAD, _HEAD + _POLICY, 1), encoding="utf-8")
