"""Every reader that is fuzzed, by name."""

from __future__ import annotations

from tests.hostile.fuzz.keypoints import KEYPOINTS
from tests.hostile.fuzz.office import OFFICE
from tests.hostile.fuzz.portal import PORTAL
from tests.hostile.fuzz.subject import Subject
from tests.hostile.fuzz.workbooks import WORKBOOKS

SUBJECTS: dict[str, Subject] = {one.name: one for one in (*WORKBOOKS, *KEYPOINTS, *PORTAL, *OFFICE)}
