"""The findings in data files as a document: lines for people and editors, cases for CI systems."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Column, Document, Field, Records, Table
from ipcheck.formats.parts import Case


class ValidationResult(NamedTuple):
    """The files that were checked, and the findings in them in the order of their places. With `strict`, warnings count
    as errors. `elsewhere` is the number of errors in files that were read only because the checked files refer to their
    data."""

    files: Sequence[str]
    findings: Sequence[Finding]
    strict: bool = False
    elsewhere: int = 0

    @property
    def failing(self) -> bool:
        """Whether any finding makes the check fail."""
        return any(self.fails(finding) for finding in self.findings)

    def fails(self, finding: Finding) -> bool:
        """Whether this finding makes the check fail: an error or, with `strict`, a warning."""
        return finding.level == "error" or (self.strict and finding.level == "warning")


def findings_document(result: ValidationResult, _: Translator) -> Document:
    """The findings as a document, each with its place, level, rule and message."""
    columns: list[Column[Finding]] = [
        Column(_("file"), lambda finding: finding.path),
        Column(_("line"), lambda finding: finding.line, "number"),
        Column(_("column"), lambda finding: finding.column, "number"),
        Column(_("level"), lambda finding: finding.level, "id"),
        Column(_("message"), lambda finding: finding.message),
        Column(_("rule"), lambda finding: finding.rule, "id"),
    ]
    fields = [Field(key, "number" if key in ("line", "column") else "text") for key in Finding._fields]
    return Document(
        _("What was found in the data files"), lambda: [Table(columns, result.findings)],
        lambda: Records(fields, result.findings), notes=lambda: _notes(result, _), cases=lambda: _cases(result),
        lines=lambda: map(str, result.findings),
    )  # fmt: skip


def _notes(result: ValidationResult, _: Translator) -> list[str]:
    levels = Counter(finding.level for finding in result.findings)
    counts = {
        "error": _.many("{n} error", "{n} errors", levels["error"]),
        "warning": _.many("{n} warning", "{n} warnings", levels["warning"]),
        "info": _.many("{n} info", "{n} infos", levels["info"]),
    }
    files = _.many("{n} file", "{n} files", len(result.files))
    found_counts = _.join([count for level, count in counts.items() if levels[level]])
    notes = [_("{found} in {files}.") if found_counts else _("No faults in {files}.")]
    notes = [template.format(found=found_counts, files=files) for template in notes]
    if result.elsewhere:
        template = _(
            "Errors in other files, because of which some things could not be checked: {n}. List them: ipcheck validate"
        )
        notes.append(template.format(n=result.elsewhere))
    return notes


def _cases(result: ValidationResult) -> Iterator[Case]:
    """A case for each finding, and one that passes for each file without findings."""
    by_path = {path: list(group) for path, group in groupby(result.findings, key=lambda finding: finding.path)}
    for path in sorted({*result.files, *by_path}):
        for finding in by_path.get(path, ()):
            level = "error" if result.fails(finding) else finding.level
            yield Case(
                path, f"{finding.line}:{finding.column} {finding.rule}", path, finding.line, finding.rule,
                finding.message, column=finding.column, level=level,
            )  # fmt: skip
        if path not in by_path:
            yield Case(path, "-", path, 1)
