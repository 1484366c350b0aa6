"""The bytes of a file that a person names, or of what is piped in, of no more than such a file can have."""

import os
import stat
from typing import BinaryIO

from ipcheck.base.findings import UsageError
from ipcheck.base.i18n import Translator, reason

MOST_BYTES = 20 * 1024 * 1024  # the longest plan takes 400 KB, with its pictures a few MB


def content_of(path: str, stdin: BinaryIO | None, too_large: str, _: Translator) -> bytes:
    """The content of the file at `path`, or of `stdin` where it is "-" and there is one.

    Raises UsageError for what cannot be read, and, with the untranslated message `too_large` ({path}, {n} MB), for more
    than MOST_BYTES.
    """
    name = _("standard input") if stdin and path == "-" else path

    def at_most(file: BinaryIO) -> bytes:
        data = file.read(MOST_BYTES + 1)
        return data if len(data) <= MOST_BYTES else refuse()

    def refuse() -> bytes:
        raise UsageError(_(too_large).format(path=name, n=MOST_BYTES // 1024 // 1024))

    try:
        if stdin and path == "-":
            return at_most(stdin)
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > MOST_BYTES:
                return refuse()
            return at_most(file)
    except OSError as error:
        raise UsageError(_("{path}: {reason}").format(path=name, reason=reason(error, _))) from None
