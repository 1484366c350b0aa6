"""The public record: every entry has its source, fits the shipped plans and registries, and says no more than its
source; what was promised is on record, or was searched for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ipcheck.base.dates import first_day, last_day
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.discovery import shipped_folder
from ipcheck.datafiles.yaml_reader import plain, read_yaml
from ipcheck.domain.entry import FINAL, SOURCE_KINDS
from tests.conftest import Run

FOLDER = Path(shipped_folder()) / "ledgers" / "public"
FILES = {path.stem: read_yaml(path, Translator("en"))[0] for path in sorted(FOLDER.glob("*.yaml"))}
EACH_FILE = pytest.mark.parametrize("name", FILES)
DAY_OF_THE_RECORD = "2026-11-29"

# Tasks that are past their last day, or their plan's period, and of which a later source says that the promised thing
# is still to come.
KNOWN_TO_BE_OPEN = {"2020-4.2.9", "2022-11", "2025-1", "2025-11"}


def entries(name: str) -> list[Any]:
    return [plain(entry) for entry in FILES[name]]


def all_entries(kind: str) -> Iterator[Any]:
    """The entries on tasks ("task"), the steps of instruments ("step"), or the searches in vain ("check")."""
    for name in FILES:
        for entry in entries(name):
            of = "check" if "checked" in entry else "task" if "task" in entry else "step"
            if of == kind:
                yield entry


@pytest.fixture
def tasks(run_shipped: Run) -> dict[str, Any]:
    """The tasks as they stand on the day of the record, by id."""
    found = json.loads(run_shipped("tasks", "--as-of", DAY_OF_THE_RECORD, "-f", "json").raw)
    return {task["id"]: task for task in found}


def test_there_is_a_file_for_each_plan_and_one_for_instruments(run_shipped: Run) -> None:
    plans = {plan["id"] for plan in json.loads(run_shipped("plans", "-f", "json").raw)}
    assert set(FILES) == plans | {"instruments", "figures"}
    for name in FILES.keys() - {"figures"}:
        assert {entry.get("task", "instruments-0").rpartition("-")[0] for entry in entries(name)} == {name}


@EACH_FILE
def test_it_fits_the_plans_as_a_ledger_of_the_user_must(run_shipped: Run, tmp_path: Path, name: str) -> None:
    """What ships is not checked at every start: here it is."""
    copy = tmp_path / "copy.yaml"
    copy.write_bytes((FOLDER / f"{name}.yaml").read_bytes())
    answer = run_shipped("check", "--no-public", "--fail-on", "none", "--ledger", str(copy))
    assert (answer.code, answer.err) == (0, "")


@EACH_FILE
def test_every_entry_names_its_sources_and_tells_itself_in_both_languages(name: str) -> None:
    for entry in entries(name):
        assert entry.get("english"), entry
        assert "note" in entry or "task" not in entry, entry
        if "checked" in entry:
            continue
        assert entry["source"], entry
        for source in entry["source"]:
            assert {"title", "publisher", "kind", "read"} <= source.keys(), entry
            assert source["kind"] in SOURCE_KINDS
            assert not re.search("题名未见|镜像|未标明", source["title"] + source["publisher"]), source
            assert entry["recorded"] >= source["read"] >= "2026-11-01"


@EACH_FILE
def test_days_are_within_reason(name: str) -> None:
    """Nothing is older than the oldest plan asks for. Only announced steps were recorded before they happened."""
    for entry in entries(name):
        if "checked" in entry:
            assert entry["checked"] <= DAY_OF_THE_RECORD
            continue
        assert first_day(entry["on"]) >= ("2017-01-01" if "actual" in entry else "2019-01-01"), entry
        assert first_day(entry["on"]) <= entry["recorded"] or "task" not in entry, entry


def test_every_promise_is_on_record_or_was_searched_for(tasks: dict[str, Any]) -> None:
    told = {entry["task"] for kind in ("task", "check") for entry in all_entries(kind)}
    stages = ("study", "drafting", "issued")
    promises = {
        name for name, task in tasks.items()
        if task["plan"] == "2025"
        or (task["plan"] == "2022" and task["deadline"]["due"])
        or (task["plan"] != "2022" and any(each["stage"] in stages for each in task["instruments"]))
    }  # fmt: skip
    assert len([name for name in promises if name.startswith("2022-")]) == 54
    assert promises - told == set()


def test_nothing_is_looked_for_in_vain_that_is_done(tasks: dict[str, Any]) -> None:
    for entry in all_entries("check"):
        task = tasks[entry["task"]]
        assert task["outcome"] != "done" or "part" in entry or "instrument" in entry, entry


def test_an_entry_on_an_instrument_decides_only_what_the_task_promises(tasks: dict[str, Any]) -> None:
    for entry in all_entries("task"):
        assert not ("part" in entry and "instrument" in entry), entry
        if entry.get("state") == "done" and "instrument" in entry:
            stages = {each["name"]: each["stage"] for each in tasks[entry["task"]]["instruments"]}
            assert stages[entry["instrument"]] in ("study", "drafting", "issued"), entry


def test_after_the_last_day_a_task_is_open_only_where_a_source_says_so(tasks: dict[str, Any]) -> None:
    ends = {name: task["deadline"]["due"] for name, task in tasks.items()}
    still_open = {
        entry["task"] for entry in all_entries("task")
        if entry.get("state", "done") not in FINAL and ends[entry["task"]]
        and first_day(entry["on"]) > ends[entry["task"]]
    }  # fmt: skip
    assert still_open == KNOWN_TO_BE_OPEN


def test_what_was_done_before_the_plan_was_public_says_why_it_counts(run_shipped: Run) -> None:
    public: dict[str, str] = {}
    for plan in json.loads(run_shipped("plans", "-f", "json").raw):
        shown = json.loads(run_shipped("show", plan["id"], "-f", "json").raw)
        public[plan["id"]] = shown["published"] or shown["issued"] or ""
    for entry in all_entries("task"):
        if entry.get("state") and last_day(entry["on"]) < public[entry["task"].rpartition("-")[0]]:
            assert entry["state"] == "done", entry
            assert re.search("之前|以前|早于|先于|此前|已|才", entry["note"]), entry


def test_a_step_of_an_instrument_stands_once() -> None:
    steps = [(each["instrument"], each["step"], each["on"], each.get("round")) for each in all_entries("step")]
    assert len(steps) == len(set(steps))
    own = {step[:3] for step in steps}
    assert [each for each in all_entries("task") if (each.get("instrument"), each.get("step"), each["on"]) in own] == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2022-2", ("done", "ongoing", "2023-12-21", True, True)),
        ("2022-13", ("done", "done-late", "2025-04-24", True, False)),
        ("2022-22", ("no-record", "unverified", None, None, False)),
        ("2022-68", ("begun", "unverified", None, None, False)),
        ("2025-16", ("partly", "period-ended", None, None, False)),
    ],
)
def test_it_tells_what_became_of_a_task(tasks: dict[str, Any], name: str, told: tuple[object, ...]) -> None:
    task = tasks[name]
    keys = ("outcome", "situation", "done_on", "late", "milestone_met")
    assert tuple(task[key] for key in keys) == told


def test_delays_and_shares_are_told_in_words(run_shipped: Run) -> None:
    def said(name: str) -> str:
        return run_shipped("show", name, "--as-of", DAY_OF_THE_RECORD, "--lang", "en").out

    assert "milestone met 2023-12-21 (355 days late)" in said("2022-2")
    assert "done late (480 days)" in said("2022-13")
    assert "none found (searched 2026-11-29)" in said("2022-22")
    assert "partly done 2/3" in said("2025-16")


def test_a_law_is_followed_to_its_announced_day(run_shipped: Run) -> None:
    said = run_shipped("trace", "商标法", "--as-of", DAY_OF_THE_RECORD).out.splitlines()
    assert said[1] == "Latest step on record: adopted 2026-06-26. Announced: takes effect 2027-01-01 (in 33 days)."
