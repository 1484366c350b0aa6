"""`ipcheck import` of an address: what is fetched from a server on this machine, what is refused and with what advice,
and where a redirect does not lead. No test uses the network."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import yaml

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.importing.readers.web import fetch as fetching
from ipcheck.importing.readers.web.addresses import Address, is_public, read_address
from ipcheck.importing.readers.web.fetch import LIMITS, Fetched, Limits, fetch
from tests.conftest import Run
from tests.test_draft import PLAN
from tests.test_same_table import NUMBERED, as_csv, as_xlsx

Answer = Callable[[BaseHTTPRequestHandler], object]


class Site:
    """A web server on this machine, with an answer for each path. `asked` are the requests: path, and header Host."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers["Host"]))
                if answer := site.answers.get(self.path):
                    answer(self)
                else:
                    self.send_error(404)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (as http.server calls it)
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def has(self, path: str, data: bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        """Have the server answer with these bytes; the result is the address."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            for name, value in {"Content_Type": kind, "Content_Length": str(len(data)), **headers}.items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(data)

        self.answers[path] = answer
        return self.address + path

    def leads(self, path: str, to: str, status: int = 302) -> str:
        """Have the server redirect to another address; the result is the first."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Location", to)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.answers[path] = answer
        return self.address + path


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def get(url: str, limits: Limits = LIMITS, anywhere: bool = False) -> Fetched:
    may_lead_to = (lambda _ip: True) if anywhere else is_public
    return fetch(url, Translator("en"), lambda _done, _total: None, limits, may_lead_to)


def refusal(url: str, limits: Limits = LIMITS, anywhere: bool = False) -> str:
    with pytest.raises(UsageError) as refused:
        get(url, limits, anywhere)
    return str(refused.value).removeprefix(f"{url}: ")


PAGE = "<!doctype html><html><head>{meta}<title>某网</title></head><body>{text}</body></html>"
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in PLAN.splitlines())


def page(meta: str = "") -> str:
    return PAGE.format(meta=meta, text=PARAGRAPHS)


def test_a_page_becomes_a_draft_that_keeps_its_address_and_the_day(run: Run, site: Site) -> None:
    url = site.has("/art/1.html", page().encode())
    answer = run("import", url, "--as-of", "2026-03-01")
    assert answer.code == FINE
    assert answer.out.startswith(f"# Draft, made from {url}. Compare it with")
    plan = yaml.load(answer.out, yaml.BaseLoader)
    assert plan["source"] == {"url": url, "retrieved": "2026-03-01"}
    assert answer.err.splitlines()[0] == f"Fetched {url}"


def test_an_address_in_a_draft_is_one_that_validate_takes(run: Run, site: Site) -> None:
    run("import", site.has("/a?b=c&d=%E4%B8%AD", page().encode()), "-o", "draft.yaml", "--id", "own")
    assert run("validate", "draft.yaml").code == FINE
    assert run("show", "own", "--plans", "draft.yaml").code == FINE


@pytest.mark.parametrize(
    ("encoding", "kind", "meta"),
    [
        ("gbk", "text/html; charset=gb2312", ""),
        ("gbk", "text/html", "<meta charset=gb2312>"),
        ("gbk", "text/html; charset=GBK", "<meta charset=utf-8>"),
        ("gbk", "text/html; charset=iso-8859-1", "<meta charset=gbk>"),
        ("gbk", "text/html; charset=utf-8", "<meta charset=gb2312>"),
        ("utf-8", "text/html; charset=gb2312", ""),
        ("utf-16", "text/html", ""),
        ("gb18030", "text/html; charset=no-such-thing", ""),
    ],
)
def test_the_encoding_is_that_of_the_header_then_that_of_the_page_as_far_as_either_is_true(
    run: Run, site: Site, encoding: str, kind: str, meta: str
) -> None:
    body = PAGE.format(
        meta=meta, text="<p>一、任务</p><p>1.做好工作。</p><p>2.公布行政案件。</p><p>二、其他</p><p>3.加快推行。</p>"
    )
    answer = run("import", site.has("/", body.encode(encoding), kind))
    assert [line.split(": ")[1] for line in answer.out.splitlines() if "text:" in line] == [
        "做好工作。", "公布行政案件。", "加快推行。",
    ]  # fmt: skip


def test_text_and_tables_are_known_by_their_content(run: Run, site: Site, tmp_path: Any) -> None:
    whole = run("import", site.has("/plan.txt", PLAN.encode("gbk"), "text/plain")).out
    assert (
        whole.count("text:")
        == run("import", site.has("/p", PLAN.encode(), "application/octet-stream")).out.count("text:")
        == 4
    )
    book = run("import", site.has("/a.xlsx", as_xlsx(NUMBERED, tmp_path).read_bytes(), "application/octet-stream"))
    rows = run("import", site.has("/a.csv", as_csv(NUMBERED, tmp_path).read_bytes(), "text/csv"))
    assert book.out.count("text:") == rows.out.count("text:") == 4


