"""A page of a former release in the frame of this one: what stands on it is the same, and whose release it belongs to is not."""

from __future__ import annotations

from reports.site.facts import Site
from reports.site.render import render_frame

_TITLE, _BODY = ("<title>", " · "), ('<main id="main" tabindex="-1">', "</main>\n<footer>")
_TITLE_HERE = "\ue000title\ue000"  # of private characters, which no name of a district has


class Renewal:
    """Puts the title and the body of former pages into the frame of this release; for pages that lie as deep and in the same place."""

    def __init__(self, site: Site, path: str, place: str) -> None:
        self._frame = render_frame(site, path, place, title=_TITLE_HERE)

    def page(self, former: str) -> str:
        """The former page anew. Raises ValueError for a text that is no page of a site."""
        head, _, rest = former.partition(_BODY[0])
        body, mark, _ = rest.rpartition(_BODY[1])
        title, dot, _ = head.partition(_TITLE[0])[2].rpartition(_TITLE[1])
        if not mark or not dot:
            raise ValueError("not a page of a site")
        frame, opening = self._frame, self._frame.index(_BODY[0]) + len(_BODY[0])
        whole = f"{frame[:opening]}{body}{frame[frame.rindex(_BODY[1]) :]}"
        return whole.replace(_TITLE_HERE, title, 1)
