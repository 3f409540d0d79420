import time
from pathlib import Path

import pytest

from flows.sources.drop import confirm_landed, fetch_drop
from flows.sources.harvest import Fetched, Harvest
from flows.sources.web import SourceError, WebSettings
from tests.functional.drop_server import DropServer, break_after, drip, login_page, redirect, status

QUICK = WebSettings(backoff_s=0.01, connect_timeout_s=2, read_timeout_s=2, file_deadline_s=5, total_deadline_s=10)
BOOK = bytes(range(256)) * 400  # 102,400 bytes: more than one packet


def fetch(drop: DropServer, state: Path, settings: WebSettings = QUICK) -> Harvest:
    return fetch_drop(drop.url, state, settings)


def land(state: Path, harvest: Harvest) -> dict[str, bytes]:
    """As the collect step does: read the bytes, then confirm."""
    landed = {}
    for fetched in harvest.fetched:
        landed[fetched.name] = fetched.path.read_bytes()
        confirm_landed(state, fetched)
    return landed


def only(harvest: Harvest) -> Fetched:
    assert harvest.failed == ()
    (fetched,) = harvest.fetched
    return fetched


@pytest.mark.parametrize("listing", ["json", "html"])
def test_files_come_from_a_json_listing_and_from_a_page_of_links(
    drop: DropServer, tmp_path: Path, listing: str
) -> None:
    drop.listing = listing
    drop.put("教育局 2025Q1.xlsx", b"one")
    drop.put("2025Q1/财政局.xls", b"two")
    drop.put("~$lock.xlsx", b"lock")
    drop.put(".hidden", b"hidden")
    harvest = fetch(drop, tmp_path)
    assert land(tmp_path, harvest) == {"2025Q1/财政局.xls": b"two", "教育局 2025Q1.xlsx": b"one"}
    assert harvest.fetched[0].url == drop.url + "2025Q1/%E8%B4%A2%E6%94%BF%E5%B1%80.xls"


@pytest.mark.parametrize("listing", ["json", "html"])
@pytest.mark.parametrize("has_validators", [True, False])
def test_a_file_that_landed_never_comes_twice(
    drop: DropServer, tmp_path: Path, listing: str, has_validators: bool
) -> None:
    drop.listing, drop.has_validators = listing, has_validators
    drop.put("a.xlsx", BOOK)
    land(tmp_path, fetch(drop, tmp_path))
    again = fetch(drop, tmp_path)
    assert (again.fetched, again.failed, again.known_count) == ((), (), 1)


