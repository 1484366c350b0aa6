"""Writing a document to standard output or to a file, and refusing destinations that cannot work."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator, reason
from ipcheck.cli.options import LEAST_WIDTH, MOST_WIDTH, CommonOptions
from ipcheck.cli.settings import Session
from ipcheck.formats.document import Document
from ipcheck.formats.format import FORMATS, Page, format_by_suffix, format_of, refuse_without, renderer

_NO_TEXT = N_("-f {format} is no text that a terminal can show; name a file: -o answer{suffix}")
_CLOSED = N_("standard output is closed; name a file: -o FILE")


def forbid_overwriting_inputs(output: str | None, paths: Iterable[str], _: Translator) -> None:
    """Raise UsageError if `output` is one of the files that are read (resolved `paths`): it may hold hours of work."""
    if output and os.path.realpath(output) in set(paths):
        raise UsageError(_("-o {path} is a file that this answer is read from; name another").format(path=output))


def write(document: Document, name: str, output: str | None, _: Translator, width: int | None = None) -> None:
    """Write a document in the format called `name` to stdout, or to a file that is replaced only once it is complete.

    `width` (cells) is used in place of the terminal's.
    """
    render = renderer(name, document, _)
    if output:
        page = Page(width or Page().width, to_file=True, folder=_base_folder())
        _replace(output, lambda file: render(document, file, page, _), _)
        return
    _refuse_terminal(name, _)
    if _write_to_stdout(lambda out: render(document, out, _page(name, width), _), _) and not FORMATS[name].whole:
        # The format holds data only, so facts about the question and notes on what it left out go to stderr.
        for line in (*document.facts, *document.notes()):
            print_error(line)


def output_path(session: Session, common: CommonOptions) -> str | None:
    """The file from -o or the settings; None for standard output, also where it is named as - or /dev/stdout."""
    output = session.setting(common, "output")
    return None if output in ("-", "/dev/stdout") else output


def ensure_writable(name: str, output: str | None, _: Translator, offers: Sequence[str] = ()) -> None:
    """Raise UsageError for an answer that could not be written, before the command records anything.

    It could not be written in a format that needs a field of a document which is not among `offers`, to a folder or a
    file in a folder that does not exist, to a closed standard output, or as a packed format to a terminal.
    """
    refuse_without(name, offers, _)
    if output is None and sys.stdout is None:
        raise UsageError(_(_CLOSED))
    if output is None:
        _refuse_terminal(name, _)
    if output and os.path.isdir(output):
        raise UsageError(_("{path} is a folder; name the file itself").format(path=output))
    folder = os.path.dirname(output) if output else ""
    if folder and not os.path.isdir(folder):
        template = _("{path}: there is no folder {folder}; create it, or name another file")
        raise UsageError(template.format(path=output, folder=folder))


def _refuse_terminal(name: str, _: Translator) -> None:
    """Raise UsageError for a format that is no text where standard output is a terminal."""
    if FORMATS[name].packed and sys.stdout and sys.stdout.isatty():
        raise UsageError(_(_NO_TEXT).format(format=name, suffix=FORMATS[name].suffix))


def forbid_replacing(path: str | None, force: bool, _: Translator) -> None:
    """Raise UsageError for a file that exists, unless `force`: it may hold a person's work."""
    if path and os.path.exists(path) and not force:
        raise UsageError(_("{path} exists already; choose another name, or replace it with --force").format(path=path))


def save(path: str, text: str, force: bool, _: Translator) -> None:
    """Write a text file in UTF-8 for a person to edit. Raises UsageError for a file that exists, unless `force`."""
    forbid_replacing(path, force, _)
    _replace(path, lambda file: file.write(text.encode()), _)


def print_text(text: str, _: Translator) -> None:
    """Write a text to standard output in UTF-8, like files. Raises UsageError where standard output is closed."""
    _write_to_stdout(lambda out: out.write(text.encode()), _)


