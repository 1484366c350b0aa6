"""A file dropped in tests/odd_plans is a test: every command takes it, and `validate` says what it begins with.

What commands refuse (tests/bad_plans) `validate` says too, of each file and of all of them at once.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from ipcheck.cli.exit_codes import FINE, FOUND
from tests.conftest import Run
from tests.test_bad_plans import FOLDER as BAD
from tests.test_bad_plans import NEEDING_PLANS

ODD = Path(__file__).parent / "odd_plans"


def expected(path: Path) -> list[str]:
    """The lines that a file says it draws."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{path}:{line.partition(': ')[2]}" for line in lines if line.startswith("# expect: ")]


def told(out: str) -> list[str]:
    """The findings of an answer, without the line that counts them."""
    return out.splitlines()[:-1]


@pytest.mark.parametrize("path", sorted(ODD.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_odd_plan_draws_its_remarks_and_is_taken(run: Run, path: Path) -> None:
    answer = run("validate", str(path))
    assert expected(path)
    assert told(answer.out) == expected(path)
    assert answer.code == (FOUND if ": error: " in answer.out else FINE)
    assert run("tasks", "--plans", str(path)).code == FINE


@pytest.mark.parametrize("path", sorted(BAD.rglob("*.yaml")), ids=lambda path: str(path.relative_to(BAD)))
def test_a_bad_plan_draws_its_complaints(run: Run, path: Path) -> None:
    answer = run("validate", str(path))
    assert expected(path)
    assert [line for line in told(answer.out) if ": error: " in line] == expected(path)
    assert answer.code == FOUND


def test_all_files_draw_all_their_complaints_at_once(run: Run) -> None:
    answer = run("validate", str(BAD), str(ODD))
    found = defaultdict(list)
    for line in told(answer.out):
        if ": error: " in line:
            found[line.partition(":")[0]].append(line)
    for path in BAD.rglob("*.yaml"):
        if path.relative_to(BAD).as_posix() not in NEEDING_PLANS:
            assert found[str(path)] == expected(path)
    assert answer.code == FOUND
