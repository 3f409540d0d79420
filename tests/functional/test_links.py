"""Links of evidence against a real web server: what is there, gone, busy, slow, moved, or not for us to ask."""

from __future__ import annotations

import socket
import time
from itertools import pairwise

import pytest

from flows.sources.link_answer import LinkAnswer
from flows.sources.links import LinkLimits, fetch_links
from flows.sources.web import SourceError
from tests.functional.link_server import (
    LinkServer,
    dripping_headers,
    moved,
    no_head,
    only_with_cookie,
    slow,
    status,
    titled,
)
from warehouse.catalog.catalog import load_catalog

WORDS = load_catalog().links
LOOPBACK = ("127.0.0.1", "localhost")
QUICK = LinkLimits(pause_s=0.0, connect_timeout_s=2, read_timeout_s=0.5, link_deadline_s=2, longest_wait_s=1.5)


def look(*urls: str, limits: LinkLimits = QUICK, allowed: tuple[str, ...] = LOOPBACK) -> dict[str, LinkAnswer]:
    return fetch_links(urls, WORDS, allowed, limits)


def look_at(url: str, limits: LinkLimits = QUICK) -> LinkAnswer:
    (answer,) = look(url, limits=limits).values()
    return answer


def test_a_page_is_alive_and_only_its_beginning_is_read(site: LinkServer) -> None:
    answer = look_at(site.page("/a.html", titled("区教育局主动公开目录")))
    assert (answer.state, answer.detail) == ("alive", "区教育局主动公开目录")
    assert site.requests("/a.html") == ["HEAD", "GET"]
    assert "zwgk" in site.asked[0][3]["User-Agent"]


def test_an_attachment_is_asked_for_by_head_alone(site: LinkServer) -> None:
    url = site.page("/a.pdf", titled("", Content_Type="application/pdf"))
    assert look_at(url).state == "alive"
    assert site.requests("/a.pdf") == ["HEAD"]


def test_a_server_that_refuses_head_is_asked_by_get(site: LinkServer) -> None:
    assert look_at(site.page("/a.html", no_head(titled("公告")))).state == "alive"


@pytest.mark.parametrize("code", [404, 410])
def test_a_page_that_is_gone_is_dead_at_once(site: LinkServer, code: int) -> None:
    answer = look_at(site.page("/gone.html", status(code)))
    assert (answer.state, answer.is_failure) == ("dead", False)
    assert f"HTTP {code}" in answer.detail


def test_a_page_that_says_that_it_is_not_there_is_dead(site: LinkServer) -> None:
    answer = look_at(site.page("/soft.html", titled("404-您访问的页面不存在")))
    assert answer.state == "dead"
    assert "404-您访问的页面不存在" in answer.detail


def test_a_title_in_an_old_encoding_is_read(site: LinkServer) -> None:
    page = "<html><title>页面不存在</title>".encode("gb18030")
    url = site.page("/old.html", lambda handler: handler.answer(200, page, Content_Type="text/html"))
    assert look_at(url).state == "dead"


def test_a_document_with_404_in_its_number_is_alive(site: LinkServer) -> None:
    assert look_at(site.page("/n.html", titled("关于某事的通知（某府办〔2025〕404号）"))).state == "alive"


def test_redirects_are_followed_within_bounds(site: LinkServer) -> None:
    site.page("/new.html", titled("公告"))
    assert look_at(site.page("/old.html", moved("/new.html"))).state == "alive"


def test_a_circle_of_redirects_ends_and_is_a_failure_not_yet_a_dead_link(site: LinkServer) -> None:
    site.page("/b.html", moved("/a.html"))
    answer = look_at(site.page("/a.html", moved("/b.html")))
    assert (answer.state, answer.is_failure) == ("unsure", True)
    assert len(site.asked) <= 2 * (QUICK.most_redirects + 1)


def test_a_portal_that_wants_its_cookie_back_gets_it(site: LinkServer) -> None:
    assert look_at(site.page("/guarded.html", only_with_cookie(titled("公告")))).state == "alive"


def test_a_page_that_leads_to_the_front_page_is_for_a_person_to_look_at(site: LinkServer) -> None:
    site.page("/", titled("某区人民政府"))
    answer = look_at(site.page("/2025/a.html", moved("/")))
    assert (answer.state, answer.is_failure) == ("unsure", False)
    assert "首页" in answer.detail
    assert look_at(site.url + "/").state == "alive"


def test_a_server_that_does_not_answer_in_time_is_unsure(site: LinkServer) -> None:
    answer = look_at(site.page("/slow.html", slow(1.5, titled("公告"))))
    assert (answer.state, answer.is_failure, answer.is_reached) == ("unsure", True, True)


def test_a_server_that_drips_its_headers_holds_nobody(site: LinkServer) -> None:
    started = time.monotonic()
    answer = look_at(site.page("/drip.html", dripping_headers(8)), LinkLimits(pause_s=0, link_deadline_s=1))
    assert (answer.state, answer.is_failure) == ("unsure", True)
    assert time.monotonic() - started < 4


def test_a_fault_of_the_server_is_unsure_and_fine_the_next_time(site: LinkServer) -> None:
    url = site.page("/a.html", status(500), status(500), titled("公告"))
    first = look_at(url)
    assert (first.state, first.is_failure) == ("unsure", True)
    assert look_at(url).state == "alive"


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_server_is_asked_again_when_it_wants_to_be(site: LinkServer, code: int) -> None:
    url = site.page("/busy.html", status(code, Retry_After="1"), titled("公告"))
    assert look_at(url).state == "alive"
    (_, _, first, _), (_, _, second, _), *_ = site.asked
    assert second - first >= 0.9


