"""The list of all formats, for the choices of the option and the help, and how one is chosen and imported."""

import os
from collections.abc import Callable, Collection
from importlib import import_module
from typing import BinaryIO, Literal, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.formats.document import Document


class Page(NamedTuple):
    """What a format must know of where it writes: the cells in a line, whether there is colour, the encoding of the
    text, whether it is a file, and the folder to which paths for CI systems are relative (empty: none are)."""

    width: int = 80
    colour: bool = False
    encoding: str = "utf-8"
    to_file: bool = False
    folder: str = ""

    def path(self, path: str) -> str:
        """A path as CI systems want it: a path inside the folder is relative to it and has /; others stay the same."""
        if not self.folder or not path.startswith(os.path.join(self.folder, "")):
            return path
        return os.path.relpath(path, self.folder).replace(os.sep, "/")


class Format(NamedTuple):
    """A format by name. `utf8` formats have that encoding everywhere; the others use that of the stream.

    `needs` is the field of a document without which the format cannot render it. A format that `holds_notes` has the
    facts too, so that neither need be printed beside it. A `binary` format does not go to a terminal. A format for
    `programs` holds only data, and nothing in it is translated. One that is `passed_on` by itself must say which
    filters were given. One that `streams` writes one part of a document, item by item while it is read.
    """

    name: str
    suffix: str
    module: str
    help: str
    utf8: bool
    needs: Literal["cases", "events"] | None = None
    holds_notes: bool = False
    binary: bool = False
    programs: bool = False
    passed_on: bool = False
    streams: bool = False


_ALL = (
    Format("rich", "", "rich", N_("a table on a terminal"), False, holds_notes=True),
    Format("plain", ".txt", "plain", N_("plain text; nothing is cut off"), False, holds_notes=True),
    Format("markdown", ".md", "markdown", N_("a Markdown table"), False, holds_notes=True),
    Format(
        "html", ".html", "html.page", N_("a page to look at, filter and pass on"), True, holds_notes=True,
        passed_on=True,
    ),
    Format(
        "csv", ".csv", "csv", N_("for spreadsheets; with a BOM when written to a file"), True, programs=True,
        streams=True,
    ),
    Format("json", ".json", "json", N_("for programs"), True, programs=True, streams=True),
    Format(
        "xlsx", ".xlsx", "xlsx.workbook", N_("a workbook for Excel and WPS"), True, holds_notes=True, binary=True,
        passed_on=True,
    ),
    Format(
        "docx", ".docx", "docx.document", N_("a document for Word and WPS"), True, holds_notes=True, binary=True,
        passed_on=True,
    ),
    Format(
        "mail", ".mail.html", "mail", N_("a plain page that mail programs show"), True, holds_notes=True,
        passed_on=True,
    ),
    Format("junit", ".xml", "junit", N_("findings as test cases, for CI systems"), True, "cases"),
    Format("github", "", "github", N_("findings as annotations, for GitHub's jobs"), True, "cases"),
    Format("ics", ".ics", "ics", N_("a calendar"), True, "events", streams=True),
)  # fmt: skip
FORMATS = {entry.name: entry for entry in _ALL}
# The calls whose documents have a field that some formats need.
_CALLS_WITH = {"cases": ("ipcheck check", "ipcheck validate"), "events": ("ipcheck calendar",)}


def can_encode(characters: str, encoding: str) -> bool:
    """Whether an encoding has all of these characters."""
    try:
        characters.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


Render = Callable[[Document, BinaryIO, Page, Translator], None]


def refuse_without(name: str, offers: Collection[str], _: Translator) -> None:
    """Raise UsageError where the format needs a field of a document that is not among `offers`."""
    needs = FORMATS[name].needs
    if needs and needs not in offers:
        said = _("this answer cannot be written as {format}").format(format=name)
        raise UsageError(_.with_calls(said, _CALLS_WITH[needs]))


def renderer(name: str, document: Document, _: Translator) -> Render:
    """The function that renders `document` in the format `name`, imported when needed. Raises UsageError where the
    document lacks the field that the format needs."""
    refuse_without(name, [field for field in ("cases", "events") if getattr(document, field) is not None], _)
    render: Render = import_module(f"ipcheck.formats.{FORMATS[name].module}").render
    return render


def format_of(path: str, _: Translator) -> str:
    """The name of the format that a file's suffix asks for. Raises UsageError for an unknown suffix."""
    fitting = format_by_suffix(path)
    if fitting is None:
        template = _("no format is known for {path}; use one of {suffixes}, or -f")
        raise UsageError(template.format(path=path, suffixes=_.join([entry.suffix for entry in _ALL if entry.suffix])))
    return fitting.name


def format_by_suffix(path: str) -> Format | None:
    """The format whose suffix ends a file's name, or None. The longest suffix counts: .mail.html is not .html."""
    matching = [entry for entry in _ALL if entry.suffix and path.lower().endswith(entry.suffix)]
    return max(matching, key=lambda entry: len(entry.suffix), default=None)
