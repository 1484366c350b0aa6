"""Reading HTML as a test does: its elements with what they hold, and pages in a real browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

VOID = {"meta", "link", "input"}
# Without these Chromium looks for hosts of its own at each start.
ALONE = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Element(NamedTuple):
    """An element with its attributes, the elements around it, and the text that stands in it directly."""

    tag: str
    attributes: dict[str, str | None]
    around: "list[Element]"
    text: list[str]

    @property
    def words(self) -> str:
        return "".join(self.text).strip()

    @property
    def style(self) -> dict[str, str]:
        declared = (self.attributes.get("style") or "").split(";")
        return dict(each.split(":", 1) for each in declared if each)


class _Reader(HTMLParser):
    """The elements of a page in order; a tag that is not closed where it must be is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        element = Element(tag, dict(attrs), list(self.open), [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), list(self.open), []))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def elements(said: str, *tags: str) -> list[Element]:
    """The elements with these tags, or all; fails unless every tag is closed."""
    reader = _Reader()
    reader.feed(said)
    reader.close()
    assert reader.open == []
    return [element for element in reader.elements if not tags or element.tag in tags]


class Seen(NamedTuple):
    """An open page, and what it did beside showing itself: console messages, errors, requests."""

    page: Any
    troubles: list[str]


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    assert program, "the tier browser needs Debian's chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(ALONE))
        yield started
        started.close()


@contextmanager
def opened(started: Any, path: Path | str, width: int = 1280, **context: Any) -> Iterator[Seen]:
    """A page open in a window of so many pixels."""
    around = started.new_context(viewport={"width": width, "height": 900}, **context)
    page = around.new_page()
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith("file:") else troubles.append(asked.url))
    page.goto(path.as_uri() if isinstance(path, Path) else path)
    yield Seen(page, troubles)
    around.close()
