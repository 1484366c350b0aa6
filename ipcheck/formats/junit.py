"""JUnit's XML: what was checked as test cases, for the CI systems that show them."""

from collections.abc import Sequence
from itertools import groupby
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Case, Document
from ipcheck.formats.format import Page


def render(document: Document, out: BinaryIO, page: Page, _: Translator) -> None:
    """Write the cases of `document`, those of a suite together; a finding that fails nothing is a skipped case.

    Files inside the page's folder are named from there, as CI systems want them.
    """
    cases = document.cases() if document.cases else ()
    suites = [(name, list(group)) for name, group in groupby(cases, key=lambda case: case.suite)]
    whole = [case for _name, group in suites for case in group]

    def write(line: str) -> None:
        out.write((line + "\n").encode())

    write('<?xml version="1.0" encoding="UTF-8"?>')
    write(f"<testsuites name={quoteattr(document.title)} {_counts(whole)}>")
    for name, group in suites:
        write(f"  <testsuite name={quoteattr(page.path(name))} {_counts(group)}>")
        for case in group:
            write(_case(case, page))
        write("  </testsuite>")
    write("</testsuites>")


def _counts(cases: Sequence[Case]) -> str:
    skipped = sum(_skipped(case) is not None for case in cases)
    failures = sum(case.finding is not None for case in cases) - skipped
    return f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'


def _skipped(case: Case) -> str | None:
    """Why a finding fails nothing."""
    if case.finding is not None and case.level != "error":
        return case.said
    return case.accepted


def _case(case: Case, page: Page) -> str:
    place = f'file={quoteattr(page.path(case.path))} line="{case.line}"'
    names = f"classname={quoteattr(page.path(case.suite))} name={quoteattr(case.name)}"
    head = f'    <testcase {names} {place} time="0"'
    if case.finding is None:
        return f"{head}/>"
    skipped = _skipped(case)
    if skipped is not None:
        inner = f"<skipped message={quoteattr(skipped)}/>"
    else:
        inner = f"<failure type={quoteattr(case.finding)} message={quoteattr(case.said)}>{escape(case.said)}</failure>"
    return f"{head}>\n      {inner}\n    </testcase>"
