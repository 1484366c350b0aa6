"""Load a file of summaries: make rows, and check that each task or heading exists and that the text of a task has not
changed since it was summed up."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest, similar_names
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import GIST
from ipcheck.datafiles.rows import GistRow, Row
from ipcheck.datafiles.values import is_number
from ipcheck.datafiles.yaml_reader import YamlMapping, plain

MOST_WORDS = 25


class KnownTexts(NamedTuple):
    """The texts of a plan that can be summed up, in document order: its headings, and the texts of its tasks by their
    number."""

    headings: Collection[str]
    tasks: Mapping[str, str]


def load_gists(
    content: Any, path: str, plans: Mapping[str, KnownTexts | None] | None, _: Translator, all_known: bool = True
) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of a file of summaries; `content` comes from `yaml_reader.read_yaml`.

    `plans` holds the texts of the plans of this call by plan id; None for a plan whose file has errors. Without `plans`
    nothing is looked up. `all_known` is false if a file cannot be read: it may hold a plan that seems to be missing.
    """
    file, findings = check_content(GIST, content, path, _)
    if file is None:
        return [], findings
    findings += _check_duplicates(file, path, _)
    plan = file["plan"]
    if plans is not None and (texts := plans.get(plan)):
        findings += _check_texts(file, path, texts, _)
    elif plans is not None and all_known and plan not in plans:
        message = _("no plan has the id {name}").format(name=plan) + _.did_you_mean(similar_names(plan, plans, 1))
        findings.append(Finding(path, plan.line, plan.column, "error", "unknown-plan", message))
    return list(_rows(file)), findings


def _rows(file: YamlMapping) -> Iterator[Row]:
    plan, language = str(file["plan"]), str(file["language"])
    for gist in file["gists"]:
        values, place = plain(gist), gist["of"]
        name = _name_of(plan, values["of"])
        yield GistRow(plan, language, name, values.get("seen"), values["gist"], place.line, place.column)
    if title := file.get("title"):
        yield GistRow(plan, language, plan, None, str(title), title.line, title.column)


def _name_of(plan: str, number_or_heading: str) -> str:
    """The name of a summary in the catalogue: the id of the task, or the plan's id, a space and the heading."""
    return f"{plan}-{number_or_heading}" if is_number(number_or_heading) else f"{plan} {number_or_heading}"


def _check_duplicates(file: YamlMapping, path: str, _: Translator) -> Iterator[Finding]:
    first_lines: dict[str, int] = {}
    for gist in file["gists"]:
        of = gist["of"]
        if of in first_lines:
            message = _("{name} has two summaries; the first is on line {line}").format(name=of, line=first_lines[of])
            yield Finding(path, of.line, of.column, "error", "duplicate-gist", message)
        first_lines.setdefault(of, of.line)


def _check_texts(file: YamlMapping, path: str, texts: KnownTexts, _: Translator) -> Iterator[Finding]:
    for gist in file["gists"]:
        of, summary = gist["of"], gist["gist"]
        text = texts.tasks.get(of)
        if text is None and of not in texts.headings:
            message = _("{plan} has no task or heading {name}").format(plan=file["plan"], name=of)
            message += _.did_you_mean(similar_names(of, [*texts.tasks, *texts.headings], 1))
            yield Finding(path, of.line, of.column, "error", "gist-end", message)
        elif text is not None and gist.get("seen") != digest(text):
            message = _(
                "the text of {name} has changed since this summary was written; read it, then write seen: {digest}"
            )
            message = message.format(name=of, digest=digest(text))
            yield Finding(path, of.line, of.column, "warning", "gist-stale", message)
        if (words := len(summary.split())) > MOST_WORDS:
            message = _("the summary has {n} words; shorten it to {most}").format(n=words, most=MOST_WORDS)
            yield Finding(path, summary.line, summary.column, "warning", "gist-length", message)
