"""What a district's portal serves in these tests, and the source files of the office that reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from flows.sources.portal_web import PortalSettings
from tests.functional.portal_server import PortalServer
from warehouse.workspace import Workspace

QUICK = PortalSettings(backoff_s=0.01, connect_timeout_s=2, read_timeout_s=2, longest_wait_s=3)
TERMS = "terms: {pause_s: 0, page_deadline_s: 5}\n"
TOKEN = "Bearer s3cret"
NOTICES = "/api/notices?channel=tzgg&pageSize=2&pageNo={}"
CONTENT = ("/zcwj/", "/zcjd/", "/api/", "/lyb/")


@dataclass(frozen=True)
class Doc:
    """One policy document of the portal."""

    number: int
    day: str
    unit: str = "区教育局"
    code: str = ""

    @property
    def title(self) -> str:
        return f"云江区第{self.number}号办法"


def documents_page(docs: list[Doc], pages: int, *, is_closed: bool = True) -> bytes:
    """A page of the column, in GB18030, as TRS writes them."""
    rows = "".join(
        f"<li><a href='./{doc.day.replace('-', '')}/t{doc.number}.html'>{doc.title}</a>"
        f"<i>{doc.code}</i><em>来源：{doc.unit}</em><span>{doc.day}</span></li>"
        for doc in docs
    )
    script = f'<script>createPageHTML({pages}, 0, "index", "html");</script>'
    head = "<html><head><meta charset='gb2312'><title>政策文件</title></head><body>"
    return f"{head}<ul class=list>{rows}</ul>{script}{'</body></html>' if is_closed else ''}".encode("gb18030")


def put_documents(portal: PortalServer, docs: list[Doc], per_page: int = 10) -> None:
    """The column over as many pages as it needs, the last ones behind it gone."""
    pages = max(-(-len(docs) // per_page), 1)
    for path in [path for path in portal.served if path.startswith("/zcwj/index")]:
        del portal.served[path]
    for page in range(pages):
        name = "index.html" if page == 0 else f"index_{page}.html"
        chunk = docs[page * per_page : (page + 1) * per_page]
        portal.put(f"/zcwj/{name}", documents_page(chunk, pages), "text/html")


def thirty(count: int = 25) -> list[Doc]:
    """Documents of two quarters, newest first."""
    return [
        Doc(n, f"2025-{6 - n // 5:02}-{28 - n % 20:02}", code=f"云府规〔2025〕{n}号" if n % 2 else "")
        for n in range(count)
    ]


def documents_source(portal: PortalServer, more: str = "") -> str:
    return (
        f"kind: list_page\ntitle: 政策文件\nurl: {portal.url}/zcwj/index.html\nitem_kind: policy_document\n"
        "rows: //ul[@class='list']/li\n"
        "items: {title: a/text(), url: a/@href, published_on: span/text(), document_number: i/text(),\n"
        "        unit: {select: em/text(), pattern: '来源：(.+)'}}\n"
        "paging: {pattern: 'index_{n}.html', first: 1, count: 'createPageHTML\\((\\d+)'}\n" + TERMS + more
    )


def put_interpretations(portal: PortalServer) -> None:
    """Two pages whose markup is broken as portals' is: nothing closed, attributes without quotes, a stray end tag."""
    rows = [
        "<div class=item><h3><a href=/zcjd/1.html>《云江区第1号办法》解读</a></h3></b><p>时间 2025-06-28"
        "<a class=related href=../zcwj/20250627/t1.html>相关文件</a>",
        "<div class=item><h3><a href='/zcjd/2.html?from=list#top'>一图读懂</a></h3><p>时间 2025-06-30",
    ]
    later = "<div class=item><h3><a href=/zcjd/3.html>《云江区第3号办法》政策解读</a></h3><p>2025-07-01</p></div>"
    portal.put("/zcjd/index.html", f"<html><body>{rows[0]}{rows[1]}<a href=list2.html>下一页</a></html>")
    portal.put("/zcjd/list2.html", f"<body>{later}<a href='list2.html'>下一页</a></body>")


