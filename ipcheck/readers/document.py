"""A file, or what is piped in, becomes pieces of text: the one way in."""

import os
import stat
from typing import BinaryIO

from ipcheck.findings import Refused
from ipcheck.readers.apart import read_apart
from ipcheck.readers.kinds import kind
from ipcheck.readers.pieces import Found, Progress
from ipcheck.readers.plain import read_text
from ipcheck.words import Words, reason

MOST_BYTES = 20 * 1024 * 1024  # the longest plan takes 400 KB, with its pictures a few MB


def read_document(path: str, stdin: BinaryIO, _: Words, progress: Progress) -> Found:
    """The pieces of the document at `path`, or of what comes through `stdin` where it is "-".

    What a file is, its content decides, never its name. Raises Refused for what is no text, HTML, DOCX or PDF, cannot
    be read, is too large, or holds no text; the message says what to do.
    """
    data = _bytes(path, stdin, _)
    if path == "-":
        path = _("standard input")
    match kind(data, path, _):
        case "html" | "pdf" as known:
            return read_apart(known, data, path, _, progress)
        case "docx":
            from ipcheck.readers.word import read_docx

            return read_docx(data, path, _, progress)
        case _text:
            return read_text(data, path, _)


def _bytes(path: str, stdin: BinaryIO, _: Words) -> bytes:
    try:
        if path == "-":
            return _at_most(stdin, _("standard input"), _)
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > MOST_BYTES:
                raise _too_large(path, _)
            return _at_most(file, path, _)
    except OSError as error:
        raise Refused(_("{path}: {reason}").format(path=path, reason=reason(error, _))) from None


def _at_most(file: BinaryIO, path: str, _: Words) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _too_large(path, _)
    return data


def _too_large(path: str, _: Words) -> Refused:
    said = _("{path}: larger than {n} MB, which no plan is; take out its pictures, or copy its text into a text file")
    return Refused(said.format(path=path, n=MOST_BYTES // 1024 // 1024))
