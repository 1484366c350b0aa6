"""The ledger of public facts: every entry has its source, and fits the shipped plans and registries."""

from pathlib import Path
from typing import Any

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.discovery import shipped_folder
from ipcheck.datafiles.yaml_reader import read_yaml
from tests.conftest import Run

PATH = Path(shipped_folder()) / "ledgers" / "public.yaml"
ENTRIES: list[Any] = read_yaml(PATH, Translator("en"))[0]


def test_it_fits_the_plans_as_a_ledger_of_the_user_must(run_shipped: Run, tmp_path: Path) -> None:
    """What ships is not checked at every start: here it is."""
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(PATH.read_bytes())
    answer = run_shipped("check", "--no-public", "--fail-on", "none", "--ledger", str(copy))
    assert (answer.code, answer.err) == (0, "")
    assert f"Entries in the ledger: {len(ENTRIES)};" in answer.out


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["task"])
def test_every_entry_names_its_source_and_uniform_names(run_shipped: Run, entry: Any) -> None:
    assert entry.get("source")
    assert "evidence" not in entry
    if instrument := entry.get("instrument"):
        assert f'"{instrument}"' in run_shipped("show", entry["task"], "-f", "json").out


def test_it_holds_what_the_sources_state() -> None:
    told = {(entry["task"], entry.get("step") or entry.get("event"), entry["on"]) for entry in ENTRIES}
    assert told == {
        ("2025-1", "公开征求意见", "2024-12-26"), ("2025-3", "审议通过", "2025-04-18"),
        ("2025-8", "公开征求意见", "2025-05-07"), ("2022-68", "issued", "2022-06-20"),
        ("2022-94", "issued", "2025-04-29"),
    }  # fmt: skip


def test_it_calls_no_task_done_and_none_late(run_shipped: Run) -> None:
    """No source says either; to work out a state is for those who answer for a task."""
    assert [entry for entry in ENTRIES if "state" in entry] == []
    for task in ("2022-68", "2022-94"):
        assert '"situation": "unverified"' in run_shipped("show", task, "-f", "json").out
