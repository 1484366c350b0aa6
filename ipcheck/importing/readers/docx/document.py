"""DOCX as pieces: the paragraphs that Word shows, with their automatic numbers, and the rows of tables."""

from collections.abc import Iterator, Mapping, Sequence

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.docx.numbering import Numbering, Styles, whole_number
from ipcheck.importing.readers.docx.package import Event, Package
from ipcheck.importing.readers.encoding import tidy
from ipcheck.importing.readers.html.tables import MOST_ACROSS, Shape, holds_data
from ipcheck.importing.readers.kinds import broken_docx
from ipcheck.importing.readers.list_numbers import labelled
from ipcheck.importing.readers.pieces import Piece, Progress, ReadDocument

# Elements that are not shown: text that was deleted or moved away, former properties, readings above characters, codes
# of fields, and the second of two alternatives for the same content.
_SKIPPED = frozenset("w:del w:moveFrom w:pPrChange w:rPrChange w:rt mc:Fallback w:instrText w:delText".split())
MOST_PIECES = 100_000

_OFF = ("0", "false", "off", "none")


def read_docx(data: bytes, path: str, _: Translator, _progress: Progress) -> ReadDocument:
    """Read the body of a DOCX file into pieces. Raises UsageError for a file that is damaged, locked, too large when
    unpacked or without text, and for more than MOST_PIECES pieces."""
    package = Package(data, path, _)
    main = package.related("", "officeDocument") or "word/document.xml"
    styles = Styles(package.events(package.related(main, "styles") or "word/styles.xml"))
    numbering = Numbering(package.events(package.related(main, "numbering") or "word/numbering.xml"), styles)
    body = _Body(styles, numbering)
    for event in package.events(main):
        body.take(event)
        if len(body.pieces) > MOST_PIECES:
            raise UsageError(
                _("{path}: more than {n} paragraphs; no plan is that long").format(path=path, n=MOST_PIECES)
            )
    if not body.begun:
        raise broken_docx(path, _)
    if not body.pieces:
        message = _("{path}: the document contains no text")
        if body.left_out.get("pictures"):
            message = _("{path}: the document contains pictures and no text; run text recognition (OCR) first")
        raise UsageError(message.format(path=path))
    pieces = [piece._replace(at=at) for at, piece in enumerate(body.pieces, 1)]
    return ReadDocument(pieces, "block", notes=_notes(body, numbering, _))


def _notes(body: "_Body", numbering: Numbering, _: Translator) -> Sequence[str]:
    """Remarks for the user: what was left out, and which numbers are not drawn as Word draws them."""
    counted = {
        "footnotes": _.many("{n} footnote is left out", "{n} footnotes are left out", body.left_out["footnotes"]),
        "pictures": _.many("{n} picture is not read", "{n} pictures are not read", body.left_out["pictures"]),
        "hidden": _.many("{n} hidden text is left out", "{n} hidden texts are left out", body.left_out["hidden"]),
        "embedded": _.many(
            "{n} embedded document is left out", "{n} embedded documents are left out", body.left_out["embedded"]
        ),
    }
    notes = [note for name, note in counted.items() if body.left_out[name]]
    if numbering.unknown:
        note = _("numbers of the format {formats} are shown in digits")
        notes.append(note.format(formats=_.join(sorted(numbering.unknown))))
    return notes


class _Paragraph:
    """A paragraph that is being read."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.style: str | None = None
        self.list_id: str | None = None
        self.level: int | None = None
        self.runs_on = False  # its end is deleted, so the next paragraph continues it
        self.boxed: list[Piece] = []  # the pieces in text boxes that are anchored to it


class _Cell:
    """A table cell that is being read."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.across = 1
        self.merged = False  # whether it continues the cell above it
        self.holds_table = False


class _Row:
    """A table row that is being read."""

    def __init__(self) -> None:
        self.cells: list[_Cell] = []
        self.before = 0  # columns without a cell on the left
        self.deleted = False


