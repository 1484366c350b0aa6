"""Every finding of every file as a document: lines for people and editors, cases for CI systems."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.formats.document import Case, Column, Document, Table


class ValidationResult(NamedTuple):
    """The files that were looked at and what was found in them, by place. With `strict` warnings count as errors;
    `elsewhere` is the number of errors in files that were only read for these to be understood."""

    files: Sequence[str]
    findings: Sequence[Finding]
    strict: bool = False
    elsewhere: int = 0

    @property
    def failing(self) -> bool:
        """Whether there is what must be mended."""
        return any(self.fails(finding) for finding in self.findings)

    def fails(self, finding: Finding) -> bool:
        """Whether this one must be."""
        return finding.level == "error" or (self.strict and finding.level == "warning")


def findings_document(examined: ValidationResult, _: Translator) -> Document:
    """The findings, each with its place, level, rule and message."""
    columns = [
        Column("path", _("file"), shown=1),
        Column("line", _("line"), "number", shown=2),
        Column("column", _("column"), "number", shown=3),
        Column("level", _("level"), "id", shown=4),
        Column("rule", _("rule"), "id", shown=6),
        Column("message", _("message"), shown=5),
    ]
    return Document(
        _("What was found in the data files"), [Table(columns, examined.findings)],
        data=lambda: (finding._asdict() for finding in examined.findings), notes=lambda: _notes(examined, _),
        cases=lambda: _cases(examined), lines=lambda: map(str, examined.findings),
    )  # fmt: skip


def _notes(examined: ValidationResult, _: Translator) -> list[str]:
    levels = Counter(finding.level for finding in examined.findings)
    counts = {
        "error": _.many("{n} error", "{n} errors", levels["error"]),
        "warning": _.many("{n} warning", "{n} warnings", levels["warning"]),
        "info": _.many("{n} info", "{n} infos", levels["info"]),
    }
    files = _.many("{n} file", "{n} files", len(examined.files))
    found = _.listed([said for level, said in counts.items() if levels[level]])
    said = [_("{found} in {files}.") if found else _("No fault in {files}.")]
    said = [form.format(found=found, files=files) for form in said]
    if examined.elsewhere:
        form = _(
            "Errors in other files, which keep some things from being looked at: {n}. To list them: ipcheck validate"
        )
        said.append(form.format(n=examined.elsewhere))
    return said


def _cases(examined: ValidationResult) -> Iterator[Case]:
    """The findings of each file, or that it has none."""
    by_path = {path: list(group) for path, group in groupby(examined.findings, key=lambda finding: finding.path)}
    for path in sorted({*examined.files, *by_path}):
        for finding in by_path.get(path, ()):
            level = "error" if examined.fails(finding) else finding.level
            yield Case(
                path, f"{finding.line}:{finding.column} {finding.rule}", path, finding.line, finding.rule,
                finding.message, column=finding.column, level=level,
            )  # fmt: skip
        if path not in by_path:
            yield Case(path, "-", path, 1)
