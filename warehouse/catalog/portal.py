"""Declared sources of the portal: what is asked where, how politely, how an answer is read, and when it is not believed.

One YAML a source in a workspace's `sources` folder; the file's name is the source's code. `kind` says which of the classes it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from warehouse.catalog.forms import Declared
from warehouse.catalog.portal_fields import DetailFields, FigureFields, ItemFields, Pick

ItemKind = Literal["policy_document", "interpretation", "notice"]
_SEPARATORS = re.compile(r"[?#]")


class Token(Declared):
    """A secret that goes into a header; only the name of the environment variable that holds it is declared."""

    env: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    header: str = "Authorization"
    prefix: str = ""


class Terms(Declared):
    """How politely and how long a source is asked. Seconds, MB (2^20 bytes)."""

    pause_s: float = Field(default=1.0, ge=0)
    page_deadline_s: float = Field(default=60.0, gt=0)
    attempts: int = Field(default=4, ge=1, le=10)
    most_pages: int = Field(default=50, ge=1, le=1000)
    largest_mb: float = Field(default=20.0, gt=0, le=200)


class Expect(Declared):
    """What an answer must be like to be believed: at least `fewest` rows, and at least `drop_share` of those of the last good one.

    `compare_from`: answers before that day are no measure, for a column that was cleared out on purpose. `is_closed`: a page ends
    with its closing tag; without it the page was cut off. `flawed_share`: of the rows, how many may lack a value.
    """

    fewest: int = Field(default=1, ge=0)
    drop_share: Decimal = Field(default=Decimal("0.5"), ge=0, le=1)
    compare_from: date | None = None
    is_closed: bool = True
    flawed_share: Decimal = Field(default=Decimal(0), ge=0, le=1)


class SourceBase(Declared):
    """What every source declares. `hosts` are further hosts that it may lead to; `unit` whose figures or column it is; the addresses
    of its items are looked at with the units' links where it `is_patrolled`.
    """

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str
    hosts: tuple[str, ...] = ()
    unit: str | None = None
    terms: Terms = Terms()
    expect: Expect = Expect()
    token: Token | None = None
    date_formats: tuple[str, ...] = ()
    figures: FigureFields | None = None
    items: ItemFields | None = None
    detail: DetailFields | None = None
    item_kind: ItemKind | None = None
    is_normative: bool = False
    since: date | None = None
    update_days: int | None = Field(default=None, gt=0)
    is_patrolled: bool = False

    @model_validator(mode="after")
    def _items_have_a_kind(self) -> SourceBase:
        if (self.items is None) != (self.item_kind is None):
            raise ValueError("items 与 item_kind（policy_document、interpretation、notice）应同时填写")
        if self.detail is not None and self.items is None:
            raise ValueError("detail（条目自己的页面）只用于有 items 的来源")
        if self.is_patrolled and self.items is None:
            raise ValueError("is_patrolled（巡检条目的网址）只用于有 items 的来源")
        return self

    def picks(self) -> dict[str, Pick]:
        """The declared fields of a row."""
        fields = self.items or self.figures
        return {} if fields is None else fields.picks()


class Web(SourceBase):
    """A source with an address."""

    url: str

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        return web_address(url)


class NumberedPaging(Declared):
    """Pages of a JSON API: by number, by offset, or by the cursor that an answer gives at the path `next`."""

    style: Literal["page", "offset", "cursor"]
    parameter: str
    first: int = Field(default=1, ge=0)
    size: int | None = Field(default=None, ge=1)
    size_parameter: str | None = None
    next: str | None = None
    total: str | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> NumberedPaging:
        if self.style == "cursor" and self.next is None:
            raise ValueError("按游标翻页（cursor）应写明 next：下一页游标在应答中的位置")
        if self.style == "offset" and self.size is None:
            raise ValueError("按偏移翻页（offset）应写明 size：每页条数")
        return self


class JsonApi(Web):
    """A JSON API: `rows` is the path of its list."""

    kind: Literal["json_api"]
    rows: str
    paging: NumberedPaging | None = None

    @model_validator(mode="after")
    def _says_what_it_holds(self) -> JsonApi:
        if (self.items is None) == (self.figures is None):
            raise ValueError("items（信息条目）和 figures（数据）应填且只填一项")
        return self


class ListPaging(Declared):
    """Pages of a list: by `pattern` (`index_{n}.html`, beside the first page, `{n}` from `first` for the second page), or by the XPath
    `next`. `count` is a pattern whose group is the number of pages, such as that of createPageHTML(…).
    """

    pattern: str | None = None
    first: int = Field(default=1, ge=0)
    count: re.Pattern[str] | None = None
    next: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> ListPaging:
        if (self.pattern is None) == (self.next is None):
            raise ValueError("pattern（页码地址样式）和 next（下一页链接的 XPath）应填且只填一项")
        if self.pattern is not None and "{n}" not in self.pattern:
            raise ValueError("pattern 中应有 {n}，例如 index_{n}.html")
        return self


class ListPage(Web):
    """A column of the portal as a list of links: `rows` is the XPath of a row."""

    kind: Literal["list_page"]
    rows: str
    items: ItemFields
    item_kind: ItemKind
    paging: ListPaging | None = None


class ReportAt(Declared):
    """Where one unit's report of one year is published."""

    unit: str
    year: int = Field(ge=2008, le=2100)
    url: str

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        return web_address(url)


