"""From a document to stdout or a file."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator, reason
from ipcheck.cli.options import LEAST_WIDTH, MOST_WIDTH, CommonOptions
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.formats.format import FORMATS, Page, format_of, named_by, refuse_without, renderer

_NO_TEXT = N_("-f {format} is no text that a terminal can show; name a file: -o answer{suffix}")
_CLOSED = N_("standard output is closed; name a file: -o FILE")


def forbid_overwriting_inputs(output: str | None, paths: Iterable[str], _: Translator) -> None:
    """Refuse an output file that is one of those that are read (`paths`, resolved): it may hold a person's hours."""
    if output and os.path.realpath(output) in set(paths):
        raise UsageError(_("-o {path} is a file that this answer is read from; name another").format(path=output))


def write(document: Document, name: str, output: str | None, _: Translator, width: int | None = None) -> None:
    """Render to stdout, or to a file that is replaced only when it is complete; `width` in place of the terminal's."""
    render = renderer(name, document, _)
    if output:
        page = Page(width or Page().width, to_file=True, folder=_folder())
        _replace(output, lambda file: render(document, file, page, _), _)
        return
    _not_on_a_terminal(name, _)
    if _print(lambda out: render(document, out, _page(name, width), _), _) and not FORMATS[name].whole:
        # These hold data only: what the question was understood to be, and what it left out, is said beside them.
        for line in (*document.facts, *document.notes()):
            print_error(line)


def output_path(session: Session, common: CommonOptions) -> str | None:
    """The file of -o, or of the settings; None for standard output, also where that is named as a file."""
    output = session.setting(common, "output")
    return None if output in ("-", "/dev/stdout") else output


def ensure_writable(name: str, output: str | None, _: Translator, offers: Sequence[str] = ()) -> None:
    """Refuse what could not be answered after all, before anything is recorded: a format that needs more than `offers`,
    an output that is a folder, lies in none, or is closed."""
    refuse_without(name, offers, _)
    if output is None and sys.stdout is None:
        raise UsageError(_(_CLOSED))
    if output is None:
        _not_on_a_terminal(name, _)
    if output and os.path.isdir(output):
        raise UsageError(_("{path} is a folder; name the file itself").format(path=output))
    folder = os.path.dirname(output) if output else ""
    if folder and not os.path.isdir(folder):
        form = _("{path}: there is no folder {folder}; create it, or name another file")
        raise UsageError(form.format(path=output, folder=folder))


def _not_on_a_terminal(name: str, _: Translator) -> None:
    if FORMATS[name].packed and sys.stdout and sys.stdout.isatty():
        raise UsageError(_(_NO_TEXT).format(format=name, suffix=FORMATS[name].suffix))


def forbid_replacing(path: str | None, force: bool, _: Translator) -> None:
    """Refuse a file that is there already, unless `force`: it may hold a person's work."""
    if path and os.path.exists(path) and not force:
        raise UsageError(_("{path} exists already; choose another name, or replace it with --force").format(path=path))


def save(path: str, text: str, force: bool, _: Translator) -> None:
    """Write a file for a person to go on with, as UTF-8. One that is there already is replaced only with `force`; else
    raises UsageError."""
    forbid_replacing(path, force, _)
    _replace(path, lambda file: file.write(text.encode()), _)


def print_text(text: str, _: Translator) -> None:
    """Write a text to standard output as UTF-8, as files are. Raises UsageError where that is closed."""
    _print(lambda out: out.write(text.encode()), _)


def _print(write: Callable[[BinaryIO], Any], _: Translator) -> bool:
    """Let `write` fill standard output; whether it was read to the end. Raises UsageError where it cannot be
    written."""
    if sys.stdout is None:
        raise UsageError(_(_CLOSED))
    try:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Python would complain once more when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return False  # the reader has what it wanted (| head)
        raise UsageError(_("standard output: {reason}").format(reason=reason(error, _))) from None
    return True


def print_error(text: str) -> None:
    """Write a line about the run to stderr, in whatever encoding that has; where nobody reads it, nothing changes."""
    if sys.stderr is None:  # closed
        return
    try:
        sys.stderr.flush()
        sys.stderr.buffer.write((text + "\n").encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.buffer.flush()
    except OSError:
        # Python would complain once more when it flushes stderr at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _replace(path: str, render: Callable[[BinaryIO], Any], _: Translator) -> None:
    from ipcheck.base.atomic import replace  # only where a file is written

    try:
        replace(path, render)
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None


def format_given(session: Session, common: CommonOptions) -> bool:
    """Whether this call names a format, so that no suffix and no setting decides."""
    return common.format is not None or bool(session.options.get("format"))


def chosen_format(session: Session, common: CommonOptions, output: str | None, default: str | None = None) -> str:
    """The format: of -f, else of the suffix of -o, else of the settings, else `default`, else rich on a terminal and
    plain elsewhere."""
    name = session.setting(common, "format")
    if not format_given(session, common) and output:
        name = format_of(output, session.translator)
    elif output and name in FORMATS:
        _not_disguised(str(name), output, session.translator)
    if name is None:
        name = default or ("rich" if sys.stdout and sys.stdout.isatty() else "plain")
    return known_format(str(name), session.translator)


def _not_disguised(name: str, output: str, _: Translator) -> None:
    """Refuse a file whose name says that it is a workbook or a document, and which is not, or the other way round."""
    meant = named_by(output)
    if meant and meant.name != name and (meant.packed or FORMATS[name].packed):
        said = _("-f {format} does not go with {path}; name a file that ends in {suffix}")
        raise UsageError(said.format(format=name, path=output, suffix=FORMATS[name].suffix or ".txt"))


def known_format(name: str, _: Translator) -> str:
    """The name of a format. Raises UsageError where there is none of that name."""
    if name not in FORMATS:
        said = _("no format is called {name}; there are {known}")
        raise UsageError(said.format(name=name, known=_.listed(list(FORMATS))))
    return name


def _folder() -> str:
    """Where CI systems count paths from: GitHub's checkout in its jobs, else the working folder."""
    return os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or os.getcwd())


def chosen_width(session: Session, common: CommonOptions) -> int | None:
    """The width of --width or of the settings. Raises UsageError for a setting that is no such number."""
    width = session.setting(common, "width")
    return None if width is None else read_width(str(width), session.translator)


def read_width(text: str, _: Translator) -> int:
    """A width by its digits. Raises UsageError for what is none."""
    digits = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_WIDTH))
    if digits and LEAST_WIDTH <= int(text) <= MOST_WIDTH:
        return int(text)
    said = _("width: {text} is no number of cells from {least} to {most}")
    raise UsageError(said.format(text=text[:20], least=LEAST_WIDTH, most=MOST_WIDTH))


def _page(name: str, width: int | None) -> Page:
    encoding = sys.stdout.encoding or "utf-8"
    if name != "rich":
        return Page(encoding=encoding, folder=_folder())
    from shutil import get_terminal_size

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Page(width or get_terminal_size((80, 24)).columns, colour, encoding)
