"""JUnit's XML: what was checked as test cases, for the CI systems that show them."""

import os
from collections.abc import Sequence
from itertools import groupby
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ipcheck.documents import Case, Document
from ipcheck.formats import Page
from ipcheck.words import Words


def render(document: Document, out: BinaryIO, page: Page, _: Words) -> None:
    """Write the cases of `document`, those of a suite together; an accepted finding is a skipped case.

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
        write(f"  <testsuite name={quoteattr(name)} {_counts(group)}>")
        for case in group:
            write(_case(case, page.folder))
        write("  </testsuite>")
    write("</testsuites>")


def _counts(cases: Sequence[Case]) -> str:
    failures = sum(case.finding is not None and case.accepted is None for case in cases)
    skipped = sum(case.accepted is not None for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'


def _case(case: Case, folder: str) -> str:
    inside = folder and case.path.startswith(os.path.join(folder, ""))
    path = os.path.relpath(case.path, folder).replace(os.sep, "/") if inside else case.path
    place = f'file={quoteattr(path)} line="{case.line}"'
    head = f'    <testcase classname={quoteattr(case.suite)} name={quoteattr(case.name)} {place} time="0"'
    if case.finding is None:
        return f"{head}/>"
    if case.accepted is not None:
        inner = f"<skipped message={quoteattr(case.accepted)}/>"
    else:
        inner = f"<failure type={quoteattr(case.finding)} message={quoteattr(case.said)}>{escape(case.said)}</failure>"
    return f"{head}>\n      {inner}\n    </testcase>"
