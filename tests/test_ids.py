"""The permanent ids of agencies and instruments: understood wherever a name is, and kept."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipcheck.base.i18n import Translator
from ipcheck.cli.completion import names_that_begin
from ipcheck.cli.exit_codes import FINE, UNABLE
from tests.conftest import Run

# All bodies and documents are invented.
AGENCIES = """\
agencies:
  - name: 农林庚部
    id: min-g
    abbreviation: MG
    kind: ministry
    former:
      - {name: 农庚部, id: min-f, also: [农管部]}
    local:
      - {name: 农林}
  - {name: 辛部, id: xin, abbreviation: XIN, kind: ministry}
  - {name: 庚辛会议, id: conference, kind: group, members: [农林庚部]}
"""
INSTRUMENTS = """\
instruments:
  - {title: 中华人民共和国庚辛法, id: geng-xin-law, short: 庚辛法, kind: law}
  - {title: 庚辛条例, id: rules, kind: regulation, parent: 庚辛法}
"""
PLAN = """\
id: plan
title: 计划
period: 2026
region: 全国
contents:
  - heading: 一、任务
    tasks:
      - {number: 1, text: 修改《庚辛法》。, responsible: 农林庚部牵头，辛部配合}
      - {number: 2, text: 制定庚辛条例。, responsible: min-g负责}
      - {number: 3, text: 学习xin和rules的做法。, responsible: 庚辛会议负责}
      - {number: 4, text: 沿用旧法。, responsible: 农管部负责}
"""
CITY = """\
id: city
title: 海州市计划
period: 2026
region: 海州市
contents:
  - heading: 一、任务
    tasks:
      - {number: 1, text: 做好工作。, responsible: 市农林局负责}
