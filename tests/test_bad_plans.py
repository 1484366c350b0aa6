"""A file dropped in tests/bad_plans is a test: it begins with the complaints that it must draw.

Those in its folder `links` are read as links between the plans of tests/small, those in `ledgers` as ledgers of them.
"""

from pathlib import Path

import pytest

from ipcheck.cli.exit_codes import UNABLE
from tests.conftest import Run

FOLDER = Path(__file__).parent / "bad_plans"
# What is wrong with these is seen only where the ids of all plans are known.
NEEDING_PLANS = {"links/unknown-plan.yaml", "ledgers/unknown-plan.yaml"}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yaml")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_bad_plan_draws_its_complaints_and_no_answer(run: Run, path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [f"{path}:{line.partition(': ')[2]}" for line in lines if line.startswith("# expect: ")]
    answer = run("tasks", "--plans", str(path))
    assert expected
    assert answer.err.splitlines()[:-1] == expected
    assert answer.err.splitlines()[-1].endswith("no answer was given.")
    assert (answer.code, answer.raw) == (UNABLE, b"")


def test_all_faults_of_all_files_come_at_once(run: Run) -> None:
    """But for those that the ids of all plans must be known for: some of these files cannot be read at all."""
    answer = run("plans", "--plans", str(FOLDER))
    named = {line.split(":")[0] for line in answer.err.splitlines()[:-1]}
    assert named == {str(path) for path in FOLDER.rglob("*.yaml")} - {f"{FOLDER}/{name}" for name in NEEDING_PLANS}
    assert answer.code == UNABLE