def test_a_known_file_of_a_json_listing_costs_no_request(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    land(tmp_path, fetch(drop, tmp_path))
    fetch(drop, tmp_path)
    assert len(drop.downloads("a.xlsx")) == 1


def test_a_new_version_under_the_same_name_comes(drop: DropServer, tmp_path: Path) -> None:
    drop.listing = "html"
    drop.put("a.xlsx", b"first")
    land(tmp_path, fetch(drop, tmp_path))
    drop.put("a.xlsx", b"second")
    assert land(tmp_path, fetch(drop, tmp_path)) == {"a.xlsx": b"second"}


def test_a_crash_before_landing_fetches_again_instead_of_losing(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    only(fetch(drop, tmp_path))  # and here the process dies: nothing was confirmed
    fetched = only(fetch(drop, tmp_path))
    assert fetched.path.read_bytes() == BOOK


def test_a_torn_record_fetches_again_and_does_not_spoil_the_next_one(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    land(tmp_path, fetch(drop, tmp_path))
    record = tmp_path / "fetched.jsonl"
    record.write_bytes(record.read_bytes()[:-9])
    assert land(tmp_path, fetch(drop, tmp_path)) == {"a.xlsx": BOOK}
    assert fetch(drop, tmp_path).known_count == 1


def test_two_503_and_then_the_file(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", status(503), status(503))
    assert only(fetch(drop, tmp_path)).path.read_bytes() == BOOK
    assert len(drop.downloads("a.xlsx")) == 3


def test_the_listing_is_retried_too(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("", status(502), status(500))
    assert only(fetch(drop, tmp_path)).size == len(BOOK)


def test_a_download_that_breaks_off_goes_on_where_it_broke(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", break_after(70_000))
    fetched = only(fetch(drop, tmp_path))
    assert fetched.path.read_bytes() == BOOK
    first, second = drop.downloads("a.xlsx")
    assert "Range" not in first
    assert second["Range"] == "bytes=70000-"
    assert second["If-Range"] == drop.files["a.xlsx"].etag


def test_the_next_run_goes_on_where_the_last_one_broke(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", break_after(50_000))
    assert fetch(drop, tmp_path, WebSettings(attempts=1)).failed[0].is_transient
    assert only(fetch(drop, tmp_path)).path.read_bytes() == BOOK
    assert drop.downloads("a.xlsx")[-1]["Range"] == "bytes=50000-"


def test_a_file_that_changed_after_the_break_is_not_mixed_with_the_old_one(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", break_after(50_000))
    fetch(drop, tmp_path, WebSettings(attempts=1))
    drop.put("a.xlsx", BOOK[::-1])
    assert only(fetch(drop, tmp_path)).path.read_bytes() == BOOK[::-1]


def test_a_break_without_validators_starts_anew(drop: DropServer, tmp_path: Path) -> None:
    drop.has_validators = False
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", break_after(50_000))
    assert only(fetch(drop, tmp_path)).path.read_bytes() == BOOK


def test_the_server_may_ask_for_patience(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", status(429, Retry_After="1"))
    started = time.monotonic()
    only(fetch(drop, tmp_path))
    assert 1.0 <= time.monotonic() - started < 3


def test_more_patience_than_the_deadline_allows_is_not_shown(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", status(503, Retry_After="86400"))
    started = time.monotonic()
    (failed,) = fetch(drop, tmp_path).failed
    assert time.monotonic() - started < 1
    assert "503" in failed.reason


def test_a_dripping_server_is_left_at_the_deadline(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.put("b.xlsx", BOOK)
    drop.fail("a.xlsx", drip(10))
    started = time.monotonic()
    harvest = fetch(drop, tmp_path, WebSettings(file_deadline_s=0.5, backoff_s=0.01))
    assert time.monotonic() - started < 2
    assert "仍未传完" in harvest.failed[0].reason
    assert [fetched.name for fetched in harvest.fetched] == ["b.xlsx"]


def test_a_file_that_is_too_large_is_left_while_it_streams(drop: DropServer, tmp_path: Path) -> None:
    drop.put("big.xlsx", b"x" * 300_000)
    (failed,) = fetch(drop, tmp_path, WebSettings(largest_bytes=100_000, backoff_s=0.01)).failed
    assert "超过" in failed.reason
    assert list(tmp_path.glob("*.part")) == []


def test_another_host_is_never_followed(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", redirect("http://127.0.0.2:1/a.xlsx"))
    (failed,) = fetch(drop, tmp_path).failed
    assert "另一台主机" in failed.reason
    assert failed.is_transient is False


def test_a_redirect_on_the_same_host_is_followed(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", b"old place")
    drop.put("b.xlsx", BOOK)
    drop.fail("a.xlsx", redirect("/drop/b.xlsx"))
    drop.listing = "html"
    harvest = fetch(drop, tmp_path)
    assert [fetched.path.read_bytes() for fetched in harvest.fetched] == [BOOK, BOOK]


def test_a_login_page_is_no_report(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    drop.fail("a.xlsx", login_page())
    assert "登录" in fetch(drop, tmp_path).failed[0].reason


def test_one_missing_file_does_not_stop_the_others(drop: DropServer, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        drop.put(name, name.encode())
    drop.fail("b.xlsx", status(404))
    harvest = fetch(drop, tmp_path)
    assert [fetched.name for fetched in harvest.fetched] == ["a.xlsx", "c.xlsx"]
    assert [failed.name for failed in harvest.failed] == ["b.xlsx"]


def test_a_server_that_is_away_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="无法连接") as failed:
        fetch_drop("http://127.0.0.1:9/", tmp_path, WebSettings(attempts=2, backoff_s=0.01))
    assert failed.value.is_transient


@pytest.mark.parametrize("url", ["file:///etc/", "ftp://host/", "云江区", "http://"])
def test_only_http_is_a_drop(tmp_path: Path, url: str) -> None:
    with pytest.raises(SourceError, match="应以 http"):
        fetch_drop(url, tmp_path)


def test_the_agent_names_itself(drop: DropServer, tmp_path: Path) -> None:
    drop.put("a.xlsx", BOOK)
    fetch(drop, tmp_path)
    assert {headers["User-Agent"] for _, headers in drop.requests} == {WebSettings().user_agent}
    assert WebSettings().user_agent.startswith("zwgk/")
