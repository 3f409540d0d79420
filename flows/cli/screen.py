"""What a command shows: progress on stderr, a table for people or one JSON document for programs on stdout."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from warehouse.catalog.period import Period

_PIPE_WIDTH = 140  # where there is no terminal to ask


def say(sentence: str) -> None:
    """Progress, to stderr."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def emit(document: object, screen: Callable[[], Iterable[RenderableType]], *, as_json: bool) -> None:
    """Writes the result: the document as JSON, or what `screen` makes of it. `screen` is called only where it is shown."""
    if as_json:
        sys.stdout.write(json.dumps(to_json(document), ensure_ascii=False, indent=2) + "\n")
        return
    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
    for part in screen():
        console.print(part, markup=False, soft_wrap=isinstance(part, str))


def to_json(value: object) -> Any:  # noqa: ANN401 - JSON
    """Plain JSON values: periods, paths and times as text, whole Decimals as integers, dataclasses as objects."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Period):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    match value:
        case Mapping():
            return {str(key): to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date():
            return value.isoformat()
        case Period() | Path():
            return str(value)
    return value


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, wide: Sequence[str] = ()) -> Table:
    """A table for people. The columns in `wide` wrap where the screen is narrow; cells are text, never markup."""
    # No lines: Chinese terminals and fonts draw them two cells wide, where the table counts one.
    shown = Table(title=title or None, title_justify="left", title_style="bold", header_style="bold", box=None)
    shown.padding = (0, 2, 0, 0)
    for column in columns:
        is_wide = column in wide
        shown.add_column(column, no_wrap=not is_wide, overflow="fold", min_width=12 if is_wide else None)
    for row in rows:
        shown.add_row(*(_cell(value) for value in row))
    return shown


def figure(value: Decimal | None) -> str:
    """A figure as people write it: no trailing zeros of the column's scale; a blank says that it is one."""
    return "空" if value is None else f"{to_json(value)}"


def _cell(value: object) -> Text:
    is_number = isinstance(value, int | Decimal)
    shown = figure(value) if isinstance(value, Decimal) else "" if value is None else str(value)
    return Text(shown, justify="right" if is_number else "left")


def count_by(labels: Mapping[str, str], counts: Mapping[str, int]) -> str:
    """`已接收 40，已退回 2`."""
    return "，".join(f"{labels.get(code, code)} {count}" for code, count in counts.items())
