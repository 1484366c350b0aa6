"""Load the registries of agencies and instruments: make rows, and check that no name means two entries of a file."""

from collections.abc import Iterable
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.datafiles.rows import (
    AgencyNameRow,
    AgencyRow,
    InstrumentNameRow,
    InstrumentRow,
    MemberRow,
    Row,
    TraditionalRow,
)
from ipcheck.datafiles.schema import AgenciesFile, InstrumentsFile
from ipcheck.datafiles.shape import check_shape
from ipcheck.domain.registry import traditional_characters


def load_agencies(content: Any, path: str, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of an agencies file; `content` comes from `yaml_reader.read_yaml`."""
    file, content, findings = check_shape(AgenciesFile, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = []
    names = _NameCheck(path, _)
    pairs: list[tuple[str, str]] = []
    for agency, mapping in zip(file.agencies, content["agencies"], strict=True):
        place = mapping["name"]
        text_names = [agency.name, *([agency.official] if agency.official else []), *agency.plates]
        other_names = [*agency.aliases, *([agency.abbreviation] if agency.abbreviation else [])]
        rows.append(
            AgencyRow(
                agency.name,
                agency.official,
                agency.english,
                agency.abbreviation,
                agency.kind,
                agency.hosted_by,
                agency.source,
                place.line,
                place.column,
            )
        )
        rows += [
            AgencyNameRow(name, fold(name), agency.name, True) for name in names.add(text_names, agency.name, place)
        ]
        rows += [
            AgencyNameRow(name, fold(name), agency.name, False) for name in names.add(other_names, agency.name, place)
        ]
        rows += [MemberRow(agency.name, member) for member in agency.members]
        pairs += [(alias, name) for alias in agency.aliases for name in text_names]
    return rows + _traditional_rows(pairs), findings + names.findings


def load_instruments(content: Any, path: str, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of an instruments file; `content` comes from `yaml_reader.read_yaml`."""
    file, content, findings = check_shape(InstrumentsFile, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = []
    names = _NameCheck(path, _)
    pairs: list[tuple[str, str]] = []
    for entry, mapping in zip(file.instruments, content["instruments"], strict=True):
        place = mapping["title"]
        all_names = [entry.name, entry.title, *entry.former, *entry.aliases]
        rows.append(
            InstrumentRow(entry.name, entry.title, entry.english, entry.kind, entry.parent, place.line, place.column)
        )
        rows += [InstrumentNameRow(name, fold(name), entry.name) for name in names.add(all_names, entry.name, place)]
        pairs += [(alias, name) for alias in entry.aliases for name in (entry.name, entry.title, *entry.former)]
    return rows + _traditional_rows(pairs), findings + names.findings


def _traditional_rows(pairs: Iterable[tuple[str, str]]) -> list[Row]:
    return [
        TraditionalRow(traditional, simplified) for traditional, simplified in traditional_characters(pairs).items()
    ]


class _NameCheck:
    """The names of a registry file, and findings for names that two entries claim."""

    def __init__(self, path: str, _: Translator) -> None:
        self.path = path
        self._ = _
        self.owner: dict[str, str] = {}
        self.findings: list[Finding] = []

    def add(self, names: Iterable[str], owner: str, place: Any) -> list[str]:
        """Register `names` for the entry `owner`, and return those that are new. A name that belongs to another entry
        becomes a finding at `place`. Names are equal if they are equal after `fold`."""
        new_names = []
        for name in dict.fromkeys(names):
            first_owner = self.owner.setdefault(fold(name), owner)
            if first_owner != owner:
                message = self._("the name {name} already means {other}").format(name=name, other=first_owner)
                self.findings.append(Finding(self.path, place.line, place.column, "error", "duplicate-name", message))
            elif name not in new_names:
                new_names.append(name)
        return new_names
