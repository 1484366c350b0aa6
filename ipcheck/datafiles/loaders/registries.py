"""The registry files become rows: every name with the agency or instrument that it means."""

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
    """The rows of an agencies file (from `source.read`), and its faults."""
    file, content, findings = check_shape(AgenciesFile, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = []
    names = _Names(path, _)
    pairs: list[tuple[str, str]] = []
    for agency, block in zip(file.agencies, content["agencies"], strict=True):
        at = block["name"]
        in_texts = [agency.name, *([agency.official] if agency.official else []), *agency.plates]
        listed = [*agency.aliases, *([agency.abbreviation] if agency.abbreviation else [])]
        rows.append(
            AgencyRow(
                agency.name,
                agency.official,
                agency.english,
                agency.abbreviation,
                agency.kind,
                agency.hosted_by,
                agency.source,
                at.line,
                at.column,
            )
        )
        rows += [AgencyNameRow(name, fold(name), agency.name, True) for name in names.new(in_texts, agency.name, at)]
        rows += [AgencyNameRow(name, fold(name), agency.name, False) for name in names.new(listed, agency.name, at)]
        rows += [MemberRow(agency.name, member) for member in agency.members]
        pairs += [(alias, name) for alias in agency.aliases for name in in_texts]
    return rows + _traditional(pairs), findings + names.findings


def load_instruments(content: Any, path: str, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows of an instruments file (from `source.read`), and its faults."""
    file, content, findings = check_shape(InstrumentsFile, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = []
    names = _Names(path, _)
    pairs: list[tuple[str, str]] = []
    for entry, block in zip(file.instruments, content["instruments"], strict=True):
        at = block["title"]
        forms = [entry.name, entry.title, *entry.former, *entry.aliases]
        rows.append(InstrumentRow(entry.name, entry.title, entry.english, entry.kind, entry.parent, at.line, at.column))
        rows += [InstrumentNameRow(name, fold(name), entry.name) for name in names.new(forms, entry.name, at)]
        pairs += [(alias, name) for alias in entry.aliases for name in (entry.name, entry.title, *entry.former)]
    return rows + _traditional(pairs), findings + names.findings


def _traditional(pairs: Iterable[tuple[str, str]]) -> list[Row]:
    return [TraditionalRow(old, new) for old, new in traditional_characters(pairs).items()]


class _Names:
    """Every name may mean one entry only."""

    def __init__(self, path: str, _: Translator) -> None:
        self.path = path
        self._ = _
        self.owner: dict[str, str] = {}
        self.findings: list[Finding] = []

    def new(self, names: Iterable[str], owner: str, at: Any) -> list[str]:
        """Those of `names` that `owner` has not brought yet; a finding for each that is another's."""
        new = []
        for name in dict.fromkeys(names):
            known = self.owner.setdefault(fold(name), owner)
            if known != owner:
                said = self._("the name {name} already means {other}").format(name=name, other=known)
                self.findings.append(Finding(self.path, at.line, at.column, "error", "duplicate-name", said))
            elif name not in new:
                new.append(name)
        return new