"""
WORDS = Translator("en")
Load = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with both registries, a plan of the whole country and one of a city."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for name, text in (("agencies", AGENCIES), ("instruments", INSTRUMENTS), ("plan", PLAN), ("city", CITY)):
        (plans / f"{name}.yaml").write_text(text, encoding="utf-8")
    return plans


@pytest.fixture
def records(run: Run, folder: Path) -> Load:
    """The tasks in the answer to a question."""

    def ask(*arguments: str) -> list[dict[str, Any]]:
        answer = run(*arguments, "--plans", str(folder), "-f", "json")
        assert answer.code == FINE, answer.err
        return json.loads(answer.out)  # type: ignore[no-any-return]

    return ask


def ids_of(tasks: list[dict[str, Any]]) -> list[str]:
    return [task["id"] for task in tasks]


@pytest.mark.parametrize("options", [(), ("--role", "lead"), ("--role", "group"), ("--role", "local")])
@pytest.mark.parametrize("typed", ["min-g", "MIN-G", "ｍｉｎ-ｇ"])
def test_an_agency_is_found_by_its_id_as_by_its_name(records: Load, options: tuple[str, ...], typed: str) -> None:
    expected = ids_of(records("tasks", "--agency", "农林庚部", *options))
    assert expected
    assert ids_of(records("tasks", "--agency", typed, *options)) == expected


def test_the_report_of_an_agency_takes_its_id(run: Run, folder: Path) -> None:
    by_name, by_id = (
        run("agency", name, "--plans", str(folder), "--as-of", "2026-06-01") for name in ("农林庚部", "min-g")
    )
    assert by_id.code == FINE
    assert by_id == by_name
    assert "农林庚部" in by_id.out


def test_a_former_agency_has_an_id_of_its_own(records: Load) -> None:
    assert ids_of(records("tasks", "--agency", "min-f")) == ["plan-4"]


def test_the_trace_of_an_instrument_takes_its_id(run: Run, folder: Path) -> None:
    by_name, by_id = (run("trace", name, "--plans", str(folder), "-f", "csv") for name in ("庚辛法", "geng-xin-law"))
    assert by_id.code == FINE
    assert by_id.raw == by_name.raw
    assert "plan-1" in by_id.out


def test_a_plan_may_print_an_id_as_the_one_that_answers(records: Load) -> None:
    [task] = records("tasks", "--plan", "plan", "--text", "制定庚辛条例")
    assert task["responsibility"]["leads"] == ["农林庚部"]


def test_running_text_is_not_searched_for_ids(records: Load) -> None:
    [task] = records("tasks", "--plan", "plan", "--text", "学习")
    assert (task["mentions"], task["instruments"]) == ([], [])


def test_mark_and_a_ledger_take_ids_and_keep_the_names(run: Run, folder: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "own.yaml"
    common = ("--plans", str(folder), "--ledger", str(ledger))
    call = ("mark", "plan-1", "started", "--agency", "xin", "--instrument", "geng-xin-law", "--on", "2026-03-01")
    assert run(*call, *common).code == FINE
    [entry] = yaml.safe_load(ledger.read_text(encoding="utf-8"))
    assert (entry["agency"], entry["instrument"]) == ("辛部", "庚辛法")
    text = ledger.read_text(encoding="utf-8").replace("辛部", "xin").replace("庚辛法", "geng-xin-law")
    ledger.write_text(text, encoding="utf-8")
    answer = run("show", "plan-1", *common, "-f", "json")
    assert answer.code == FINE, answer.err
    [shown] = json.loads(answer.out)["entries"]
    assert (shown["agency"], shown["instrument"]) == ("辛部", "庚辛法")


def test_an_id_is_completed_like_a_name(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ipcheck.toml").write_text('plans = ["plans"]\n', encoding="utf-8")
    assert sorted(names_that_begin("agency", "min-")) == ["min-f", "min-g"]


def test_an_id_that_spells_the_abbreviation_is_suggested_once(run: Run, folder: Path) -> None:
    answer = run("tasks", "--agency", "xim", "--plans", str(folder), "--lang", "en")
    assert answer.code == UNABLE
    assert "did you mean XIN" in answer.err
    assert "xin" not in answer.err


@pytest.mark.parametrize("wrong", ["CNIPA", "国知局", "a--b", "-a", "a-", "a b", "2025", "2025-8", "a" * 41, "a_b"])
@pytest.mark.parametrize("registry", ["agencies", "instruments"])
def test_an_id_of_another_form_is_refused_at_its_place(run: Run, folder: Path, registry: str, wrong: str) -> None:
    path = folder / f"{registry}.yaml"
    old = {"agencies": "id: xin", "instruments": "id: rules"}[registry]
    lines = path.read_text(encoding="utf-8").replace(old, f'id: "{wrong}"').splitlines()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = run("tasks", "--plans", str(folder), "--lang", "en")
    assert answer.code == UNABLE
    line = next(number for number, text in enumerate(lines, 1) if wrong in text)
    assert f"{registry}.yaml:{line}:" in answer.err
    assert "an id consists of lower-case letters, digits and single hyphens, begins with a letter" in answer.err
    assert answer.err.count("an id consists of") == 1


@pytest.mark.parametrize("right", ["a", "a" * 40, "gb-t-29490", "g20"])
def test_an_id_has_up_to_40_letters_digits_and_hyphens(run: Run, folder: Path, right: str) -> None:
    path = folder / "agencies.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: xin", f"id: {right}"), encoding="utf-8")
    assert run("tasks", "--agency", right, "--plans", str(folder)).code == FINE


def test_two_faulty_ids_are_two_faults_and_no_third(run: Run, folder: Path) -> None:
    path = folder / "agencies.yaml"
    text = path.read_text(encoding="utf-8").replace("id: xin", "id: X").replace("id: min-g", "id: Y")
    path.write_text(text, encoding="utf-8")
    answer = run("validate", str(folder), "--lang", "en")
    assert (answer.out + answer.err).count("an id consists of") == 2
    assert "already means" not in answer.out + answer.err


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("id: xin", "id: min-g", "农林庚部"),
        ("id: xin", "id: min-f", "农庚部"),
        ("id: xin", "id: mg", "农林庚部"),
        ("id: min-f", "id: min-g", "农林庚部"),
    ],
)
def test_no_id_is_that_or_a_name_of_another_entry(run: Run, folder: Path, old: str, new: str, other: str) -> None:
    path = folder / "agencies.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    answer = run("validate", str(folder), "--lang", "en")
    assert "duplicate-name" in answer.out + answer.err
    assert f"already means {other}" in answer.out + answer.err


def test_an_id_may_spell_a_name_of_its_own_entry(run: Run, folder: Path) -> None:
    assert "duplicate-name" not in run("validate", str(folder)).out  # XIN and xin


def exported(name: str) -> list[dict[str, str]]:
    [path] = Path("out").rglob(f"{name}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_an_export_has_the_ids_in_the_last_column(run: Run, folder: Path) -> None:
    assert run("export", "-f", "csv", "-o", "out", "--plans", str(folder)).code == FINE
    for table, key, expected in (
        ("agencies", "agency", {"农林庚部": "min-g", "农庚部": "min-f", "辛部": "xin", "海州市农林局": ""}),
        ("instruments", "instrument", {"庚辛法": "geng-xin-law", "庚辛条例": "rules"}),
    ):
        rows = exported(table)
        assert list(rows[0])[-1] == "id"
        assert {row[key]: row["id"] for row in rows if row[key] in expected} == expected
    assert {"name": "min-f", "agency": "农庚部"} in exported("agency_names")
    assert {"name": "rules", "instrument": "庚辛条例"} in exported("instrument_names")


@pytest.mark.parametrize(("given", "shown"), [("", "xin"), ("id: abc, ", "abc"), ("id: zzz, ", "zzz")])
def test_an_entry_that_replaces_another_keeps_its_id_unless_it_gives_one(
    run: Run, folder: Path, tmp_path: Path, given: str, shown: str
) -> None:
    own = tmp_path / "zz"
    own.mkdir()
    (own / "agencies.yaml").write_text(f"agencies: [{{name: 辛部, {given}english: Min X, kind: ministry}}]\n", "utf-8")
    both = ("--plans", str(folder), "--plans", str(own))
    assert run("export", "-f", "csv", "-o", "out", *both).code == FINE
    [row] = [row for row in exported("agencies") if row["agency"] == "辛部"]
    assert (row["english"], row["id"]) == ("Min X", shown)
    for name in ("xin", shown):
        answer = run("tasks", "--agency", name, *both, "-f", "json")
        assert ids_of(json.loads(answer.out)) == ["plan-1"]


def test_lists_of_agencies_and_instruments_show_the_ids(run_shipped: Run) -> None:
    agencies = {row["name"]: row["id"] for row in json.loads(run_shipped("agency", "-f", "json").raw)}
    assert agencies["国家知识产权局"] == "cnipa"
    instruments = {row["instrument"]: row["id"] for row in json.loads(run_shipped("instruments", "-f", "json").raw)}
    assert instruments["商标法"] == "trademark-law"
    assert None not in instruments.values()
