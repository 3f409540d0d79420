"""Pages of reports that need not be made again: a report that nothing was said of since has the page of a former release, in the frame
of this one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flows.steps.drafts import Shelf, program_fingerprint, spelled
from reports.site.facts import REPORT_SECTIONS, Site
from reports.site.paths import report_path
from reports.site.renewal import Renewal


@dataclass(slots=True)
class KeptPages:
    """The pages of reports by what they are made from. `marks` are those of their cells, by report; `taken` fills as pages are."""

    site: Site
    marks: Mapping[int, str]
    shelf: Shelf
    folder: str
    keys: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Path and text of every page that a former release has of the same; the others are left to be made."""
        self.keys.update(self._keys())
        renewal = Renewal(self.site, report_path(0), "units")
        for number, key in self.keys.items():
            former = self.shelf.take(key)
            if former is not None:
                yield report_path(number), renewal.page(former.decode())
                self.taken.add(number)

    @property
    def left(self) -> list[int]:
        """The reports whose pages are to be made, after all pages were asked for."""
        return [number for number in self.keys if number not in self.taken]

    @property
    def made_from(self) -> dict[str, str]:
        """By path below the release: what the page was made from."""
        return {f"{self.folder}/{report_path(number)}": key for number, key in self.keys.items()}

    def _keys(self) -> Iterator[tuple[int, str]]:
        """By report, of all that its page may read: what is common to all of them (see Site.of_reports), and its own rows."""
        narrow, own = self.site.of_reports(), defaultdict[int, list[object]](list)
        facts = narrow.facts
        for section in REPORT_SECTIONS:
            for row in narrow.rows(section):
                own[row["submission_id"]].append((section, spelled(row)))
        sections = [(name, rows) for name, rows in facts.sections.items() if name not in REPORT_SECTIONS]
        shared = spelled([facts.district_code, facts.district_name, facts.keypoints, sections])
        common = repr((program_fingerprint(), self.site.catalog.fingerprint, shared))
        for number in sorted(self.site.reported & self.marks.keys()):
            told = repr((self.marks[number], own[number]))
            yield number, hashlib.sha256(f"{common}{told}".encode()).hexdigest()
