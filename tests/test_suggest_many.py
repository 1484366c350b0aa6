"""Links of one plan with many, in this process or in several: the same links, in the order of the plans, ended with
the call."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.plans import write_plans
from ipcheck.base.processes import MOST_PROCESSES
from ipcheck.cli.exit_codes import INTERRUPTED
from ipcheck.domain.lineage import suggest_many
from ipcheck.domain.lineage.link import Link
from ipcheck.domain.lineage.suggest import suggest
from ipcheck.domain.lineage.suggest_many import FEW, OtherPlan, processes_for, suggest_each
from ipcheck.domain.task import Task
from tests.builders import tasks_of
from tests.test_suggest import PLANS

NAMED = tasks_of("named", "推进商标法修改。", "建设保护中心。", "开展“剑网”行动。", "推进专利审查工作。")
TEXTS = ("组织开展“剑网”专项行动。", "加快建设知识产权保护中心。", "推进商标法修改。", "做好其他工作。")


def others(count: int) -> list[OtherPlan]:
    """So many plans of different sizes, every third the earlier one."""
    return [
        OtherPlan(tasks_of(f"p{n}", *TEXTS[: n % 4 + 1], f"第{n}项工作。"), earlier=not n % 3) for n in range(count)
    ]


def one_by_one(named: list[Task], plans: list[OtherPlan]) -> list[list[Link]]:
    ends = [(plan.tasks, named) if plan.earlier else (named, plan.tasks) for plan in plans]
    return [suggest(*both).links for both in ends]


@given(st.lists(PLANS, max_size=4), PLANS, st.booleans())
def test_links_with_many_are_those_with_each(texts: list[list[str]], own: list[str], earlier: bool) -> None:
    named = tasks_of("named", *own)
    plans = [OtherPlan(tasks_of(f"p{number}", *each), earlier) for number, each in enumerate(texts)]
    assert list(suggest_each(named, plans)) == one_by_one(named, plans)


def test_several_processes_find_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest_many, "_IN_A_BATCH", 3)
    plans = others(40)
    found = list(suggest_each(NAMED, plans, 3))
    assert found == list(suggest_each(NAMED, plans)) == one_by_one(NAMED, plans)
    assert sum(map(len, found)) > 40
    assert list(suggest_each(NAMED, [], 3)) == []


def test_links_that_are_known_are_not_suggested_anew() -> None:
    link = Link("named-1", "p0-1", "weak", "甲")
    plans = [others(1)[0]._replace(links=[link]), others(2)[1]]
    assert list(suggest_each(NAMED, plans, 2)) == [[link], *one_by_one(NAMED, plans[1:])]


@pytest.mark.parametrize("program", ["/nowhere/python", "true", "echo"])
def test_where_no_process_can_be_begun_or_it_ends_this_one_does_it(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    plans = others(9)
    monkeypatch.setattr(suggest_many, "_IN_A_BATCH", 3)
    monkeypatch.setattr(sys, "executable", program)
    assert list(suggest_each(NAMED, plans, 2)) == one_by_one(NAMED, plans)


def test_only_so_many_plans_are_held_as_the_processes_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest_many, "_IN_A_BATCH", 1)
    read = 0

    def reading() -> Iterator[OtherPlan]:
        nonlocal read
        for plan in others(60):
            read += 1
            yield plan

    for done, _links in enumerate(suggest_each(NAMED, reading(), 2), 1):
        assert read - done <= 5


def test_what_is_given_up_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    original = subprocess.Popen.__init__

    def noticed(self: subprocess.Popen[bytes], *arguments: object, **options: object) -> None:
        begun.append(self)
        original(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess.Popen, "__init__", noticed)
    monkeypatch.setattr(suggest_many, "_IN_A_BATCH", 1)
    with closing(suggest_each(NAMED, others(60), 2)) as found:
        next(found)
    assert len(begun) == 2
    assert all(process.returncode is not None for process in begun)


def test_a_small_call_has_no_other_process() -> None:
    assert processes_for(1) == processes_for(FEW) == 1
    assert 1 <= processes_for(FEW + 1) <= MOST_PROCESSES


def children_of(process: int) -> list[str]:
    """The processes that a thread of this one has begun."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return [child for path in threads for child in path.read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)])
def test_an_interrupt_ends_every_process_at_once_and_without_a_traceback(
    tmp_path: Path, ending: signal.Signals
) -> None:
    write_plans(tmp_path / "plans", 20, 50)
    program = (
        "import signal, sys\nfrom ipcheck.cli import main\nfrom ipcheck.domain.lineage import suggest_many\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
        "original = suggest_many.suggest_each\n"
        "def suggest_each(named, found, _processes):\n"
        "    first = next(iter(found))\n"
        "    for _links in original(named, iter(lambda: first, None), 2): pass\n"
        "suggest_many.suggest_each = suggest_each\nsys.exit(main.main(sys.argv[1:]))"
    )
    call = subprocess.Popen(
        [sys.executable, "-c", program, "diff", "2025", "--against", str(tmp_path / "plans")],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while len(children := children_of(call.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert len(children) == 2
    os.killpg(call.pid, ending)  # as a terminal does: every process of the group
    _out, err = call.communicate(timeout=30)
    assert (call.returncode, err) == ((INTERRUPTED if ending == signal.SIGINT else -ending), b"")
    while any(os.path.exists(f"/proc/{child}") for child in children) and time.monotonic() < until:
        time.sleep(0.02)
    assert not [child for child in children if os.path.exists(f"/proc/{child}")]
