"""Where an answer goes: to standard output or to a file, in which format; refusing destinations that cannot work."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO, NamedTuple

from ipcheck.base.errors import UsageError
from ipcheck.base.i18n import N_, Translator, reason
from ipcheck.base.text import visible
from ipcheck.cli.options import LEAST_WIDTH, MOST_WIDTH, Filters
from ipcheck.cli.settings import Session
from ipcheck.datafiles.discovery import DataFile
from ipcheck.formats.document import Document
from ipcheck.formats.format import FORMATS, Page, format_by_suffix, format_of, refuse_without, renderer

_NO_TEXT = N_("a terminal cannot show -f {format}; name a file: -o answer{suffix}")
PIPE = 120  # cells in a line of plain text
_STDOUT = ("", "-", "/dev/stdout")  # what names standard output in place of a file
_CLOSED = N_("standard output is closed; name a file: -o FILE")


class Destination(NamedTuple):
    """Where an answer goes: into the file at `path`, or to standard output (None), in the format called `format`.

    `width` (cells) is used in place of the terminal's, and each list has at most `limit` rows. All that cannot work is
    refused with UsageError.
    """

    path: str | None
    format: str
    translator: Translator
    width: int | None = None
    limit: int | None = None

    @classmethod
    def of(
        cls, session: Session, default: str | None = None, only: str | None = None, of_call: bool = False
    ) -> "Destination":
        """The destination that the call and the settings name.

        `default` is the format where they name none, `only` the one that is possible. With `of_call`, only a file that
        the call itself names counts: that of the settings is for answers.
        """
        _ = session.translator
        path = output_path(session, of_call)
        if only is None:
            chosen = _chosen_format(session, path, default)
            return cls(path, chosen, _, _chosen_width(session), session.settings.limit)
        if session.given.format and (name := _chosen_format(session, path)) != only:
            raise UsageError(_("this answer cannot be written as {format}").format(format=name))
        return cls(path, only, _)

    def ensure_writable(self, offers: Sequence[str] = ()) -> None:
        """Refuse an answer that could not be written, before the command records anything.

        It could not be written in a format that needs a field of a document which is not among `offers`, to a folder or
        a file in a folder that does not exist, to a closed standard output, or as a packed format to a terminal.
        """
        _ = self.translator
        refuse_without(self.format, offers, _)
        if self.path is None:
            self._refuse_stdout()
        else:
            self._refuse_path(self.path)

    def _refuse_path(self, path: str) -> None:
        """Refuse a folder, and a file in a folder that does not exist."""
        _ = self.translator
        if os.path.isdir(path):
            raise UsageError(_("{path} is a folder; name the file itself").format(path=path))
        if (folder := os.path.dirname(path)) and not os.path.isdir(folder):
            template = _("{path}: there is no folder {folder}; create it, or name another file")
            raise UsageError(template.format(path=path, folder=folder))

    def _refuse_stdout(self) -> None:
        """Refuse a standard output that is closed, or a terminal for a format that is no text."""
        if sys.stdout is None:
            raise UsageError(self.translator(_CLOSED))
        if FORMATS[self.format].binary and sys.stdout.isatty():
            template = self.translator(_NO_TEXT)
            raise UsageError(template.format(format=self.format, suffix=FORMATS[self.format].suffix))

    def forbid_overwriting(self, *paths: str, files: Iterable[DataFile] = ()) -> None:
        """Refuse a file that the answer is read from: it may hold hours of work."""
        if self.path and os.path.realpath(self.path) in {*map(os.path.realpath, paths), *(file.path for file in files)}:
            template = self.translator("-o {path} is a file that this answer is read from; name another")
            raise UsageError(template.format(path=self.path))

    def forbid_replacing(self, force: bool) -> None:
        """Refuse a file that exists, unless `force`: it may hold a person's work."""
        if self.path and os.path.exists(self.path) and not force:
            template = self.translator("{path} exists already; choose another name, or replace it with --force")
            raise UsageError(template.format(path=self.path))

    def write(self, document: Document, _: Translator, filters: Filters | None = None) -> None:
        """Write a document; a file is replaced only once it is complete.

        In formats that people pass on (`Format.passed_on`), the document states the `filters` of the call, and leaves
        out what only the caller can use.
        """
        if FORMATS[self.format].passed_on:
            document = _passed_on(document, _, filters)
        if self.limit:
            document = document.limited(self.limit, _)
        render = renderer(self.format, document, _)
        if self.path:
            page = Page(self._cells(Page().width), to_file=True, folder=_base_folder())
            self._replace_file(self.path, lambda file: render(document, file, page, _))
            self._tell_what_was_written(document, _)
            return
        is_taken = self._write_to_stdout(lambda out: render(document, out, self._page(), _))
        if is_taken and not FORMATS[self.format].holds_notes:
            # The format holds data only, so facts about the question and notes on what it left out go to stderr.
            for line in (*document.facts, *document.notes()):
                print_error(line)

    def _tell_what_was_written(self, document: Document, _: Translator) -> None:
        """Say on stderr what the file holds; where it holds nothing, also why."""
        held = document.holds() if document.holds else None
        if held is None:
            print_error(_("Wrote {path}.").format(path=self.path))
            return
        print_error(_("Wrote {path}: {held}.").format(path=self.path, held=held.words))
        if not held.number:
            for line in document.notes():
                print_error(line)

    def write_text(self, text: str) -> None:
        """Write a text for a person to edit, in UTF-8."""
        if self.path:
            self._replace_file(self.path, lambda file: file.write(text.encode()))
        else:
            self._write_to_stdout(lambda out: out.write(text.encode()))

    def _write_to_stdout(self, write: Callable[[BinaryIO], Any]) -> bool:
        """Call `write` with standard output; return whether the reader took all of it."""
        _ = self.translator
        self._refuse_stdout()
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

    def _replace_file(self, path: str, render: Callable[[BinaryIO], Any]) -> None:
        """Replace a file by what `render` writes, once that is complete."""
        from ipcheck.base.atomic import replace  # imported here because few calls write a file

        _ = self.translator
        self._refuse_path(path)
        try:
            replace(path, render)
        except OSError as error:
            raise UsageError(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None

    def _page(self) -> Page:
        """The page for standard output. Colour matters only in the format rich."""
        encoding = sys.stdout.encoding or "utf-8"
        if self.format != "rich":
            return Page(self._cells(Page().width), encoding=encoding, folder=_base_folder())
        from shutil import get_terminal_size

        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return Page(self._cells(get_terminal_size((80, 24)).columns), colour, encoding)

    def _cells(self, default: int) -> int:
        """The cells in a line: as the call and the settings say; of plain text without a bound (0), or PIPE where they
        say nothing; of a table on a terminal `default`, where they say nothing or 0."""
        if self.format == "plain":
            return PIPE if self.width is None else self.width
        return self.width or default


def _passed_on(document: Document, _: Translator, filters: Filters | None) -> Document:
    """The document for others than the caller, who read which filters were given."""
    from ipcheck.cli.filter_words import filters_in_words  # both only for formats that are passed on
    from ipcheck.formats.passed_on import for_others

    if filters and (words := filters_in_words(filters, _)):
        template = _("Filters: {filters}")
        document = document._replace(facts=[*document.facts, template.format(filters=_.join(words))])
    return for_others(document)


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


def print_warning(message: str, _: Translator) -> None:
    """Write a line to stderr about something that the answer does without."""
    print_error(_("Warning: {said}").format(said=visible(message)))


def ensure_output(path: str, _: Translator) -> None:
    """Raise UsageError for a path of a policy to which no answer can be written."""
    if path not in _STDOUT:
        Destination(path, format_of(path, _), _)._refuse_path(path)


def output_path(session: Session, of_call: bool = False) -> str | None:
    """The file from -o or the settings, or with `of_call` from -o alone; None for standard output, also where it is
    named as - or /dev/stdout."""
    output = session.given.output if of_call else session.settings.output
    return None if output in _STDOUT else output


def _chosen_format(session: Session, output: str | None, default: str | None = None) -> str:
    """The name of the format: from -f, else the suffix of `output`, else the settings, else `default`, else rich on a
    terminal and plain elsewhere.

    Raises UsageError for a format that does not exist or does not go with the suffix.
    """
    _ = session.translator
    name = session.settings.format
    if output and not session.given.format:
        name = format_of(output, _)
    elif output and name in FORMATS:
        _refuse_wrong_suffix(name, output, _)
    if name is None:
        name = default or ("rich" if sys.stdout and sys.stdout.isatty() else "plain")
    return known_format(name, _)


def _refuse_wrong_suffix(name: str, output: str, _: Translator) -> None:
    """Raise UsageError where the suffix of `output` means another format and one of the two is no text (xlsx, docx)."""
    suffix_format = format_by_suffix(output)
    if suffix_format and suffix_format.name != name and (suffix_format.binary or FORMATS[name].binary):
        template = _("-f {format} does not go with {path}; name a file that ends in {suffix}")
        raise UsageError(template.format(format=name, path=output, suffix=FORMATS[name].suffix or ".txt"))


def known_format(name: str, _: Translator) -> str:
    """The name, which must be that of a format. Raises UsageError for any other."""
    if name not in FORMATS:
        template = _("no format is called {name}; choose from {known}")
        raise UsageError(template.format(name=name, known=_.join(list(FORMATS))))
    return name


def _chosen_width(session: Session) -> int | None:
    """The width (cells) from --width or the settings, or None. Raises UsageError for a setting that is no width."""
    width = session.settings.width
    return None if width is None else known_width(width, session.translator)


def known_width(width: int | str, _: Translator) -> int:
    """A width in cells, from a number or text. Raises UsageError for one that no table can have."""
    text = str(width)
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_WIDTH))
    if is_number and (int(text) == 0 or LEAST_WIDTH <= int(text) <= MOST_WIDTH):
        return int(text)
    template = _(
        "width: cannot read “{text}” as a width; write a number of columns from {least} to {most}, or 0 for no limit"
    )
    raise UsageError(template.format(text=text[:20], least=LEAST_WIDTH, most=MOST_WIDTH))


def _base_folder() -> str:
    """The folder that CI systems count paths from: the checkout in a job of GitHub, else the working folder."""
    return os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or os.getcwd())
