"""Figures written as the table that a unit fills in: short row and column names, 空 for a blank cell."""

from __future__ import annotations

T3_COLUMNS = {
    "自然人": "natural_person",
    "商业企业": "business",
    "科研机构": "research",
    "公益组织": "nonprofit",
    "法律机构": "legal_service",
    "其他组织": "other_org",
    "总计": "total",
}
T3_ROWS = {
    "新收": "new",
    "上年结转": "carried_in",
    "予以公开": "granted",
    "部分公开": "partly_granted",
    "不予公开": "refused.third_party",
    "无法提供": "unavailable.not_held",
    "不予处理": "not_processed.repeated",
    "其他处理": "other",
    "逾期不补正": "other.no_correction",
    "未缴费": "other.fee_unpaid",
    "其他": "other.other",
    "总计": "total",
    "结转下年度": "carried_out",
}
T4_COLUMNS = {"维持": "upheld", "纠正": "corrected", "其他": "other", "未审结": "pending", "总计": "total"}
T4_ROWS = {"复议": "review", "直接起诉": "direct_suit", "复议后起诉": "suit_after_review"}
T2_COLUMNS = {"制发": "made", "废止": "repealed", "有效": "in_force"}
T2_ROWS = {"规章": "regulation", "规范性文件": "normative_document"}


def t2(text: str) -> dict[str, float | None]:
    """T2's first block."""
    return _cells("T2", text, T2_ROWS, T2_COLUMNS)


def t3(text: str) -> dict[str, float | None]:
    """T3; 其他处理 is （六） printed as one row."""
    return _cells("T3", text, T3_ROWS, T3_COLUMNS)


def t4(text: str) -> dict[str, float | None]:
    """T4, one line a block."""
    return _cells("T4", text, T4_ROWS, T4_COLUMNS)


def _cells(table: str, text: str, rows: dict[str, str], columns: dict[str, str]) -> dict[str, float | None]:
    header, *lines = (line.split() for line in text.strip().splitlines())
    return {
        f"{table}:{rows[line[0]]}.{columns[column]}": None if value == "空" else float(value)
        for line in lines
        for column, value in zip(header, line[1:], strict=True)
    }