def test_a_part_of_a_page_is_a_page_where_the_server_says_so(run: Run, site: Site) -> None:
    lines = "<br>".join(PLAN.splitlines())
    assert run("import", site.has("/", lines.encode(), "text/html")).out.count("text:") == 4


@pytest.mark.parametrize(
    ("packing", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", lambda data: zlib.compress(data)[2:-4])],
)
def test_a_packed_answer_is_unpacked(site: Site, packing: str, pack: Callable[[bytes], bytes]) -> None:
    url = site.has("/", pack(b"plan" * 100), Content_Encoding=packing)
    assert get(url).data == b"plan" * 100


def test_a_redirect_is_followed_and_the_last_address_counts(site: Site) -> None:
    site.leads("/b", "c?d=\xe4\xb8\xad#part", 301)
    site.has("/c?d=%E4%B8%AD", b"plan")
    fetched = get(site.leads("/a", "/b"), anywhere=True)
    assert (fetched.url, fetched.data) == (f"{site.address}/c?d=%E4%B8%AD", b"plan")


def test_redirects_are_followed_up_to_a_number(site: Site) -> None:
    for at in range(6):
        site.leads(f"/{at}", f"/{at + 1}")
    site.has("/6", b"plan")
    assert get(f"{site.address}/1", anywhere=True).data == b"plan"
    assert refusal(f"{site.address}/0", anywhere=True).startswith("more than 5 redirects; save the page")


def test_no_redirect_leads_to_this_machine_or_a_network_around_it(site: Site) -> None:
    site.has("/secret", b"plan")
    said = refusal(site.leads("/a", "/secret"))
    advice = "import that address itself if it is meant"
    assert said == f"it redirects to {site.address}/secret, which is not on the public internet; {advice}"
    assert [path for path, _host in site.asked] == ["/a"]


def test_a_host_that_has_one_private_address_among_others_is_no_place_to_be_led_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ips = {"127.0.0.1": ["127.0.0.1"], "double.example": ["93.184.215.14", "127.0.0.1"]}
    monkeypatch.setattr(fetching, "resolve", lambda address: ips[address.host])
    assert "redirects to http://double.example" in refusal(
        site.leads("/a", f"http://double.example:{site.server.server_port}/")
    )


def test_a_name_is_looked_up_once_and_the_connection_goes_where_that_says(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is checked, and then looked up again, can mean another place the second time."""
    asked: list[str] = []

    def look_up(address: Address) -> list[str]:
        asked.append(address.host)
        return ["127.0.0.1"]

    monkeypatch.setattr(fetching, "resolve", look_up)
    monkeypatch.setattr(socket, "gethostbyname", lambda _host: pytest.fail("looked up again"))
    port = site.server.server_port
    site.has("/", b"plan")
    assert get(f"http://plan.example:{port}/").data == b"plan"
    assert asked == ["plan.example"]
    assert site.asked == [("/", f"plan.example:{port}")]


def test_a_host_is_tried_at_each_of_its_addresses(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "resolve", lambda _address: ["127.0.0.2", "127.0.0.1"])
    assert get(site.has("/", b"plan")).data == b"plan"


@pytest.mark.parametrize("to", ["ftp://plan.example/", "file:///etc/passwd", "http://u:p@plan.example/", "http://[1"])
def test_a_redirect_to_what_is_no_page_is_refused(site: Site, to: str) -> None:
    with pytest.raises(UsageError):
        get(site.leads("/a", to), anywhere=True)


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("198.18.0.1", False), ("::1", False), ("::", False), ("fe80::1%eth0", False),
        ("fd00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False), ("::ffff:93.184.215.14", True),
        ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("2001:0:1::", False), ("::127.0.0.1", False),
    ],
)  # fmt: skip
def test_which_ip_addresses_are_on_the_public_internet(ip: str, public: bool) -> None:
    assert is_public(ip) is public


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://plan.example/a", "ftp://plan.example: only addresses with http:// or https:// are fetched"),
        ("file://plan.example/etc/passwd", "only addresses with http:// or https:// are fetched"),
        (
            "http://user:secret@plan.example/",
            "http://plan.example: the address contains a user name or password; download",
        ),
        ("ftp://user:secret@plan.example/", "ftp://plan.example: only addresses"),
        ("http://good.example\\@127.0.0.1/", "the address contains a user name"),
        ("http:///a", "it is not a valid address"),
        ("http://plan.example:port/", "it is not a valid address"),
        ("http://plan.example:0/", "it is not a valid address"),
        ("http://[::1/", "it is not a valid address"),
        ("http://a b/", "it is not a valid address"),
        (f"http://plan.example/{'a' * 3000}", "it is not a valid address"),
    ],
)
def test_an_address_that_is_not_fetched_is_refused_without_its_password(run: Run, url: str, said: str) -> None:
    answer = run("import", url)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    assert said in answer.err
    assert "secret" not in answer.err


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("HTTP://Plan.Example", "http://plan.example/"),
        ("https://plan.example:443/a b?c=d#e", "https://plan.example/a%20b?c=d"),
        ("http://知识产权.example/计划?年=2026", "http://xn--wlqv31d6xlvxs.example/%E8%AE%A1%E5%88%92?%E5%B9%B4=2026"),
        ("http://[::1]:8080/%E4%B8%AD", "http://[::1]:8080/%E4%B8%AD"),
    ],
)
def test_an_address_is_written_in_ascii(text: str, written: str) -> None:
    assert read_address(text, Translator("en")).text == written


def test_a_status_is_told_in_words(run: Run, site: Site) -> None:
    url = f"{site.address}/nowhere"
    answer = run("import", url)
    assert (answer.code, answer.raw) == (UNABLE, b"")
    advice = "save the page with a browser, and import the file"
    assert answer.err == f"Error: {url}: the server answers 404 Not Found; {advice}\n"


def test_a_redirect_that_leads_nowhere_and_an_answer_without_content_are_refused(site: Site) -> None:
    site.answers["/a"] = lambda request: request.wfile.write(b"HTTP/1.0 302 Found\r\n\r\n")
    site.answers["/b"] = lambda request: request.wfile.write(b"HTTP/1.0 204 No Content\r\n\r\n")
    assert refusal(f"{site.address}/a").startswith("the server answers 302 Found")
    assert refusal(f"{site.address}/b").startswith("the server answers 204 No Content")


def test_what_is_too_large_is_refused_whatever_its_headers_say(site: Site) -> None:
    limits = Limits(5, 1024 * 1024)
    data = bytes(1024 * 1024 + 1)
    stated = refusal(site.has("/a", data), limits)
    site.answers["/b"] = lambda request: request.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + data)
    assert stated == refusal(f"{site.address}/b", limits)
    assert stated == refusal(site.has("/c", gzip.compress(data), Content_Encoding="gzip"), limits)
    assert stated.startswith("larger than 1 MB; no plan is that large")


@pytest.mark.parametrize("kind", ["silent", "dripping header", "dripping content"])
def test_what_takes_too_long_is_given_up(site: Site, kind: str) -> None:
    over = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        start = b"HTTP/1.0 200 OK\r\n\r\n" if kind == "dripping content" else b"HTTP/1.0 200 OK\r\nX: "
        if kind != "silent":
            request.wfile.write(start)
        while not over.wait(0.02):
            if kind != "silent":
                request.wfile.write(b"x")

    site.answers["/"] = answer
    began = time.monotonic()
    assert refusal(f"{site.address}/", Limits(0.3)).startswith("not fetched within 0 seconds")
    assert time.monotonic() - began < 2
    over.set()


def test_what_was_cut_off_is_no_document(site: Site) -> None:
    assert refusal(site.has("/a", b"plan", Content_Length="400")).startswith("the transfer was cut off")
    packed = gzip.compress(b"plan" * 100)[:-12]
    assert refusal(site.has("/b", packed, Content_Encoding="gzip")).startswith("the transfer was cut off")


def test_an_unknown_packing_is_named(site: Site) -> None:
    assert refusal(site.has("/", b"plan", Content_Encoding="br")).startswith(
        "the server compresses it as br, which cannot"
    )


def test_without_a_network_or_a_server_that_is_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        assert refusal(url).startswith("no connection with 127.0.0.1: ")
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert refusal("http://plan.example/") == (
        "there is no host plan.example, or no network; save the page with a browser, and import the file"
    )
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    assert refusal("http://plan.example/").endswith(
        "; proxies are not used: save the page with a browser, and import the file"
    )


def test_a_server_that_does_not_speak_http_or_tls_is_told(site: Site) -> None:
    url = site.has("/", b"plan")
    assert refusal(url.replace("http:", "https:")).startswith("no secure connection with 127.0.0.1: ")
    site.answers["/odd"] = lambda request: request.wfile.write(b"220 mail ready\r\n")
    assert refusal(f"{site.address}/odd").startswith("127.0.0.1 does not answer like a web server")


def test_a_page_that_is_no_plan_is_refused_by_its_address(run: Run, site: Site) -> None:
    url = site.has("/", PAGE.format(meta="", text="<p>今天天气很好，没有什么要做的事情，也没有什么计划。</p>").encode())
    answer = run("import", url)
    assert answer.code == UNABLE
    assert answer.err.splitlines()[-1].startswith(f"Error: {url}: ")
