"""Reports on measures and policy documents under judgement, written by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.unit.expectations.batch import Batch, unit


class MetricBatch(Batch):
    """One department's report of the first quarter of 2025; `closed` requests in the statutory table."""

    def __init__(self, closed: int = 0) -> None:
        super().__init__(unit("bureau"))
        self.submission = self.submit("bureau", "2025Q1", {"T3:total.total": closed})
        self.rows |= {"check_metric": [], "check_filing": []}

    def measure(self, code: str, value: int | None) -> MetricBatch:
        """A row of the sheet 工作指标; None is blank."""
        row = len(self.rows["check_metric"]) + 1
        told = {"value": None if value is None else Decimal(value), "text": None if value is None else str(value)}
        key = {"submission_id": self.submission, "row_no": row, "measure_code": code}
        state = "blank" if value is None else "number"
        self.rows["check_metric"].append({**key, **told, "state": state, "sheet": "工作指标", "address": f"C{row + 4}"})
        return self

    def document(self, **days: date | None) -> MetricBatch:
        """A row of the sheet 文件台账, by its days."""
        row = len({one["row_no"] for one in self.rows["check_filing"]}) + 1
        for letter, (name, day) in zip("EFGHIJK", days.items(), strict=False):
            told: dict[str, Any] = {
                "day": day,
                "text": None if day is None else str(day),
                "state": "read" if day else "blank",
            }
            key = {"submission_id": self.submission, "row_no": row, "field": name}
            self.rows["check_filing"].append({**key, **told, "sheet": "文件台账", "address": f"{letter}{row + 4}"})
        return self

    def link(self, field: str, url: str, state: str | None) -> MetricBatch:
        """A link of the first document, and what the last visit to it saw; None where there was no visit."""
        key = {"submission_id": self.submission, "row_no": 1, "field": field, "text": url, "state": "read"}
        self.rows["check_filing"].append({**key, "sheet": "文件台账", "address": "N5"})
        seen = {"url": url, "state": state, "detail": "HTTP 404"}
        self.rows["check_link"] = [] if state is None else [seen]
        return self
