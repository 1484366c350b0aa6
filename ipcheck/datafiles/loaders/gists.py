"""A file of summaries becomes rows: what each sums up must exist, and still read as it did when it was summed up."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest, nearest
from ipcheck.datafiles.rows import GistRow, Row
from ipcheck.datafiles.schema import GistsFile
from ipcheck.datafiles.shape import check_shape
from ipcheck.datafiles.values import is_number

MOST_WORDS = 25


class KnownTexts(NamedTuple):
    """What a file of summaries must fit: the headings of its plan, and the texts of its tasks by number."""

    headings: frozenset[str]
    tasks: Mapping[str, str]


def load_gists(
    content: Any, path: str, known: Mapping[str, KnownTexts | None] | None, _: Translator, whole: bool = True
) -> tuple[list[Row], list[Finding]]:
    """The rows of a file of summaries (from `source.read`), and its faults.

    `known` holds what the plans of the call say, by id (None where faults keep that from being known); None leaves out
    what only they can tell. They are not the `whole` where some file cannot be read: a plan may be in that one.
    """
    file, content, findings = check_shape(GistsFile, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = [
        _row(file, _key(file.plan, entry.of), entry.seen, entry.gist, block["of"])
        for entry, block in zip(file.gists, content["gists"], strict=True)
    ]
    if file.title:
        rows.append(_row(file, file.plan, None, file.title, content["title"]))
    findings += _doubled(file, content, path, _)
    if known is not None and (texts := known.get(file.plan)):
        findings += _faults(file, content, path, texts, _)
    elif known is not None and whole and file.plan not in known:
        said = _("no plan has the id {name}").format(name=file.plan) + _.did_you_mean(nearest(file.plan, known, 1))
        at = content["plan"]
        findings.append(Finding(path, at.line, at.column, "error", "unknown-plan", said))
    return rows, findings


def _row(file: GistsFile, name: str, seen: str | None, gist: str, at: Any) -> GistRow:
    return GistRow(file.plan, file.language, name, seen, gist, at.line, at.column)


def _key(plan: str, of: str) -> str:
    """What a summary is asked for by: the id of a task, or a plan and one of its headings."""
    return f"{plan}-{of}" if is_number(of) else f"{plan} {of}"


def _doubled(file: GistsFile, content: Any, path: str, _: Translator) -> Iterator[Finding]:
    lines: dict[str, int] = {}
    for entry, block in zip(file.gists, content["gists"], strict=True):
        at = block["of"]
        if entry.of in lines:
            said = _("{name} is summed up twice; first on line {line}").format(name=entry.of, line=lines[entry.of])
            yield Finding(path, at.line, at.column, "error", "duplicate-gist", said)
        lines.setdefault(entry.of, at.line)


def _faults(file: GistsFile, content: Any, path: str, known: KnownTexts, _: Translator) -> Iterator[Finding]:
    for entry, block in zip(file.gists, content["gists"], strict=True):
        text, at = known.tasks.get(entry.of), block["of"]
        if text is None and entry.of not in known.headings:
            said = _("{plan} has no task or heading {name}").format(plan=file.plan, name=entry.of)
            said += _.did_you_mean(nearest(entry.of, [*known.tasks, *known.headings], 1))
            yield Finding(path, at.line, at.column, "error", "gist-end", said)
        elif text is not None and entry.seen != digest(text):
            said = _("the text of {name} is another than the one summed up here; read it, then write seen: {digest}")
            said = said.format(name=entry.of, digest=digest(text))
            yield Finding(path, at.line, at.column, "warning", "gist-stale", said)
        if (words := len(entry.gist.split())) > MOST_WORDS:
            at, said = block["gist"], _("a summary of {n} words; say it in {most}").format(n=words, most=MOST_WORDS)
            yield Finding(path, at.line, at.column, "warning", "gist-length", said)