class ReportPage(SourceBase):
    """Units' published annual reports; `published_on` is the XPath of the day that the page states."""

    kind: Literal["report_page"]
    pages: tuple[ReportAt, ...] = Field(min_length=1)
    published_on: Pick | None = None


class Board(Web):
    """A message board's figures: JSON with the path `rows`, or a table on a page, known by its headings."""

    kind: Literal["board"]
    format: Literal["json", "table"]
    rows: str | None = None
    figures: FigureFields

    @model_validator(mode="after")
    def _json_has_rows(self) -> Board:
        if (self.format == "json") != (self.rows is not None):
            raise ValueError("format: json 应写明 rows；format: table 按表头认列，不写 rows")
        return self


class ExportFile(SourceBase):
    """CSV or xlsx from the site statistics: at a `url`, or files in the workspace (`path`, may hold `*`)."""

    kind: Literal["export_file"]
    url: str | None = None
    path: str | None = None
    figures: FigureFields

    @model_validator(mode="after")
    def _one_place(self) -> ExportFile:
        if (self.url is None) == (self.path is None):
            raise ValueError("url 和 path 应填且只填一项")
        if self.url is not None:
            web_address(self.url)
        if self.path is not None and (self.path.startswith("/") or ".." in self.path.split("/")):
            raise ValueError("path 应是工作区内的路径")
        return self


Source = Annotated[JsonApi | ListPage | ReportPage | Board | ExportFile, Field(discriminator="kind")]


class Metric(Declared):
    """A portal metric. `origin`: counted from `items`, given as `figures`, told by published `reports`, or a `ratio` of two others.

    Months make a quarter, and quarters a year, by `aggregation`; a quotient is that of the sums, never a mean of quotients.
    `least` and `most` bound what a source may say of it.
    """

    code: str
    name: str
    unit: str
    definition: str
    origin: Literal["items", "figures", "reports", "ratio"]
    source_kinds: tuple[str, ...]
    aggregation: Literal["sum", "last", "none"]
    numerator: str | None = None
    denominator: str | None = None
    least: Decimal = Decimal(0)
    most: Decimal | None = None
    is_count: bool = True
    is_quotient: bool = False


class Fault(Declared):
    """A way in which an answer is not believed; `message` is filled with what is known."""

    code: str
    title: str
    message: str


class PortalWords(Declared):
    """Metrics, faults, and the words by which pages that are not what they should be are known."""

    metrics: tuple[Metric, ...]
    faults: tuple[Fault, ...]
    date_formats: tuple[str, ...]
    earliest: date
    login_marks: re.Pattern[str]
    missing_marks: re.Pattern[str]
    closing_tag: re.Pattern[str]
    normative_number: re.Pattern[str]
    document_number: re.Pattern[str]
    quoted_title: re.Pattern[str]
    total_row: re.Pattern[str]

    def metric(self, code: str) -> Metric:
        """The metric of this code. Raises KeyError."""
        return {metric.code: metric for metric in self.metrics}[code]

    def sentence(self, code: str, **known: Any) -> str:  # noqa: ANN401 - whatever the message names
        """A fault in words."""
        return next(fault for fault in self.faults if fault.code == code).message.format(**known)


def web_address(url: str) -> str:
    """The address itself. Raises ValueError for one without scheme and host, or with a user or password in it."""
    scheme, _, rest = url.partition("://")
    host = _SEPARATORS.split(rest.partition("/")[0])[0]
    if scheme not in {"http", "https"} or not host:
        raise ValueError(f"网址“{url}”有误，应以 http:// 或 https:// 开头")
    if "@" in host:
        raise ValueError("网址中不能写用户名和密码，请改用 token")
    return url


def source_problems(sources: tuple[Source, ...], words: PortalWords) -> Iterator[str]:
    """What is wrong among sources that are each well formed, in Chinese sentences."""
    given = {metric.code for metric in words.metrics if metric.origin == "figures"}
    held: dict[str, str] = {}
    for source in sources:
        for code in source.figures.metrics if source.figures else ():
            if code not in given:
                yield f"来源 {source.code} 的指标“{code}”没有声明，可用的有：{'、'.join(sorted(given))}。"
            elif held.setdefault(code, source.code) != source.code:
                yield f"指标“{code}”同时由来源 {held[code]} 和 {source.code} 提供，应只留一处。"