def test_a_server_that_wants_an_hour_is_left_alone(site: LinkServer) -> None:
    urls = [site.page(f"/{n}.html", status(429, Retry_After="3600")) for n in range(3)]
    answers = look(*urls)
    assert {url: answer.state for url, answer in answers.items()} == {urls[0]: "unsure"}
    assert [path for _, path, *_ in site.asked] == ["/0.html"]


def test_a_door_shut_to_programs_is_no_dead_link(site: LinkServer) -> None:
    answer = look_at(site.page("/guarded.html", status(412)))
    assert (answer.state, answer.is_failure) == ("unsure", False)


def test_a_host_is_asked_one_request_at_a_time_with_a_pause(site: LinkServer) -> None:
    urls = [site.page(f"/{n}.pdf", slow(0.02, titled("", Content_Type="application/pdf"))) for n in range(4)]
    assert {a.state for a in look(*urls, limits=LinkLimits(pause_s=0.1)).values()} == {"alive"}
    at = [when for *_, when, _ in site.asked]
    assert site.busiest == 1
    assert min(later - earlier for earlier, later in pairwise(at)) >= 0.1


def test_an_address_is_asked_once_however_often_it_is_given(site: LinkServer) -> None:
    url = site.page("/a.pdf", titled("", Content_Type="application/pdf"))
    assert list(look(url, url)) == [url]
    assert len(site.asked) == 1


def test_what_there_was_no_time_for_is_not_in_the_answer(site: LinkServer) -> None:
    urls = [site.page(f"/{n}.html", slow(0.3, titled("公告"))) for n in range(6)]
    answers = look(*urls, limits=LinkLimits(pause_s=0, total_deadline_s=1))
    assert urls[0] in answers
    assert urls[-1] not in answers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_an_address_inside_is_never_asked(site: LinkServer, host: str) -> None:
    site.page("/a.html", titled("内部系统"))
    (answer,) = look(site.url.replace("127.0.0.1", host) + "/a.html", allowed=()).values()
    assert (answer.state, answer.is_failure) == ("unsure", False)
    assert "内网" in answer.detail
    assert site.asked == []


def test_a_redirect_to_an_address_inside_is_not_followed(site: LinkServer) -> None:
    inside = site.page("/inside.html", titled("内部系统"))
    url = site.page("/a.html", moved(inside)).replace("127.0.0.1", "localhost")
    (answer,) = look(url, allowed=("localhost",)).values()
    assert "内网" in answer.detail
    assert site.requests("/inside.html") == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "不是网页地址"),
        ("ftp://a.example/1", "不是网页地址"),
        ("http://user:secret@a.example/", "密码"),
        ("http://[::1/", "地址写法有误"),
    ],
)
def test_what_is_no_public_web_address_is_not_asked(url: str, said: str) -> None:
    answer = look_at(url)
    assert (answer.state, answer.is_reached) == ("unsure", None)
    assert said in answer.detail
    assert "secret" not in answer.detail


def test_a_broken_certificate_is_for_a_person_to_look_at(site: LinkServer) -> None:
    answer = look_at(site.url.replace("http:", "https:") + "/a.html")  # no TLS at all there
    assert (answer.state, answer.detail) == ("unsure", "网站证书有误，请人工打开核对")


def test_an_address_inside_is_not_asked_over_tls_either(site: LinkServer) -> None:
    (answer,) = look(site.url.replace("http:", "https:") + "/a.html", allowed=()).values()
    assert "内网" in answer.detail


def test_a_redirect_to_a_file_is_not_followed(site: LinkServer) -> None:
    answer = look_at(site.page("/a.html", moved("file:///etc/passwd")))
    assert answer.state == "unsure"
    assert "不是网页地址" in answer.detail


def test_a_closed_port_is_a_failure_not_yet_a_dead_link() -> None:
    answer = look_at("http://127.0.0.1:9/a.html")
    assert (answer.state, answer.is_failure, answer.is_reached) == ("unsure", True, False)


def test_where_nobody_can_be_reached_the_network_is_at_fault_and_no_link_is_judged() -> None:
    with pytest.raises(SourceError, match="没有联网"):
        look("http://127.0.0.1:9/a.html", "http://localhost:9/a.html")


def _nameless(monkeypatch: pytest.MonkeyPatch, *real: str) -> list[str]:
    """A name service that knows these hosts only; gives the list of what it was asked."""
    asked: list[str] = []
    resolve = socket.getaddrinfo

    def answer(host: str, *arguments: object, **named: object) -> object:
        asked.append(host)
        if host not in real:
            raise socket.gaierror(socket.EAI_NONAME, "scripted")
        return resolve(host, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_a_name_that_does_not_exist_is_dead_where_another_site_shows_that_the_network_works(
    site: LinkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive, gone = site.page("/a.html", titled("公告")), "http://no-such-site.example/a.html"
    _nameless(monkeypatch, "127.0.0.1")
    assert {url: answer.state for url, answer in look(alive, gone).items()} == {alive: "alive", gone: "dead"}


def test_the_only_site_there_is_being_unknown_may_be_the_offices_own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _nameless(monkeypatch)
    answers = look("http://no-such-site.example/a.html", "http://no-such-site.example/b.html")
    assert {(answer.state, answer.is_failure) for answer in answers.values()} == {("unsure", False)}
    assert all("没有联网" in answer.detail for answer in answers.values())
    assert asked == ["no-such-site.example"]  # not once more for each of its pages
