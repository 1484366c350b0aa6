"""What links divide two plans into, and the threads that they make."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from ipcheck.domain.lineage.link import Link, compare, threads

OLD = [f"old-{number}" for number in range(1, 7)]
MID = [f"mid-{number}" for number in range(1, 7)]
NEW = [f"new-{number}" for number in range(1, 7)]


def link(earlier: str, later: str) -> Link:
    return Link(earlier, later, "strong", "同一事项")


def links_between(earlier: list[str], later: list[str]) -> st.SearchStrategy[list[Link]]:
    pairs = st.tuples(st.sampled_from(earlier), st.sampled_from(later))
    return st.lists(pairs, unique=True, max_size=12).map(lambda chosen: [link(*pair) for pair in chosen])


def turned(links: list[Link]) -> list[Link]:
    return [each._replace(earlier=each.later, later=each.earlier) for each in links]


@given(links_between(OLD, NEW))
def test_every_task_is_in_exactly_one_part(links: list[Link]) -> None:
    found = compare(OLD, NEW, links)
    assert sorted([*found.only_earlier, *{each.earlier for each in found.links}]) == sorted(OLD)
    assert sorted([*found.only_later, *{each.later for each in found.links}]) == sorted(NEW)


@given(links_between(OLD, NEW))
def test_exchanging_the_plans_exchanges_the_two_rests(links: list[Link]) -> None:
    there, back = compare(OLD, NEW, links), compare(NEW, OLD, turned(links))
    assert (there.only_earlier, there.only_later) == (back.only_later, back.only_earlier)
    assert sorted(there.links) == sorted(turned(list(back.links)))


@given(links_between(OLD, NEW), st.randoms(use_true_random=False))
def test_links_stand_in_the_order_of_the_plans_however_they_were_given(links: list[Link], chance: object) -> None:
    mixed = list(links)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert compare(OLD, NEW, mixed) == compare(OLD, NEW, links)
    places = [(OLD.index(each.earlier), NEW.index(each.later)) for each in compare(OLD, NEW, mixed).links]
    assert places == sorted(places)


def test_a_link_to_a_task_of_neither_plan_does_not_count() -> None:
    assert compare(OLD, NEW, [link("old-1", "mid-1"), link("mid-1", "new-1")]) == compare(OLD, NEW, [])


@given(links_between(OLD, MID), links_between(MID, NEW), links_between(OLD, NEW))
def test_every_task_is_in_exactly_one_thread_and_every_link_inside_one(
    first: list[Link], second: list[Link], leaping: list[Link]
) -> None:
    found = threads([OLD, MID, NEW], {(0, 1): first, (1, 2): second, (0, 2): leaping})
    assert sorted(task for thread in found for ids in thread for task in ids) == sorted([*OLD, *MID, *NEW])
    home = {task: index for index, thread in enumerate(found) for ids in thread for task in ids}
    assert all(home[each.earlier] == home[each.later] for each in (*first, *second, *leaping))
    for thread in found:
        for ids, plan in zip(thread, (OLD, MID, NEW), strict=True):
            assert ids == [task for task in plan if task in ids]  # in document order


def test_a_thread_goes_through_all_plans_and_shows_its_gaps() -> None:
    found = threads(
        [["a-1", "a-2"], ["b-1", "b-2"], ["c-1", "c-2"]],
        {(0, 1): [link("a-1", "b-1")], (1, 2): [link("b-1", "c-1")], (0, 2): [link("a-2", "c-2")]},
    )
    assert found == [[["a-1"], ["b-1"], ["c-1"]], [["a-2"], [], ["c-2"]], [[], ["b-2"], []]]


def test_tasks_that_only_a_common_successor_joins_are_one_thread() -> None:
    found = threads([["a-1", "a-2"], ["b-1"]], {(0, 1): [link("a-1", "b-1"), link("a-2", "b-1")]})
    assert found == [[["a-1", "a-2"], ["b-1"]]]


def test_a_plan_beside_itself_keeps_its_tasks_apart_by_place() -> None:
    found = threads([["a-1", "a-2"], ["a-1", "a-2"]], {(0, 1): [link("a-1", "a-1"), link("a-2", "a-2")]})
    assert found == [[["a-1"], ["a-1"]], [["a-2"], ["a-2"]]]


def test_a_long_chain_of_links_is_one_thread() -> None:
    """Longer than Python lets functions call one another."""
    length = sys.getrecursionlimit() + 100
    plans = [[f"p{index}-1"] for index in range(length)]
    chain = {(index, index + 1): [link(f"p{index}-1", f"p{index + 1}-1")] for index in range(length - 1)}
    assert len(threads(plans, chain)) == 1