def interpretations_source(portal: PortalServer) -> str:
    return (
        f"kind: list_page\ntitle: 政策解读\nurl: {portal.url}/zcjd/index.html\nitem_kind: interpretation\nunit: 区政府办公室\n"
        "rows: //div[@class='item']\n"
        "items: {title: h3/a/text(), url: h3/a/@href, linked_url: \"p/a[@class='related']/@href\",\n"
        "        published_on: {select: p, pattern: '(\\d{4}-\\d{2}-\\d{2})'}}\n"
        "paging: {next: \"//a[text()='下一页']/@href\"}\n" + TERMS
    )


def put_notices(portal: PortalServer, count: int, size: int = 2) -> None:
    """A JSON API behind a token, by page number, with its total; behind the last page come empty lists."""
    for path in [path for path in portal.served if path.startswith("/api/notices")]:
        del portal.served[path]
    rows = [
        {
            "title": f"公告{n}",
            "url": f"/tzgg/{n}.html",
            "publishTime": 1_751_270_400_000 - n * 86_400_000,
            "dept": {"name": "区财政局"},
        }
        for n in range(count)
    ]
    for page in range(1, -(-count // size) + 2):
        part = rows[(page - 1) * size : page * size]
        body = json.dumps({"code": 0, "data": {"total": count, "list": part}}, ensure_ascii=False)
        path = f"/api/notices?channel=tzgg&pageSize={size}&pageNo={page}"
        portal.put(path, body, "application/json", secret=("Authorization", TOKEN))


def notices_source(portal: PortalServer, more: str = "") -> str:
    return (
        f"kind: json_api\ntitle: 通知公告\nurl: {portal.url}/api/notices?channel=tzgg\nitem_kind: notice\nrows: data.list\n"
        "token: {env: TEST_PORTAL_TOKEN, prefix: 'Bearer '}\n"
        "items: {title: title, url: url, published_on: publishTime, unit: dept.name}\ndate_formats: [epoch_ms]\n"
        "paging: {style: page, parameter: pageNo, size: 2, size_parameter: pageSize, total: data.total}\n"
        + TERMS
        + more
    )


def board_page(rows: list[tuple[str, str, object, object]]) -> str:
    """The message board's monthly table: unit, month, received, answered."""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = "<tr><th>单位<th>月份<th>留言数<th>答复数</tr>"
    return f"<html><body><table border=1>{head}{cells}</table></body></html>"


def board_source(portal: PortalServer, more: str = "") -> str:
    return (
        f"kind: board\ntitle: 政策留言板\nurl: {portal.url}/lyb/tj.html\nformat: table\n"
        "figures: {unit: 单位, period: 月份, metrics: {messages_received: 留言数, messages_answered: 答复数}}\n"
        + TERMS
        + more
    )


STATISTICS = (
    "kind: export_file\ntitle: 网站统计\npath: exports/*.csv\nunit: 云江区\n"
    "figures: {period: {select: '@name', pattern: '(\\d{4}-\\d{2})'}, metrics: {visits: 浏览量}}\n"
)


def declare(workspace: Workspace, **sources: str) -> None:
    """Writes source files into the workspace."""
    folder = workspace.root / "sources"
    folder.mkdir(exist_ok=True)
    for code, text in sources.items():
        (folder / f"{code}.yaml").write_text(text, encoding="utf-8")


def export(workspace: Workspace, name: str, text: str) -> Path:
    """A file as the site's statistics give it: CSV in GBK."""
    path = workspace.root / "exports" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("gbk"))
    return path


def put_everything(portal: PortalServer, office: Workspace) -> None:
    """All of it, declared too."""
    put_documents(portal, thirty())
    put_interpretations(portal)
    put_notices(portal, 5)
    portal.put("/lyb/tj.html", board_page([("区教育局", "2025-05", 3, 3), ("区财政局", "2025-05", 2, 1)]))
    declare(
        office,
        documents=documents_source(portal),
        interpretations=interpretations_source(portal),
        notices=notices_source(portal),
        board=board_source(portal),
    )


def content_requests(portal: PortalServer) -> list[str]:
    """The addresses asked for, without robots.txt."""
    return [path for path, _ in portal.requests if path.startswith(CONTENT)]
