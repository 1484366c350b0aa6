"""HTML as pieces: the blocks of a page, the rows of its tables and the items of its lists, as a reader sees them."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.encoding import (
    Decoded,
    DecodingError,
    count_han,
    count_letters,
    decode,
    decode_damaged,
    encoding_notes,
    tidy,
)
from ipcheck.importing.readers.html.elements import Element, Part
from ipcheck.importing.readers.html.lists import labels
from ipcheck.importing.readers.html.surroundings import surroundings
from ipcheck.importing.readers.html.tables import Shape, filled_rows, holds_data, rows_of, spanning_cell
from ipcheck.importing.readers.list_numbers import labelled, numbers_itself
from ipcheck.importing.readers.pieces import Piece, Progress, ReadDocument

MOST_CHARACTERS = 3_000_000  # without the pictures that the page embeds as data
MOST_TAGS = 300_000  # a page of 100 tasks has 5,000
MOST_DEPTH = 10_000  # the parser's time grows with the square of the depth: 4 s for 60,000
MOST_REOPENED = 2_000_000  # elements; the parser opens unclosed formatting again in each block
MOST_DAMAGE = 20  # damaged characters with which a page is still read

_CHARSET = re.compile(rb"""(?i)<meta\b[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""")
_PICTURE = re.compile(r"""(?i)\bdata:[a-z]+/[a-z+.-]+;base64,[^\s"'<>)]*""")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# The next tag of the same kind closes these, so that they add no depth.
_UNNESTED = frozenset("p li td th tr dd dt option thead tbody tfoot rt rp".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())

_UNSEEN = frozenset(
    "script style noscript template head title iframe object embed applet svg math audio video canvas rt rp rtc "
    "datalist noframes frameset map".split()
)
_NOT_SHOWN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
# A line break of the source between Han characters, which is drawn as nothing.
_SOURCE_BREAK = re.compile(r"(?<=[\u2e80-\ufffd])[ \t]*\n\s*(?=[\u2e80-\ufffd])")
# A page with scripts or frames and fewer Han characters, or letters in all, has its text elsewhere.
_LEAST_HAN, _LEAST_LETTERS = 20, 600


class _Page(NamedTuple):
    """The visible part of a page, its title, and whether it has frames or scripts, which can bring in more text."""

    root: Element
    title: str
    frames: bool
    scripts: bool


def read_html(data: bytes, path: str, _: Translator, _progress: Progress) -> ReadDocument:
    """Read a web page into blocks. Raises UsageError where the page has no text, too many damaged characters, or more
    or deeper tags than any page of text."""
    decoded, notes = _decode_page(data, path, _)
    text = _PICTURE.sub("", decoded.text)
    _refuse_traps(text, path, _)
    page = _parse(text)
    pieces = _blocks(page.root, surroundings(page.root))
    if all(piece.aside for piece in pieces):  # what looks like surroundings is then the text itself
        pieces = [piece._replace(aside=False) for piece in pieces]
    _refuse_empty(page, pieces, path, _)
    return ReadDocument(
        [piece._replace(at=at) for at, piece in enumerate(pieces, 1)], "block", page.title or None, notes=notes
    )


def _decode_page(data: bytes, path: str, _: Translator) -> tuple[Decoded, list[str]]:
    """The decoded page, and remarks for the user. Raises UsageError for more than MOST_DAMAGE damaged characters."""
    match = _CHARSET.search(data[:8192])
    declared = match[1].decode("ascii") if match else None
    try:
        decoded = decode(data, declared)
    except DecodingError as error:
        decoded, damaged = decode_damaged(data, declared)
        if damaged > MOST_DAMAGE:
            message = _("{path}:{line}:{column}: neither UTF-8 nor GB18030 or Big5 from here; save it as UTF-8")
            raise UsageError(message.format(path=path, line=error.line, column=error.column)) from None
        message = _.many("{n} damaged character is shown as �", "{n} damaged characters are shown as �", damaged)
        return decoded, [*encoding_notes(decoded, _), message]
    return decoded, encoding_notes(decoded, _)


def _refuse_traps(text: str, path: str, _: Translator) -> None:
    """Raise UsageError for a page that would take the parser minutes or gigabytes, by counting its tags beforehand."""
    depth = formatting = reopened = 0
    if len(text) > MOST_CHARACTERS:
        raise _trap_error(path, _)
    for count, match in enumerate(_TAG.finditer(text)):
        name = match[2].lower()
        if name not in _VOID and name not in _UNNESTED:
            step = -1 if match[1] else 1
            depth = max(0, depth + step)
            if name in _FORMATTING:
                formatting = max(0, formatting + step)
        reopened += formatting
        if depth > MOST_DEPTH or count > MOST_TAGS or reopened > MOST_REOPENED:
            raise _trap_error(path, _)


def _trap_error(path: str, _: Translator) -> UsageError:
    message = _("{path}: too long, too deeply nested, or made of too many parts; copy its text into a file")
    return UsageError(message.format(path=path))


def _parse(text: str) -> _Page:
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(text)
    title = page.css_first("head > title")
    return _Page(
        _visible(page.root),
        tidy(title.text()) if title else "",
        page.css_first("frame, iframe") is not None,
        page.css_first("script") is not None,
    )


def _visible(node: Any) -> Element:
    """Copy the parser's tree from `node` on, without the elements that are not drawn."""
    root = Element("html", {})
    stack = [(node.child, root)]
    while stack:
        node, parent = stack.pop()
        if node is None:
            continue
        stack.append((node.next, parent))
        if node.is_text_node:
            parent.parts.append(node.text_content)
        elif node.is_element_node and _is_seen(node.tag, attributes := node.attributes):
            element = Element(node.tag, attributes)
            parent.parts.append(element)
            stack.append((node.child, element))
    return root


def _is_seen(tag: str, attributes: Mapping[str, str | None]) -> bool:
    return (
        tag not in _UNSEEN
        and "hidden" not in attributes
        and attributes.get("aria-hidden") != "true"
        and not _NOT_SHOWN.search(attributes.get("style") or "")
    )


def _blocks(root: Element, asides: Set[Element]) -> list[Piece]:
    """The pieces under an element, in reading order; the text of the elements in `asides` is marked as aside."""
    lines = _Lines()
    stack: list[tuple[Part, bool]] = [(root, False)]
    while stack:
        part, is_end = stack.pop()
        if isinstance(part, str):
            lines.add(part)
            continue
        if is_end:
            lines.leave(part, part in asides)
            continue
        lines.enter(part, part in asides)
        stack.append((part, True))
        if part.tag == "table" and _holds_data(rows := rows_of(part)):
            lines.table([caption for caption in part.elements() if caption.tag == "caption"], rows)
        else:
            stack.extend((inner, False) for inner in reversed(part.parts))
    lines.end()
    return lines.pieces


def _holds_data(rows: Sequence[Sequence[Element]]) -> bool:
    if any(part.tag == "table" for row in rows for cell in row for part in cell.within() if isinstance(part, Element)):
        return False
    return holds_data([[_shape(cell) for cell in row] for row in rows])


def _shape(cell: Element) -> Shape:
    """The measures of a cell, in which there is no table, that tell whether its own table holds data."""
    parts = list(cell.within())
    tags = [part.tag for part in parts if isinstance(part, Element)]
    return Shape(
        sum(len(part.strip()) for part in parts if isinstance(part, str)),
        sum(tag in ("p", "div", "br", "li") for tag in tags),
        heads=cell.tag == "th",
    )


def _rows(rows: Sequence[Sequence[Element]]) -> Iterator[tuple[str, ...]]:
    """The texts of the cells in each row of a table; line ends part the paragraphs of a cell."""
    cells = [
        [
            spanning_cell(cell, "\n".join(piece.text for piece in _blocks(cell, frozenset())), len(rows) - at)
            for cell in row
        ]
        for at, row in enumerate(rows)
    ]
    return filled_rows(cells)


class _Lines:
    """The pieces that are finished, and the line that is being read."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._line: list[str] = []
        self._labels: dict[Element, str] = {}
        self._label = ""  # drawn before the next line
        self._preformatted = 0  # open elements in which line ends count
        self._aside = 0  # open elements that are asides

    def add(self, text: str) -> None:
        """Add a text to the line. Inside preformatted elements its line ends end the line."""
        if self._preformatted:
            for line in text.splitlines(keepends=True):
                self._line.append(line)
                if line.endswith("\n"):
                    self.end()
        else:
            self._line.append(text)

    def enter(self, element: Element, aside: bool) -> None:
        """Begin an element. A block ends the line before it."""
        if element.is_block:
            self.end()
        self._aside += aside
        self._preformatted += element.tag in ("pre", "textarea")
        if element.tag == "ol":
            self._labels.update(labels(element))
        elif element.tag == "li":
            self._label = self._labels.get(element, "")

    def leave(self, element: Element, aside: bool) -> None:
        """End an element. A block ends the line."""
        if element.is_block:
            self.end()
        self._aside -= aside
        self._preformatted -= element.tag in ("pre", "textarea")
        if element.tag == "li":
            self._label = ""

    def end(self) -> None:
        """End the line, and make a piece of it unless it is blank."""
        text = tidy(_SOURCE_BREAK.sub("", "".join(self._line)))
        self._line.clear()
        if text:
            label, self._label = self._label, ""
            self.pieces.append(Piece(text if numbers_itself(text) else labelled(label, text), 0, aside=self._aside > 0))

    def table(self, captions: Sequence[Element], rows: Sequence[Sequence[Element]]) -> None:
        """Add the captions of a table, then its rows."""
        self.end()
        caption_pieces = [piece for caption in captions for piece in _blocks(caption, frozenset())]
        table_pieces = [*caption_pieces, *(Piece("", 0, cells) for cells in _rows(rows))]
        self.pieces.extend(piece._replace(aside=self._aside > 0) for piece in table_pieces)


def _refuse_empty(page: _Page, pieces: Sequence[Piece], path: str, _: Translator) -> None:
    """Raise UsageError for a page without text, or with frames or scripts and less text than a page of text has; the
    message says where the text may be."""
    text = "".join(piece.text + "".join(piece.cells) for piece in pieces if not piece.aside)
    if count_han(text) >= _LEAST_HAN or count_letters(text) >= _LEAST_LETTERS:
        return
    if text and not page.frames and not page.scripts:
        return
    message = _("{path}: the page contains no text")
    if page.frames:
        message = _("{path}: the page only frames another; open the frame by itself in a browser, and save that")
    elif page.scripts:
        message = _(
            "{path}: this page is filled in by scripts, and its file contains no text; open it in a browser and "
            "save it from there, or copy its text into a file"
        )
    raise UsageError(message.format(path=path))
