"""Load a file of summaries: make rows, and check that each task or heading exists and that the text of a task has not
changed since it was summed up."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest, similar_names
from ipcheck.datafiles.rows import GistRow, Row
from ipcheck.datafiles.schema import GistsFile
from ipcheck.datafiles.shape import check_shape
from ipcheck.datafiles.values import is_number

MOST_WORDS = 25


class KnownTexts(NamedTuple):
    """The texts of a plan that can be summed up: its headings, and the texts of its tasks by their number."""

    headings: frozenset[str]
    tasks: Mapping[str, str]


def load_gists(
    content: Any, path: str, plans: Mapping[str, KnownTexts | None] | None, _: Translator, all_known: bool = True
) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of a file of summaries; `content` comes from `yaml_reader.read_yaml`.

    `plans` holds the texts of the plans of this call by plan id; None for a plan whose file has errors. Without `plans`
    nothing is looked up. `all_known` is false if a file cannot be read: it may hold a plan that seems to be missing.
    """
    file, content, findings = check_shape(GistsFile, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = [
        _row(file, _name_of(file.plan, entry.of), entry.seen, entry.gist, mapping["of"])
        for entry, mapping in zip(file.gists, content["gists"], strict=True)
    ]
    if file.title:
        rows.append(_row(file, file.plan, None, file.title, content["title"]))
    findings += _check_duplicates(file, content, path, _)
    if plans is not None and (texts := plans.get(file.plan)):
        findings += _check_texts(file, content, path, texts, _)
    elif plans is not None and all_known and file.plan not in plans:
        message = _("no plan has the id {name}").format(name=file.plan) + _.did_you_mean(
            similar_names(file.plan, plans, 1)
        )
        value = content["plan"]
        findings.append(Finding(path, value.line, value.column, "error", "unknown-plan", message))
    return rows, findings


def _row(file: GistsFile, name: str, seen: str | None, gist: str, value: Any) -> GistRow:
    return GistRow(file.plan, file.language, name, seen, gist, value.line, value.column)


def _name_of(plan: str, number_or_heading: str) -> str:
    """The name of a summary in the catalogue: the id of the task, or the plan's id, a space and the heading."""
    return f"{plan}-{number_or_heading}" if is_number(number_or_heading) else f"{plan} {number_or_heading}"


def _check_duplicates(file: GistsFile, content: Any, path: str, _: Translator) -> Iterator[Finding]:
    first_lines: dict[str, int] = {}
    for entry, mapping in zip(file.gists, content["gists"], strict=True):
        value = mapping["of"]
        if entry.of in first_lines:
            message = _("{name} is summed up twice; first on line {line}").format(
                name=entry.of, line=first_lines[entry.of]
            )
            yield Finding(path, value.line, value.column, "error", "duplicate-gist", message)
        first_lines.setdefault(entry.of, value.line)


def _check_texts(file: GistsFile, content: Any, path: str, texts: KnownTexts, _: Translator) -> Iterator[Finding]:
    for entry, mapping in zip(file.gists, content["gists"], strict=True):
        text, value = texts.tasks.get(entry.of), mapping["of"]
        if text is None and entry.of not in texts.headings:
            message = _("{plan} has no task or heading {name}").format(plan=file.plan, name=entry.of)
            message += _.did_you_mean(similar_names(entry.of, [*texts.tasks, *texts.headings], 1))
            yield Finding(path, value.line, value.column, "error", "gist-end", message)
        elif text is not None and entry.seen != digest(text):
            message = _("the text of {name} is another than the one summed up here; read it, then write seen: {digest}")
            message = message.format(name=entry.of, digest=digest(text))
            yield Finding(path, value.line, value.column, "warning", "gist-stale", message)
        if (words := len(entry.gist.split())) > MOST_WORDS:
            value, message = (
                mapping["gist"],
                _("a summary of {n} words; say it in {most}").format(n=words, most=MOST_WORDS),
            )
            yield Finding(path, value.line, value.column, "warning", "gist-length", message)
