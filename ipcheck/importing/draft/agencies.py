"""The draft of a registry: entries for the agencies that a plan names and that neither registries nor its region
explain."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.rows import Row
from ipcheck.datafiles.yaml_append import yaml_scalar
from ipcheck.domain.plan import Plan
from ipcheck.domain.registry import Registry
from ipcheck.domain.task import Task

KINDS = ("local", "organisation")  # of a local body, and of any other until a person says what it is


class DraftAgency(NamedTuple):
    """An entry of the draft. `region` is certain if it is given; `doubts` are what a person should check."""

    name: str
    kind: str
    region: str | None = None
    doubts: Sequence[str] = ()


def draft_agencies(rows: Sequence[Row], registry: Registry, _: Translator) -> list[DraftAgency]:
    """The entries for the unknown agencies of a plan, in the order in which it names them; `rows` are those that the
    loader made of it."""
    region = next((row.region for row in rows if isinstance(row, Plan)), None)
    unknown = dict.fromkeys(name for row in rows if isinstance(row, Task) for name in _unknown(row, registry, region))
    entries: dict[str, DraftAgency] = {}
    for name in unknown:
        entry = _entry(name, region, registry, _)
        entries.setdefault(entry.name, entry)
    return list(entries.values())


def _unknown(task: Task, registry: Registry, region: str | None) -> Sequence[str]:
    """The agencies of a task that nothing explains, as the plan prints them."""
    printed = task.printed_names()
    names = (printed.get(name, name) for name in task.agencies)
    return [name for name in names if not registry.is_known_agency(name, region)]


def _entry(name: str, region: str | None, registry: Registry, _: Translator) -> DraftAgency:
    local = registry.local_agency(name, region)
    full_name, is_local = registry.full_name(name, region), registry.is_local(name, region)
    doubts = []
    if level := registry.missing_level(name, region):
        doubts.append(_("which {level} is meant? Put the name of its region in front").format(level=level))
    elif similar := registry.agencies_like(name, region):
        doubts.append(
            _("is {name} a misspelling of {other}? Then correct it in the plan").format(name=name, other=similar[0])
        )
    if full_name != name and local is None:
        doubts.append(_("the plan says {name}; is that of {region} meant?").format(name=name, region=region))
    if not is_local:
        doubts.append(_("what kind of body is it? ipcheck schema agencies lists the kinds"))
    return DraftAgency(full_name, KINDS[not is_local], local.region if local else None, doubts)


def agencies_as_yaml(
    entries: Sequence[DraftAgency], head: Sequence[str], _: Translator
) -> tuple[str, list[tuple[int, str]]]:
    """The draft as YAML below the comment lines `head`, and every doubt with the number (from 1) of the line that has
    it as a comment."""
    lines, doubts = [*(f"# {line}" for line in head), "agencies:"], []
    for entry in entries:
        for doubt in entry.doubts:
            lines.append(f"  # check: {doubt}")
            doubts.append((len(lines), doubt))
        lines += _lines(entry)
    return "\n".join(lines) + "\n", doubts


def _lines(entry: DraftAgency) -> Iterator[str]:
    yield f"  - name: {yaml_scalar(entry.name)}"
    yield f"    kind: {entry.kind}"
    if entry.region:
        yield f"    region: {yaml_scalar(entry.region)}"
