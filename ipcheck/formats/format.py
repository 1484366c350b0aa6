"""Formats: each renders a document. One list, which the option's choices, the help and the tests read."""

import os
from collections.abc import Callable, Collection
from importlib import import_module
from typing import BinaryIO, Literal, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator
from ipcheck.formats.document import Document


class Page(NamedTuple):
    """What a format must know of where it writes: cells in a line, colour, the encoding that must hold the text, the
    folder against which places are given to CI systems (empty: as they are)."""

    width: int = 80
    colour: bool = False
    encoding: str = "utf-8"
    to_file: bool = False
    folder: str = ""

    def path(self, path: str) -> str:
        """A path as CI systems want it: from the folder, with /, where it lies in there."""
        if not self.folder or not path.startswith(os.path.join(self.folder, "")):
            return path
        return os.path.relpath(path, self.folder).replace(os.sep, "/")


class Format(NamedTuple):
    """A format by name. `bytes` formats are UTF-8 everywhere; the others use the encoding of the stream.

    `needs` is the field without which a document cannot be rendered so. A `whole` format holds facts and notes too,
    so that nothing need be said beside it. A `packed` one is no text: it has no place on a terminal. One for
    `programs` holds data alone, in which nothing is translated. A `sheet` is passed on by itself, and says what was
    asked for.
    """

    name: str
    suffix: str
    module: str
    help: str
    bytes: bool
    needs: Literal["cases", "events"] | None = None
    whole: bool = False
    packed: bool = False
    programs: bool = False
    sheet: bool = False


_ALL = (
    Format("rich", "", "rich", N_("a table on a terminal"), False, whole=True),
    Format("plain", ".txt", "plain", N_("text; nothing is cut"), False, whole=True),
    Format("markdown", ".md", "markdown", N_("a Markdown table"), False, whole=True),
    Format("html", ".html", "html.page", N_("a page to look at, filter and pass on"), True, whole=True, sheet=True),
    Format("csv", ".csv", "csv", N_("for spreadsheets; with a BOM when written to a file"), True, programs=True),
    Format("json", ".json", "json", N_("for programs"), True, programs=True),
    Format(
        "xlsx", ".xlsx", "xlsx.workbook", N_("a workbook for Excel and WPS"), True, whole=True, packed=True, sheet=True,
    ),
    Format(
        "docx", ".docx", "docx.document", N_("a document for Word and WPS"), True, whole=True, packed=True, sheet=True,
    ),
    Format("mail", ".mail.html", "mail", N_("a plain page that mail programs show"), True, whole=True, sheet=True),
    Format("junit", ".xml", "junit", N_("findings as test cases, for CI systems"), True, "cases"),
    Format("github", "", "github", N_("findings as annotations, for GitHub's jobs"), True, "cases"),
    Format("ics", ".ics", "ics", N_("a calendar"), True, "events"),
)  # fmt: skip
FORMATS = {each.name: each for each in _ALL}

Render = Callable[[Document, BinaryIO, Page, Translator], None]


def refuse_without(name: str, offers: Collection[str], _: Translator) -> None:
    """Raises UsageError where the format needs what is not among `offers`."""
    needs = FORMATS[name].needs
    if needs and needs not in offers:
        raise UsageError(_("this answer cannot be written as {format}").format(format=name))


def renderer(name: str, document: Document, _: Translator) -> Render:
    """The function that renders `document` as `name`, imported only now. Raises UsageError where it has no such
    form."""
    refuse_without(name, [field for field in ("cases", "events") if getattr(document, field) is not None], _)
    render: Render = import_module(f"ipcheck.formats.{FORMATS[name].module}").render
    return render


def format_of(path: str, _: Translator) -> str:
    """The format that a file's suffix asks for. Raises UsageError for a suffix that none has."""
    meant = named_by(path)
    if meant is None:
        said = _("no format is known for {path}; use one of {suffixes}, or -f")
        raise UsageError(said.format(path=path, suffixes=_.listed([each.suffix for each in _ALL if each.suffix])))
    return meant.name


def named_by(path: str) -> Format | None:
    """The format whose suffix a file's name ends in, of several the longest: .mail.html is not .html."""
    fitting = [each for each in _ALL if each.suffix and path.lower().endswith(each.suffix)]
    return max(fitting, key=lambda each: len(each.suffix), default=None)
