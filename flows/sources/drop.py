"""An HTTP drop: a folder on a web server that units upload to. Lists it and downloads what is new, resuming what broke off.

Order against loss: download → the caller lands the bytes → `confirm`. A crash in between fetches again and loses nothing;
landing is by content, so fetching again changes nothing either.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import requests

from flows.sources.harvest import Failed, Fetched, Harvest, Version
from flows.sources.listing import Entry, read_listing
from flows.sources.names import display_name, ignored_because
from flows.sources.web import Deadline, SourceError, Web, WebSettings, body

LOGIN = "ZWGK_DROP_LOGIN"  # 用户名:密码
_DEEPEST = 5
_LARGEST_LISTING = 8 << 20


def fetch_drop(base_url: str, state_dir: Path, settings: WebSettings | None = None) -> Harvest:
    """Fetches every file of the drop that has not been confirmed yet; one file's failure does not stop the others.

    Raises SourceError where the listing itself can't be had.
    """
    settings = settings or WebSettings()
    deadline = Deadline(settings.total_deadline_s)
    state_dir.mkdir(parents=True, exist_ok=True)
    known = _confirmed(state_dir)
    with Web(base_url, settings) as web:
        files = list(_list_files(web, base_url if base_url.endswith("/") else base_url + "/", deadline))
        outcomes = [_fetch_or_fail(web, entry, state_dir, known.get(entry.url, {}), deadline) for entry in files]
    return Harvest(
        fetched=tuple(outcome for outcome in outcomes if isinstance(outcome, Fetched)),
        failed=tuple(outcome for outcome in outcomes if isinstance(outcome, Failed)),
        known_count=outcomes.count(None),
    )


def login_of(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """User and password for the drop, which stand in the environment only. Raises SourceError, which does not quote them."""
    login = environment.get(LOGIN)
    if login is None:
        return None
    user, colon, password = login.partition(":")
    if not colon or not user:
        raise SourceError(f"环境变量 {LOGIN} 应写作“用户名:密码”")
    return user, password


def out_of_reach(base_url: str, failed: SourceError) -> Harvest:
    """What a visit comes to whose listing could not be had: nothing fetched, and a sentence that says so."""
    return Harvest((), (Failed("网上收件目录", base_url, str(failed), failed.is_transient),), 0)


def confirm_landed(state_dir: Path, fetched: Fetched) -> None:
    """Records, durably, that the bytes are safe in the archive, and lets go of the downloaded copy."""
    version = fetched.version
    row = {"url": fetched.url, "sha256": fetched.sha256, "etag": version.etag, "modified": version.modified}
    with (state_dir / "fetched.jsonl").open("ab") as out:
        # A torn line of an earlier crash must not swallow this one.
        lead = b"" if out.tell() == 0 else b"\n"
        out.write(lead + json.dumps({**row, "stamp": version.stamp}, ensure_ascii=False).encode())
        out.flush()
        os.fsync(out.fileno())
    _Part.of(state_dir, fetched.url).discard()


def _confirmed(state_dir: Path) -> dict[str, dict[str, Version]]:
    """Versions confirmed so far: url → sha256 → version. A torn line was never acknowledged: that file comes again."""
    known: dict[str, dict[str, Version]] = {}
    path = state_dir / "fetched.jsonl"
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            row: dict[str, Any] = json.loads(line)
            version = Version(row["etag"], row["modified"], row["stamp"])
            known.setdefault(row["url"], {}).pop(row["sha256"], None)
            known[row["url"]][row["sha256"]] = version
        except (ValueError, KeyError):
            continue
    return known


def _list_files(web: Web, url: str, deadline: Deadline, above: str = "", depth: int = 0) -> Iterator[Entry]:
    content, content_type = web.read(url, deadline, _LARGEST_LISTING)
    entries = [entry for entry in read_listing(content, content_type, url) if ignored_because(entry.name) is None]
    if len(entries) > web.settings.most_files:
        raise SourceError(f"{url} 中有 {len(entries)} 个文件，超过上限 {web.settings.most_files} 个")
    for entry in sorted(entries, key=lambda entry: entry.name):
        if not entry.is_folder:
            yield replace(entry, name=display_name(above + entry.name))
        elif depth < _DEEPEST:
            yield from _list_files(web, entry.url, deadline, f"{above}{entry.name}/", depth + 1)


def _fetch_or_fail(
    web: Web, entry: Entry, state_dir: Path, known: dict[str, Version], deadline: Deadline
) -> Fetched | Failed | None:
    latest = next(reversed(known.values()), Version())
    if entry.stamp is not None and entry.stamp == latest.stamp:
        return None
    part, own = _Part.of(state_dir, entry.url), deadline.within(web.settings.file_deadline_s)
    try:
        version = web.patiently(lambda: _download(web, entry, part, latest, own), own)
    except SourceError as failed:
        if not failed.is_transient:
            part.discard()
        return Failed(entry.name, entry.url, str(failed), failed.is_transient)
    if version is None:
        return None
    sha256, size = part.seal()
    fetched = Fetched(part.path, entry.name, entry.url, sha256, size, replace(version, stamp=entry.stamp))
    if sha256 not in known:
        return fetched
    confirm_landed(state_dir, fetched)  # a server without ETag and dates: only the bytes say that nothing is new
    return None


def _download(web: Web, entry: Entry, part: _Part, latest: Version, deadline: Deadline) -> Version | None:
    """One attempt, from where the last one broke off; None where the server says that nothing changed."""
    with web.open(entry.url, deadline, part.resume_headers() or _unless_changed(latest)) as response:
        if response.status_code == 304:
            return None
        if response.status_code == 416 or not part.accepts(response):
            part.discard()
            raise SourceError("续传位置与服务器不符，重新下载", is_transient=True)
        _refuse_web_page(entry, response)
        part.write(response, deadline, web.settings.largest_bytes)
    if entry.size not in {None, part.path.stat().st_size}:
        part.discard()
        raise SourceError(f"收到的长度与目录所列的 {entry.size} 字节不符", is_transient=True)
    return part.version()


def _unless_changed(latest: Version) -> dict[str, str]:
    headers = {"If-None-Match": latest.etag, "If-Modified-Since": latest.modified}
    return {name: value for name, value in headers.items() if value is not None}


def _refuse_web_page(entry: Entry, response: requests.Response) -> None:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if is_page and not entry.name.lower().endswith((".html", ".htm")):
        raise SourceError("服务器返回的是网页而不是文件，可能需要登录")


@dataclass(frozen=True, slots=True)
class _Part:
    """A download under way: its bytes, and beside them the version that they belong to."""

    path: Path

    @classmethod
    def of(cls, state_dir: Path, url: str) -> _Part:
        return cls(state_dir / f"{hashlib.sha256(url.encode()).hexdigest()[:40]}.part")

    @property
    def _about(self) -> Path:
        return self.path.with_suffix(".json")

    def version(self) -> Version:
        about: dict[str, str | None] = json.loads(self._about.read_text("utf-8"))
        return Version(about["etag"], about["modified"])

    def resume_headers(self) -> dict[str, str]:
        """Asks for the rest, of the very same version only (If-Range wants a strong ETag or a date)."""
        if not self._about.exists() or not self.path.exists() or self.path.stat().st_size == 0:
            return {}
        version = self.version()
        is_strong = version.etag is not None and not version.etag.startswith("W/")
        validator = version.etag if is_strong else version.modified
        return {"Range": f"bytes={self.path.stat().st_size}-", "If-Range": validator} if validator else {}

    def accepts(self, response: requests.Response) -> bool:
        """Whether a partial answer begins where the bytes at hand end; a whole answer always fits."""
        if response.status_code != 206:
            return True
        if "Content-Encoding" in response.headers:
            return False
        have = self.path.stat().st_size if self.path.exists() else 0
        return response.headers.get("Content-Range", "").startswith(f"bytes {have}-")

    def write(self, response: requests.Response, deadline: Deadline, largest_bytes: int) -> None:
        if response.status_code != 206:
            # Compressed against our wish: its bytes can't be counted, so it is never resumed.
            validators = {} if "Content-Encoding" in response.headers else response.headers
            about = {"etag": validators.get("ETag"), "modified": validators.get("Last-Modified")}
            self.path.write_bytes(b"")
            self._about.write_text(json.dumps(about), "utf-8")
        with self.path.open("ab") as out:
            for chunk in body(response, deadline, largest_bytes - out.tell()):
                out.write(chunk)

    def seal(self) -> tuple[str, int]:
        """SHA-256 and size of the whole download."""
        content = self.path.read_bytes()
        return hashlib.sha256(content).hexdigest(), len(content)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)