def _write_to_stdout(write: Callable[[BinaryIO], Any], _: Translator) -> bool:
    """Call `write` with standard output; return whether the reader took all of it.

    Raises UsageError where it cannot be written.
    """
    if sys.stdout is None:
        raise UsageError(_(_CLOSED))
    try:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Python would report the error again when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return False  # the reader has read enough (| head)
        raise UsageError(_("standard output: {reason}").format(reason=reason(error, _))) from None
    return True


def print_error(text: str) -> None:
    """Write a line about the run to stderr, in the encoding of stderr. Errors in writing are ignored."""
    if sys.stderr is None:  # closed
        return
    try:
        sys.stderr.flush()
        sys.stderr.buffer.write((text + "\n").encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.buffer.flush()
    except OSError:
        # Python would report the error again when it flushes stderr at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _replace(path: str, render: Callable[[BinaryIO], Any], _: Translator) -> None:
    """Replace a file by what `render` writes, once that is complete. Raises UsageError where the system refuses."""
    from ipcheck.base.atomic import replace  # imported here because few calls write a file

    try:
        replace(path, render)
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None


def format_given(session: Session, common: CommonOptions) -> bool:
    """Whether the call itself names a format, which then counts before suffix and settings."""
    return common.format is not None or bool(session.options.get("format"))


def chosen_format(session: Session, common: CommonOptions, output: str | None, default: str | None = None) -> str:
    """The name of the format: from -f, else the suffix of -o, else the settings, else `default`, else rich on a
    terminal and plain elsewhere.

    Raises UsageError for a format that does not exist or does not go with the suffix.
    """
    name = session.setting(common, "format")
    if not format_given(session, common) and output:
        name = format_of(output, session.translator)
    elif output and name in FORMATS:
        _refuse_wrong_suffix(str(name), output, session.translator)
    if name is None:
        name = default or ("rich" if sys.stdout and sys.stdout.isatty() else "plain")
    return known_format(str(name), session.translator)


def _refuse_wrong_suffix(name: str, output: str, _: Translator) -> None:
    """Raise UsageError where the suffix of `output` means another format and one of the two is no text (xlsx, docx)."""
    suffix_format = format_by_suffix(output)
    if suffix_format and suffix_format.name != name and (suffix_format.packed or FORMATS[name].packed):
        template = _("-f {format} does not go with {path}; name a file that ends in {suffix}")
        raise UsageError(template.format(format=name, path=output, suffix=FORMATS[name].suffix or ".txt"))


def known_format(name: str, _: Translator) -> str:
    """The name, which must be that of a format. Raises UsageError for any other."""
    if name not in FORMATS:
        template = _("no format is called {name}; there are {known}")
        raise UsageError(template.format(name=name, known=_.join(list(FORMATS))))
    return name


def _base_folder() -> str:
    """The folder that CI systems count paths from: the checkout in a job of GitHub, else the working folder."""
    return os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or os.getcwd())


def chosen_width(session: Session, common: CommonOptions) -> int | None:
    """The width (cells) from --width or the settings, or None. Raises UsageError for a setting that is no width."""
    width = session.setting(common, "width")
    return None if width is None else read_width(str(width), session.translator)


def read_width(text: str, _: Translator) -> int:
    """The number of cells in `text`, from LEAST_WIDTH to MOST_WIDTH. Raises UsageError for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_WIDTH))
    if is_number and LEAST_WIDTH <= int(text) <= MOST_WIDTH:
        return int(text)
    template = _("width: {text} is no number of cells from {least} to {most}")
    raise UsageError(template.format(text=text[:20], least=LEAST_WIDTH, most=MOST_WIDTH))


def _page(name: str, width: int | None) -> Page:
    """The page for standard output. Width and colour matter only in the format rich."""
    encoding = sys.stdout.encoding or "utf-8"
    if name != "rich":
        return Page(encoding=encoding, folder=_base_folder())
    from shutil import get_terminal_size

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Page(width or get_terminal_size((80, 24)).columns, colour, encoding)
