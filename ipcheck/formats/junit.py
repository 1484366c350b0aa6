"""JUnit's XML: everything that was checked, as test cases for the CI systems that show them."""

from collections.abc import Sequence
from itertools import groupby
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Document
from ipcheck.formats.format import Page
from ipcheck.formats.parts import Case


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the cases of `document`, grouped by suite. A finding that fails nothing is a skipped case.

    Paths inside the page's folder are relative to it, as CI systems want them.
    """
    cases = document.cases() if document.cases else ()
    suites = [(name, list(group)) for name, group in groupby(cases, key=lambda case: case.suite)]
    all_cases = [case for _name, group in suites for case in group]

    def write(line: str) -> None:
        out.write((line + "\n").encode())

    write('<?xml version="1.0" encoding="UTF-8"?>')
    write(f"<testsuites name={quoteattr(document.title)} {_counts(all_cases)}>")
    for name, group in suites:
        write(f"  <testsuite name={quoteattr(page.path(name))} {_counts(group)}>")
        for case in group:
            write(_case(case, page))
        write("  </testsuite>")
    write("</testsuites>")


def _counts(cases: Sequence[Case]) -> str:
    skipped = sum(_skip_reason(case) is not None for case in cases)
    failures = sum(case.finding is not None for case in cases) - skipped
    return f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'


def _skip_reason(case: Case) -> str | None:
    """Why a finding fails nothing: its own message below the level error, or the reason for accepting it. Else None."""
    if case.finding is not None and case.level != "error":
        return case.message
    return case.accepted


def _case(case: Case, page: Page) -> str:
    place = f'file={quoteattr(page.path(case.path))} line="{case.line}"'
    names = f"classname={quoteattr(page.path(case.suite))} name={quoteattr(case.name)}"
    head = f'    <testcase {names} {place} time="0"'
    if case.finding is None:
        return f"{head}/>"
    skipped = _skip_reason(case)
    if skipped is not None:
        inner = f"<skipped message={quoteattr(skipped)}/>"
    else:
        attributes = f"type={quoteattr(case.finding)} message={quoteattr(case.message)}"
        inner = f"<failure {attributes}>{escape(case.message)}</failure>"
    return f"{head}>\n      {inner}\n    </testcase>"
