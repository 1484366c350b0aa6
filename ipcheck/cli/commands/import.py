"""ipcheck import: a published plan as a draft of a plan file."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipcheck.base.errors import UsageError
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import N_, Translator
from ipcheck.catalogue.lists import plan_ids
from ipcheck.cli.answer import open_context
from ipcheck.cli.destination import Destination, output_path, print_error
from ipcheck.cli.exit_codes import FINE
from ipcheck.cli.progress import progress
from ipcheck.cli.settings import Session
from ipcheck.datafiles.discovery import AGENCIES, REGISTRIES, role_of

if TYPE_CHECKING:
    from ipcheck.datafiles.rows import Row
    from ipcheck.domain.registry import Registry

HELP = N_("A published plan (text, HTML, DOCX, PDF, XLSX, CSV) as a draft of a plan file, for a person to curate.")

_SUFFIXES = (".yaml", ".yml")
_SHOWN = 60  # characters that are shown of a line that was left out


def command(
    session: Session,
    file: Annotated[
        str,
        typer.Argument(metavar=N_("FILE"), help=N_("The document, or its address (https://…); - is standard input.")),
    ],
    plan_id: Annotated[
        str | None, typer.Option("--id", metavar=N_("ID"), help=N_("The id of the plan; its year if not given."))
    ] = None,
    agencies: Annotated[
        str | None,
        typer.Option(
            "--agencies",
            metavar=N_("FILE"),
            help=N_("Write a draft registry of the agencies that are not recognised: agencies.yaml."),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace the output file if it exists."))] = False,
) -> int:
    """Read a document, write the draft to --output or stdout, and report on stderr what a person must check. With
    `agencies`, also write a draft of a registry to that file."""
    from ipcheck.catalogue.compile import read_registry
    from ipcheck.datafiles.values import is_plan_id
    from ipcheck.importing.readers.document import read_document

    _ = session.translator
    destination = Destination(output_path(session, of_call=True), "plain", _)
    if session.given.format:
        raise UsageError(_("ipcheck import writes YAML; leave -f out"))
    _refuse_suffix(destination.path, _)
    if plan_id and not is_plan_id(plan_id):
        raise UsageError(
            _("--id {name}: a plan's id consists of lower-case letters, digits and single hyphens").format(name=plan_id)
        )
    destination.ensure_writable()
    destination.forbid_overwriting(file)
    destination.forbid_replacing(force)
    registry_file = _registry_file(agencies, [file, *([destination.path] if destination.path else [])], force, _)
    with open_context(session) as context:
        if registry_file:
            registry_file.forbid_overwriting(files=context.catalogue.files)
        registries = [row_id for row_id, data_file in context.catalogue.active.items() if data_file.role in REGISTRIES]
        today = context.as_of
        registry = read_registry(context.catalogue.select, registries)
        shipped = plan_ids(context.catalogue)
    with progress(_("Reading {file}").format(file=file)) as tell:
        stdin = sys.stdin.buffer if sys.stdin else io.BytesIO()
        document = read_document(file, stdin, _, tell, meanwhile=_load_modules)
        from ipcheck.importing.draft.characters import converter
        from ipcheck.importing.draft.draft import draft_as_yaml
        from ipcheck.importing.draft.plan import NoPlanError, read_plan

        if document.url:
            print_error(_("Fetched {url}").format(url=document.url))
        try:
            reading = read_plan(document, plan_id, lambda: converter(_), registry.is_known_agency, tell, _)
        except NoPlanError as error:
            raise UsageError(_("{path}: {reason}").format(path=file, reason=error)) from None
    if document.url:
        reading.plan.url, reading.plan.retrieved = document.url, today.isoformat()
    if reading.plan.id in shipped:
        reading.plan.doubt("id", _("a plan with this id exists already; replace it, or choose another id?"))
    source = document.url or os.path.basename(file)
    draft, doubts = draft_as_yaml(reading.plan, _header(source, _), _)
    destination.write_text(draft)
    name = destination.path or _("draft")
    for line in reading.left_out:
        print_error(_left_out(file, document.unit, line.at, line.text or " | ".join(dict.fromkeys(line.cells)), _))
    for at, message in doubts:
        print_error(str(Finding(name, at, 1, "warning", "check", message)))
    rows, findings = _load_draft(draft, name, registry, _)
    for finding in findings:
        print_error(str(finding))
    for note in reading.notes:
        print_error(note)
    if registry_file:
        _write_registry(registry_file, rows, registry, source, _)
    print_error(_summary(len(list(reading.plan.tasks())), len(doubts), len(reading.left_out), destination.path, _))
    return FINE


def _load_modules() -> None:
    """Load what reads a plan in a document, which takes about as long as another process takes to read a page."""
    import ipcheck.importing.draft.characters
    import ipcheck.importing.draft.plan  # noqa: F401


def _refuse_suffix(path: str | None, _: Translator) -> None:
    """Raise UsageError for an output file whose suffix says that it is something else than YAML."""
    suffix = os.path.splitext(path or "")[1]
    if path and suffix and suffix.lower() not in _SUFFIXES:
        template = _("ipcheck import writes YAML; name a file that ends in .yaml instead of {path}")
        raise UsageError(template.format(path=path))


def _registry_file(path: str | None, others: Sequence[str], force: bool, _: Translator) -> Destination | None:
    """The file for the draft of a registry, if one is asked for. Raises UsageError for a name under which it would not
    be read as a registry, for one of the `others`, and for a file that exists, unless `force`."""
    if path is None:
        return None
    if role_of(path) != AGENCIES:
        raise UsageError(_("--agencies {path}: a registry is called agencies.yaml").format(path=path))
    if os.path.realpath(path) in map(os.path.realpath, others):
        raise UsageError(_("--agencies {path} is the document or the draft; name another file").format(path=path))
    destination = Destination(path, "plain", _)
    destination.ensure_writable()
    destination.forbid_replacing(force)
    return destination


def _write_registry(
    destination: Destination, rows: Sequence["Row"], registry: "Registry", source: str, _: Translator
) -> None:
    """Write a draft of a registry with what the plan of these `rows` names and nothing explains, and report on it."""
    from ipcheck.importing.draft.agencies import agencies_as_yaml, draft_agencies

    path = str(destination.path)
    entries = draft_agencies(rows, registry, _)
    if not entries:
        print_error(_("No agency is unknown; {path} is not written.").format(path=path))
        return
    draft, doubts = agencies_as_yaml(entries, _header(source, _), _)
    destination.write_text(draft)
    for at, message in doubts:
        print_error(str(Finding(path, at, 1, "warning", "check", message)))
    agencies = _.many("{n} agency", "{n} agencies", len(entries))
    print_error(_("Wrote a draft registry to {path}: {agencies}.").format(path=path, agencies=agencies))


def _header(name: str, _: Translator) -> Sequence[str]:
    """The comment lines at the top of a draft. `name` is the address of the document, or the name of its file."""
    source = _("standard input") if name == "-" else name
    return [
        _("Draft, made from {file}. Compare it with the document, task by task.").format(file=source),
        _("Answer the question of each “# check:” line, then delete the line; ipcheck validate lists what remains."),
    ]


def _left_out(file: str, unit: str, at: int, text: str, _: Translator) -> str:
    """The report on a line that was left out; `at` counts lines, pages, blocks or rows, as `unit` says."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    message = _("left out: {text}").format(text=shown)
    if unit == "line":
        return str(Finding(file, at, 1, "info", "left-out", message))
    where = {"page": _("page {n}"), "block": _("paragraph {n}"), "row": _("row {n}")}[unit].format(n=at)
    return f"{file} ({where}): info: {message} [left-out]"


def _summary(tasks: int, doubts: int, left_out: int, output: str | None, _: Translator) -> str:
    """The last line of the report: how many tasks, doubts and left-out lines there are."""
    parts = [
        _.many("{n} task", "{n} tasks", tasks), _.many("{n} thing to check", "{n} things to check", doubts),
        _.many("{n} line left out", "{n} lines left out", left_out),
    ]  # fmt: skip
    template = _("Draft: {parts}.") if output is None else _("Wrote a draft to {path}: {parts}.")
    return template.format(path=output, parts=_.join(parts))


def _load_draft(draft: str, path: str, registry: "Registry", _: Translator) -> tuple[Sequence["Row"], list[Finding]]:
    """The rows of a draft, and the faults that any command would find in it; `path` is the name to report them under.

    A draft with errors may have no rows.
    """
    from ipcheck.datafiles.loaders.plan import load_plan
    from ipcheck.datafiles.yaml_reader import UnreadableFileError, YamlReader

    try:
        content, faults = YamlReader(Path(path), _).content(draft.encode())
    except UnreadableFileError as error:
        return [], [error.finding]
    rows, findings = load_plan(content, path, registry, _)
    return rows, sorted([*faults, *findings])
