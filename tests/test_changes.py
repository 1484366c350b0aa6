"""What changed along a link: text, day, agencies, stage; slipped and regressed."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcheck.domain.lineage.changes import StageChange, changes, edits, similarity
from ipcheck.domain.task import Task
from tests.builders import a_task


def kinds(earlier: Task, later: Task) -> tuple[str, ...]:
    return changes(earlier, later).kinds


TEXTS = st.text(alphabet="推进修改《商标法》，。出台、条例1 ", max_size=30)


@given(TEXTS, st.sampled_from([None, "2022-12-31"]), st.booleans(), st.sampled_from(["", "issued 商标法"]))
def test_a_task_beside_itself_has_not_changed(text: str, due: str | None, ongoing: bool, instruments: str) -> None:
    task = a_task("x-1", text, due=due, ongoing=int(ongoing), instruments=instruments, published="2023-11-01")
    assert changes(task, task) == ((), 1.0, (), None)


def test_width_and_punctuation_forms_do_not_make_a_text_another() -> None:
    assert kinds(a_task("a-1", "推进（１）“修改”。"), a_task("b-1", '推进(1)"修改"。')) == ()
    assert kinds(a_task("a-1", "推进修改。"), a_task("b-1", "推进修订。")) == ("text",)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"due": "2022-12-31"}, {"due": "2025-12-31"}),
        ({"due": "2022-12-31"}, {"due": "2022-12-31", "ongoing": 1}),
        ({"ongoing": 1}, {"due": "2025-12-31", "deadline_basis": "plan"}),
        ({}, {"relative_event": "issued", "relative_count": 3, "relative_unit": "months"}),
        ({"milestones": "2026-06-30 6月底前完成起草"}, {"milestones": "2026-09-30 9月底前完成起草"}),
    ],
)
def test_another_day_or_going_on_is_a_change_of_the_deadline(earlier: dict[str, Any], later: dict[str, Any]) -> None:
    assert "deadline" in kinds(a_task("a-1", **earlier), a_task("b-1", **later))


def test_agencies_change_with_the_lead_or_the_participants_whatever_their_order() -> None:
    one = a_task("a-1", leads="甲局", participants="乙部\n丙委")
    assert kinds(one, a_task("b-1", leads="甲局", participants="丙委\n乙部")) == ()
    assert kinds(one, a_task("b-1", leads="乙部", participants="甲局\n丙委")) == ("agencies",)
    assert kinds(one, a_task("b-1", leads="甲局", participants="乙部")) == ("agencies",)


def test_a_plan_that_names_no_agencies_has_not_taken_a_task_from_any() -> None:
    assert kinds(a_task("a-1"), a_task("b-1", leads="甲局")) == ()
    assert kinds(a_task("a-1", leads="甲局"), a_task("b-1")) == ()


def test_a_stage_is_compared_for_each_instrument_that_both_name() -> None:
    one = a_task("a-1", instruments="drafting 商标法\nissued 专利法\nstudy 其他法")
    other = a_task("b-1", instruments="issued 商标法\nissued 专利法")
    assert changes(one, other).stages == (StageChange("商标法", "drafting", "issued"),)
    assert kinds(one, other) == ("stage",)


def promise(stage: str, **said: Any) -> Task:
    return a_task("a-1", instruments=f"{stage} 商标法", **{"published": "2022-11-01", **said})


def later(stage: str, **said: Any) -> Task:
    return a_task("b-1", instruments=f"{stage} 商标法", **{"due": "2025-12-31", "deadline_basis": "plan", **said})


@pytest.mark.parametrize(
    ("before", "after", "regressed"),
    [
        ("issued", "drafting", True), ("issued", "study", True), ("drafting", "study", True),
        ("study", "drafting", False), ("drafting", "issued", False), ("issued", "issued", False),
        ("issued", "applied", False), ("applied", "drafting", False), ("issued", "mentioned", False),
    ],
)  # fmt: skip
def test_a_stage_that_went_back_regressed(before: str, after: str, regressed: bool) -> None:
    assert ("regressed" in kinds(promise(before), later(after))) is regressed


@pytest.mark.parametrize(
    ("earlier", "after", "days"),
    [
        (promise("issued", due="2022-12-31"), later("issued"), 1096),  # the same
        (promise("issued", due="2022-12-31"), later("drafting"), 1096),  # less
        (promise("issued", due="2022-12-31", ongoing=1), later("drafting"), 1096),  # issuing is not promised twice
        (promise("drafting", due="2022-12-31"), later("drafting"), 1096),
        (
            a_task("a-1", "制定指引。", due="2023-12-31", published="2022-11-01"),
            a_task("b-1", "制定指引。", due="2025-12-31"),
            731,
        ),
    ],
)
def test_a_promised_day_that_passed_and_is_promised_again_slipped(earlier: Task, after: Task, days: int) -> None:
    assert "slipped" in kinds(earlier, after)
    assert changes(earlier, after).slipped_days == days


@pytest.mark.parametrize(
    ("earlier", "after"),
    [
        (promise("drafting", due="2022-12-31"), later("issued")),  # more is promised now
        (promise("issued", due="2022-12-31"), later("applied")),  # it has been issued, and is applied
        (promise("drafting", due="2022-12-31", ongoing=1), later("drafting")),  # 并持续推进: it was to go on
        (promise("issued", due="2025-12-31"), later("issued")),  # the day had not passed
        (promise("issued", due="2025-04-29"), later("issued")),  # nor on the very day of publication
        (promise("issued", due="2020-12-31", deadline_basis="plan"), later("issued")),  # a period is no promise
        (promise("issued"), later("issued")),
        (
            a_task("a-1", "开展全国试点。", due="2023-12-31", published="2022-11-01"),
            a_task("b-1", "深入推进试点工作，形成成果。", due="2025-12-31"),
        ),
        (promise("issued", due="2022-12-31"), later("issued", published=None)),  # when it was written is unknown
        (
            promise("issued", due="2022-06-30", published="2025-04-29"),
            later("issued"),
        ),  # nor is a plan of one day later
        (promise("issued", due="2025-02-28"), later("issued", due="2024-12-31")),  # a plan that looks back
    ],
)
def test_what_goes_forward_goes_on_or_was_never_promised_has_not_slipped(earlier: Task, after: Task) -> None:
    assert "slipped" not in kinds(earlier, after)
    assert changes(earlier, after).slipped_days is None


def test_what_slipped_into_a_plan_without_a_day_has_no_number_of_days() -> None:
    found = changes(promise("issued", due="2022-12-31"), later("issued", due=None, ongoing=1))
    assert ("slipped" in found.kinds, found.slipped_days) == (True, None)


@given(TEXTS, TEXTS)
def test_similarity_is_the_same_both_ways_and_whole_for_one_text_only(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert (similarity(one, other) == 1.0) is (one == other)


def test_texts_of_any_length_are_compared_in_time() -> None:
    one, other = "推进建设，" * 100_000, "建设推进。" * 100_000
    began = time.process_time()
    assert 0 < similarity(one, other) < 0.01  # what is not compared counts as different
    assert (similarity(one, one), edits(one, one)) == (1.0, [("same", one)])
    assert edits(one, other) == [("gone", one), ("new", other)]
    assert time.process_time() - began < 5


@given(TEXTS, TEXTS)
def test_edits_hold_both_texts(one: str, other: str) -> None:
    found = edits(one, other)
    assert "".join(text for kind, text in found if kind != "new") == one
    assert "".join(text for kind, text in found if kind != "gone") == other
    assert all(text for _kind, text in found)
