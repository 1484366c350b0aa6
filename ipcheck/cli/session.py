"""From options and settings to a question, and from its answer to stdout or a file."""

import os
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any, BinaryIO, NamedTuple

from ipcheck.answers.asked import Asked, known_agency, known_plans
from ipcheck.catalogue.query import ANY, Wanted, parts_of
from ipcheck.catalogue.store import Catalogue, cache_folder
from ipcheck.cli.options import Filters, Run, values
from ipcheck.cli.settings import Settings
from ipcheck.documents import Document
from ipcheck.files import gather
from ipcheck.findings import Refused
from ipcheck.formats import FORMATS, Page, format_of, renderer
from ipcheck.situation import REPORT_EVERY, Judge
from ipcheck.spans import FORMS, BadSpan, Span, read_span
from ipcheck.words import Words, reason

CHINA = timezone(timedelta(hours=8))  # one zone, no summer time


class Session(NamedTuple):
    """A call of the program: its words, its settings, and the options given before the command."""

    words: Words
    settings: Settings
    options: dict[str, Any]

    def setting(self, run: Run, key: str) -> Any:
        """An option of every command: given after the command, before it, in the environment or in the policy."""
        given = getattr(run, key)
        given = given if given not in (None, [], False) else self.options.get(key)
        return self.settings.get(key, given)


def answer(session: Session, run: Run, build: Callable[[Asked], Document]) -> None:
    """Build the answer to a question and write it where it was asked for."""
    _ = session.words
    output = session.setting(run, "output")
    name = _format(session, run, output)
    asked = ask(session, run)
    try:
        write(build(asked), name, output, _)
    finally:
        asked.catalogue.close()


def ask(session: Session, run: Run) -> Asked:
    """What every question brings along. Raises Refused for a bad day, Faulty for bad data."""
    _ = session.words
    as_of = _as_of(session.setting(run, "as_of"), _)
    if session.setting(run, "ledger"):
        raise Refused(_("ledgers are not read by this version yet; leave --ledger out"))
    files = gather(session.setting(run, "plans") or (), _)
    judge = Judge(as_of, _report_every(session.settings.get("report_every"), _))
    return Asked(Catalogue(files, cache_folder(os.environ, sys.platform), _), as_of, judge, _)


def wanted(asked: Asked, filters: Filters) -> Wanted:
    """The filters with every name and span in them understood. Raises Refused for one that is not."""
    first, last = bounds(filters, asked.as_of, asked.words)
    parts = (
        parts_of(asked.catalogue, known_agency(asked, filters.agency), values(filters.role)) if filters.agency else ()
    )
    return Wanted(
        plans=known_plans(asked, filters.plan or ()),
        parts=parts,
        section=filters.section,
        before=last.isoformat() if last else None,
        after=first.isoformat() if first else None,
        basis=filters.basis or ANY,
        text=filters.text,
        kinds=values(filters.kind),
        states=values(filters.state),
        situations=values(filters.situation),
    )


def bounds(filters: Filters, today: date, _: Words) -> tuple[date | None, date | None]:
    """The first and the last day that the filters allow. Raises Refused for a span that cannot be read."""
    within = span("--within", filters.within, today, _)
    after = span("--after", filters.after, today, _)
    before = span("--before", filters.before, today, _)
    firsts = [found.first for found in (within, after) if found]
    lasts = [found.last for found in (within, before) if found]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first and last and first > last:
        said = _("nothing can be due from {first} on and by {last}; are the bounds the wrong way round?")
        raise Refused(said.format(first=first, last=last))
    return first, last


def span(option: str, text: str | None, today: date, _: Words) -> Span | None:
    """A span given by a person, or None where none was. Raises Refused, with the forms that are understood."""
    if text is None:
        return None
    try:
        return read_span(text, today)
    except BadSpan as error:
        said = _(str(error)).format(text=f"“{text}”")
        raise Refused(_("{option}: {said}; write {forms}").format(option=option, said=said, forms=FORMS)) from None


def write(document: Document, name: str, output: str | None, _: Words) -> None:
    """Render to stdout, or to a file that is replaced only when it is complete."""
    render = renderer(name)
    if output:
        _replace(output, lambda file: render(document, file, Page(to_file=True), _), _)
        return
    try:
        render(document, sys.stdout.buffer, _page(name), _)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has what it wanted (| head). Python would complain when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    if FORMATS[name].bytes:
        # These hold data only: what the question was understood to be, and what it left out, is said beside them.
        for line in (*document.facts, *document.notes()):
            complain(line)


def complain(text: str) -> None:
    """Write a line about the run to stderr, in whatever encoding that has."""
    sys.stderr.flush()
    sys.stderr.buffer.write((text + "\n").encode(sys.stderr.encoding or "utf-8", "replace"))
    sys.stderr.buffer.flush()


def _replace(path: str, render: Callable[[BinaryIO], None], _: Words) -> None:
    import tempfile  # only here: it brings random and hashing along

    folder = os.path.dirname(os.path.abspath(path))
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".ipcheck-", delete=False) as file:
            temporary = file.name
            render(file)  # type: ignore[arg-type]
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise Refused(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None
    finally:
        if temporary:
            os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _format(session: Session, run: Run, output: str | None) -> str:
    name = session.setting(run, "format")
    if run.format is None and not session.options.get("format") and output:
        name = format_of(output, session.words)
    if name is None:
        name = "rich" if sys.stdout.isatty() else "plain"
    if name not in FORMATS:
        _ = session.words
        said = _("no format is called {name}; there are {known}")
        raise Refused(said.format(name=name, known=_.listed(list(FORMATS))))
    return str(name)


def _page(name: str) -> Page:
    encoding = sys.stdout.encoding or "utf-8"
    if name != "rich":
        return Page(encoding=encoding)
    from shutil import get_terminal_size

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Page(get_terminal_size((80, 24)).columns, colour, encoding)


def _as_of(text: str | None, _: Words) -> date:
    today = datetime.now(CHINA).date()
    if text is None:
        return today
    found = span("--as-of", text, today, _)
    if found is None or found.first != found.last:
        raise Refused(_("--as-of: {text} is no single day; write 2025-12-31").format(text=text))
    return found.first


def _report_every(text: str | None, _: Words) -> int | None:
    """`report_every` of the policy: months as 6m, or off."""
    if text is None:
        return REPORT_EVERY
    if text == "off":
        return None
    if text.endswith("m") and text[:-1].isdecimal() and 0 < int(text[:-1]) <= 120:
        return int(text[:-1])
    raise Refused(_("report_every: {text} is no number of months; write 6m, or off").format(text=text))
