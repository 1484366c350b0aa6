"""GitHub's workflow commands: findings as annotations of the lines where they are."""

from typing import BinaryIO

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page
from ipcheck.formats.parts import Case

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write a command for each finding among the cases of `document` that is not accepted.

    Paths inside the page's folder are relative to it. The document must have cases.
    """
    for case in document.cases() if document.cases else ():
        if case.finding is not None and case.accepted is None:
            out.write((_command(case, page) + "\n").encode())


def _command(case: Case, page: Page) -> str:
    values = {"file": page.path(case.path), "line": case.line, "col": case.column, "title": case.title or case.finding}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    return f"::{_COMMANDS[case.level]} {properties}::{_data(case.message)}"


def _data(text: str) -> str:
    """Escape a text as @actions/core does: a command ends with its line, and % begins an escape."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape the value of a property, in which : and , have a meaning too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
