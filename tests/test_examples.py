"""The examples work as their README says."""

import json
from pathlib import Path

import pytest

from ipcheck.cli.exit_codes import FINE
from tests.conftest import Run

CITY = Path(__file__).parent.parent / "examples" / "city"


def test_a_city_asks_its_own_plan_beside_the_national_ones(run_shipped: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CITY / "plans")

    def ids(*arguments: str) -> list[str]:
        answer = run_shipped(*arguments, "-f", "json", "--as-of", "2026-03-15")
        assert answer.code == FINE, answer.err
        return [task["id"] for task in json.loads(answer.raw)]

    assert ids("due", "--within", "2026-03") == ["city-2026-1"]
    assert ids("due", "--after", "2026", "--before", "2026-06") == ["city-2026-1", "city-2026-2"]
    assert ids("agency", "局里") == ["city-2026-1", "city-2026-2", "city-2026-3"]
    assert len(ids("agency", "国家知识产权局", "--plan", "2025", "--role", "lead")) == 29


def test_its_settings_make_it_answer_in_chinese_and_sooner_stale(
    run_shipped: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CITY)
    said = run_shipped("show", "city-2026-2", "--as-of", "2026-03-15").out
    assert "上半年完成并持续推进" in said
    assert "持续推进" in said
    assert "完成时限" in said
    shown = json.loads(run_shipped("show", "city-2026-2", "-f", "json", "--as-of", "2026-05-11").raw)
    assert (shown["deadline"]["due"], shown["situation"]) == ("2026-06-30", "stale")
