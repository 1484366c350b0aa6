"""Load the registries of agencies, instruments and measures: make rows, and check that no name of a file means two
entries."""

from collections.abc import Iterable, Mapping
from typing import Any

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold
from ipcheck.datafiles.check import check_content
from ipcheck.datafiles.discovery import AGENCIES, INSTRUMENTS, MEASURES
from ipcheck.datafiles.rows import (
    AgencyNameRow,
    AgencyRow,
    FunctionRow,
    InstrumentNameRow,
    InstrumentRow,
    MeasureNameRow,
    MeasureRow,
    MemberRow,
    Row,
    TraditionalRow,
)
from ipcheck.datafiles.yaml_reader import plain
from ipcheck.domain.registry import traditional_characters


def load_agencies(content: Any, path: str, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of an agencies file; `content` comes from `yaml_reader.read_yaml`."""
    file, findings = check_content(AGENCIES, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = []
    names = _NameCheck(path, _)
    pairs: list[tuple[str, str]] = []
    for mapping in file["agencies"]:
        agency, place = plain(mapping), mapping["name"]
        uniform_name, aliases = agency["name"], agency.get("aliases", [])
        text_names = [uniform_name, *filter(None, [agency.get("official")]), *agency.get("plates", ())]
        other_names = [*aliases, *filter(None, [agency.get("abbreviation")])]
        values = {key: agency.get(key) for key in AgencyRow._fields}
        rows.append(AgencyRow(**values | {"line": place.line, "column": place.column}))
        for in_texts, all_names in ((True, text_names), (False, other_names)):
            new_names = names.add(all_names, uniform_name, place)
            rows += [AgencyNameRow(name, fold(name), uniform_name, in_texts) for name in new_names]
        new_ids = names.add_id(mapping, uniform_name)
        rows += [AgencyNameRow(name, fold(name), uniform_name, False) for name in new_ids]
        rows += [MemberRow(uniform_name, member) for member in agency.get("members", ())]
        rows += [
            FunctionRow(name, function["name"], uniform_name)
            for function in agency.get("local", ())
            for name in (function["name"], *function.get("also", ()))
        ]
        for former, node in zip(agency.get("former", ()), mapping.get("former", ()), strict=True):
            rows += _former_rows(former, uniform_name, names, node, _)
        pairs += [(alias, name) for alias in aliases for name in text_names]
    return rows + _traditional_rows(pairs), findings + names.findings


def _former_rows(former: Mapping[str, Any], successor: str, names: "_NameCheck", node: Any, _: Translator) -> list[Row]:
    """The rows of a body that `successor` followed: an agency of its own, since it is not the same body."""
    name, others, place = former["name"], former.get("also", ()), node["name"]
    row = AgencyRow(
        name, None, former.get("english"), None, "former", None, former.get("source"), successor, None,
        former.get("id"), place.line, place.column,
    )  # fmt: skip
    owner = _("{name} (now {counterpart})").format(name=name, counterpart=successor)  # so that no entry has its name
    new_names = [*names.add([name, *others], owner, place), *names.add_id(node, owner)]
    return [row, *(AgencyNameRow(other, fold(other), name, other == name) for other in new_names)]


def load_instruments(content: Any, path: str, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of an instruments file; `content` comes from `yaml_reader.read_yaml`."""
    file, findings = check_content(INSTRUMENTS, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = []
    names = _NameCheck(path, _)
    pairs: list[tuple[str, str]] = []
    for mapping in file["instruments"]:
        instrument, place = plain(mapping), mapping["title"]
        shown_name, aliases = instrument.get("short") or instrument["title"], instrument.get("aliases", [])
        titles = [shown_name, instrument["title"], *instrument.get("former", ())]
        values = {key: instrument.get(key) for key in InstrumentRow._fields}
        rows.append(InstrumentRow(**values | {"name": shown_name, "line": place.line, "column": place.column}))
        new_names = names.add([*titles, *aliases], shown_name, place)
        rows += [InstrumentNameRow(name, fold(name), shown_name, True) for name in new_names]
        new_ids = names.add_id(mapping, shown_name)
        rows += [InstrumentNameRow(name, fold(name), shown_name, False) for name in new_ids]
        pairs += [(alias, name) for alias in aliases for name in titles]
    return rows + _traditional_rows(pairs), findings + names.findings


def load_measures(content: Any, path: str, _: Translator) -> tuple[list[Row], list[Finding]]:
    """The rows and findings of a measures file; `content` comes from `yaml_reader.read_yaml`."""
    file, findings = check_content(MEASURES, content, path, _)
    if file is None:
        return [], findings
    rows: list[Row] = []
    names = _NameCheck(path, _)
    for mapping in file["measures"]:
        measure, place = plain(mapping), mapping["id"]
        values = {key: measure.get(key) for key in MeasureRow._fields}
        rows.append(MeasureRow(**values | {"line": place.line, "column": place.column}))
        all_names = [
            measure["id"],
            measure["name"],
            *filter(None, [measure.get("english")]),
            *measure.get("aliases", ()),
        ]
        rows += [MeasureNameRow(name, fold(name), measure["id"]) for name in names.add(all_names, measure["id"], place)]
    return rows, findings + names.findings


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

    def add_id(self, entry: Mapping[str, Any], owner: str) -> list[str]:
        """Register the id of `entry`, if it has one, for the entry `owner`, and return it if it is new."""
        return self.add([str(entry["id"])], owner, entry["id"]) if "id" in entry else []

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