class _Body:
    """The pieces that are finished, and the elements that are open at the current event."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.pieces: list[Piece] = []
        self.begun = False
        self.left_out = dict.fromkeys(("footnotes", "pictures", "hidden", "embedded"), 0)
        self._styles = styles
        self._numbering = numbering
        self._skipped = 0  # depth inside an element that is not shown; 0 outside
        self._targets = [self.pieces]  # where pieces go, innermost last: the body, a cell, a text box
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[list[_Row]] = []
        self._unfinished: list[str] = []  # the text of a paragraph that the next one continues
        self._about_paragraph = False  # inside the properties of a paragraph, not of a run
        self._about_row = False
        self._hidden = False
        self._is_text = False
        self._shows_prompt = False  # whether a form field shows its prompt instead of a value

    def take(self, event: Event) -> None:
        """Process the next event of the document's XML."""
        kind, name, attributes = event
        if kind == "text":
            if self._is_text and not self._skipped:
                self._add(name)
        elif kind == "end":
            if self._skipped:
                self._skipped -= 1
            else:
                self._end(name)
        elif self._skipped or self._is_skipped(name):
            self._skipped += 1
        else:
            self._start(name, attributes)

    def _is_skipped(self, name: str) -> bool:
        """Whether an element is not shown. Also records that the end of a paragraph, or a row, is deleted."""
        if name == "w:sdtContent" and self._shows_prompt:
            self._shows_prompt = False
            return True
        if name == "w:del" and self._about_paragraph and self._paragraphs:
            self._paragraphs[-1].runs_on = True
        elif name == "w:del" and self._about_row and self._tables and self._tables[-1]:
            self._tables[-1][-1].deleted = True
        return name in _SKIPPED

    def _add(self, text: str) -> None:
        if not self._paragraphs:
            return
        if self._hidden:
            self.left_out["hidden"] += 1
        else:
            self._paragraphs[-1].text.append(text)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        match name:
            case "w:body":
                self.begun = True
            case "w:p":
                self._paragraphs.append(_Paragraph())
            case "w:pPr":
                self._about_paragraph = True
            case "w:r":
                self._hidden = bool(self._paragraphs) and self._styles.hides(self._paragraphs[-1].style)
            case "w:t" | "m:t":
                self._is_text = True
            case "w:tab" | "w:ptab" if not self._about_paragraph:
                self._add(" ")
            case "w:br" | "w:cr":
                self._add("\n")
            case "w:noBreakHyphen":
                self._add("-")
            case "w:vanish" if not self._about_paragraph:
                self._hidden = value not in _OFF
            case "w:rStyle" if not self._about_paragraph:
                self._hidden = self._hidden or self._styles.hides(value)
            case "w:showingPlcHdr":
                self._shows_prompt = value not in _OFF
            case "w:footnoteReference" | "w:endnoteReference":
                self.left_out["footnotes"] += 1
            case "?:blip" | "?:imagedata" | "?:chart" | "?:relIds":
                self.left_out["pictures"] += 1
            case "w:txbxContent" if self._paragraphs:
                self._targets.append(self._paragraphs[-1].boxed)
            case "w:altChunk":
                self.left_out["embedded"] += 1
            case "w:pStyle" | "w:numId" | "w:ilvl" if self._paragraphs:
                self._describe(self._paragraphs[-1], name, value)
            case _:
                self._start_in_table(name, value)

    def _describe(self, paragraph: _Paragraph, name: str, value: str) -> None:
        if name == "w:pStyle":
            paragraph.style = value
        elif name == "w:numId":
            paragraph.list_id = value
        else:
            paragraph.level = whole_number(value)

    def _start_in_table(self, name: str, value: str) -> None:
        if name == "w:tbl":
            self._tables.append([])
            return
        if not self._tables:
            return
        rows = self._tables[-1]
        if name == "w:tr":
            rows.append(_Row())
        elif name == "w:trPr":
            self._about_row = True
        elif not rows:
            return
        elif name == "w:gridBefore":
            rows[-1].before = min(whole_number(value) or 0, MOST_ACROSS)
        elif name == "w:tc":
            rows[-1].cells.append(_Cell())
            self._targets.append(rows[-1].cells[-1].pieces)
        elif rows[-1].cells and name == "w:gridSpan":
            rows[-1].cells[-1].across = min(whole_number(value) or 1, MOST_ACROSS)
        elif rows[-1].cells and name == "w:vMerge":
            rows[-1].cells[-1].merged = value != "restart"

    def _end(self, name: str) -> None:
        match name:
            case "w:p" if self._paragraphs:
                self._finish(self._paragraphs.pop())
            case "w:pPr":
                self._about_paragraph = False
            case "w:trPr":
                self._about_row = False
            case "w:t" | "m:t":
                self._is_text = False
            case "w:txbxContent" | "w:tc" if len(self._targets) > 1:
                self._targets.pop()
            case "w:tbl" if self._tables:
                rows = [row for row in self._tables.pop() if not row.deleted]
                if self._tables and self._tables[-1] and self._tables[-1][-1].cells:
                    self._tables[-1][-1].cells[-1].holds_table = True
                self._targets[-1].extend(_pieces(rows))

    def _finish(self, paragraph: _Paragraph) -> None:
        """Make pieces of a paragraph that has ended: one for each line, and those of its text boxes."""
        paragraph.text[:0], self._unfinished = self._unfinished, []
        if paragraph.runs_on:
            self._unfinished = paragraph.text
        else:
            style = paragraph.style or self._styles.default
            label = self._numbering.label(style, paragraph.list_id, paragraph.level)
            aside = self._styles.is_contents(style)
            for line in filter(None, map(tidy, "".join(paragraph.text).split("\n"))):
                self._targets[-1].append(Piece(labelled(label, line), 0, aside=aside))
                label = ""
        self._targets[-1].extend(paragraph.boxed)


def _pieces(rows: Sequence[_Row]) -> Iterator[Piece]:
    """The rows of a table, a merged cell repeated in every place that it covers. Of a table that only arranges the
    page, the pieces in its cells."""
    nests = any(cell.holds_table for row in rows for cell in row.cells)
    if nests or not holds_data([[_shape(cell) for cell in row.cells] for row in rows]):
        yield from (piece for row in rows for cell in row.cells if not cell.merged for piece in cell.pieces)
        return
    above: dict[int, str] = {}
    filled = []
    for row in rows:
        texts = [""] * row.before
        for cell in row.cells:
            text = above.get(len(texts), "") if cell.merged else "\n".join(piece.text for piece in cell.pieces)
            texts.extend([text] * min(cell.across, MOST_ACROSS - len(texts)))
        above = dict(enumerate(texts))
        filled.append(texts)
    width = max(map(len, filled))
    for texts in filled:
        if any(texts):
            yield Piece("", 0, (*texts, *[""] * (width - len(texts))))


def _shape(cell: _Cell) -> Shape:
    characters = 0 if cell.merged else sum(len(piece.text) for piece in cell.pieces)
    return Shape(characters, len(cell.pieces))
