"""The parts of an OOXML file: unpacked up to a limit, and their XML as a stream of events, however large or deep."""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import Translator
from ipcheck.importing.readers.kinds import broken_docx, locked

MOST_UNPACKED = 32 * 1024 * 1024  # bytes of all parts that are read; 100 pages have 2 MB
_AT_ONCE = 65536  # bytes that the XML parser is given at a time

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIXES = {
    _WORD: "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",  # "Strict Open XML"
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}


class Event(NamedTuple):
    """The start or end of an element, or a text. `name` is the element's name with its prefix (`w:p`), or the text
    itself; the names of attributes have no prefix."""

    kind: str  # "start", "end" or "text"
    name: str
    attributes: Mapping[str, str] = {}


class Package:
    """An OOXML file. Raises UsageError where the file is damaged or locked, or where the parts that are read unpack to
    more than MOST_UNPACKED bytes."""

    def __init__(self, data: bytes, path: str, _: Translator) -> None:
        self._path = path
        self._ = _
        self._left = MOST_UNPACKED
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
            raise broken_docx(path, _) from None

    def related(self, source: str, kind: str) -> str | None:
        """The name of the part to which `source` ("" is the package itself) has a relationship of type `kind`; None
        without one."""
        folder, _slash, name = source.rpartition("/")
        for event in self.events(f"{folder}/_rels/{name}.rels".lstrip("/")):
            if event.name == "rel:Relationship" and event.attributes.get("Type", "").endswith(f"/{kind}"):
                target = event.attributes.get("Target", "")
                return target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
        return None

    def events(self, name: str) -> Iterator[Event]:
        """The XML events of a part; none where there is no such part. Raises UsageError for a part that cannot be
        read."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parsed: list[Event] = []
        parser.StartElementHandler = lambda tag, attributes: parsed.append(
            Event("start", _prefixed(tag), {key.rpartition(" ")[2]: value for key, value in attributes.items()})
        )
        parser.EndElementHandler = lambda tag: parsed.append(Event("end", _prefixed(tag)))
        parser.CharacterDataHandler = lambda text: parsed.append(Event("text", text))
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        data = self._unpack(name)
        try:
            for at in range(0, len(data), _AT_ONCE):
                parser.Parse(data[at : at + _AT_ONCE], at + _AT_ONCE >= len(data))
                yield from parsed
                parsed.clear()
        except expat.ExpatError:
            raise broken_docx(self._path, self._) from None

    def _refuse_doctype(self, *_declared: object) -> None:
        """Raise UsageError for a document type declaration. Office writes none, and entities that multiply are declared
        there."""
        raise UsageError(
            self._("{path}: its XML declares entities, as no ordinary document does").format(path=self._path)
        )

    def _unpack(self, name: str) -> bytes:
        """The bytes of a part; empty where there is no such part."""
        try:
            part = self._archive.getinfo(name)
        except KeyError:
            return b""
        if part.flag_bits & 1:
            raise locked(self._path, self._)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise broken_docx(self._path, self._)
        self._left -= part.file_size
        if self._left < 0:
            message = self._("{path}: unpacks to more than {n} MB of text; no plan is that large")
            raise UsageError(message.format(path=self._path, n=MOST_UNPACKED // 1024 // 1024))
        try:
            return self._archive.read(part)  # read() stops at the size that the archive states
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError):
            raise broken_docx(self._path, self._) from None


def _prefixed(tag: str) -> str:
    """The name of an element with the usual prefix of its namespace; ? stands for other namespaces."""
    namespace, _separator, name = tag.rpartition(" ")
    return f"{_PREFIXES.get(namespace, '?')}:{name}"
