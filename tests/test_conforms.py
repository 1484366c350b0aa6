"""What conforms to the published schema has no fault of shape, and the other way round: then nobody need be asked."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcheck.base.i18n import Translator
from ipcheck.datafiles.conforms import conforming
from ipcheck.datafiles.discovery import PLAN
from ipcheck.datafiles.schema import PlanFile
from ipcheck.datafiles.shape import check_shape
from ipcheck.datafiles.yaml_reader import placed, read_yaml
from tests.conftest import SMALL

WORDS = Translator("en")
SHIPPED = Path(__file__).parent.parent / "data" / "plans"

ODD = st.sampled_from([
    "", " ", "甲 ", " 甲", "甲\n", "甲\n乙", "\n", "甲\u3000", "\u3000甲", "甲\x1c", "。", "做好工作。", "做好\n工作。",
    "做好工作", "做好工作。\n", " 。", "1", "01", "1.", "b1.2", "g1", "２", "1\n", "2025", "2025/2026", "2025-1",
    "2025\n", "a-b", "A", "a--b", "2025-04-29", "2025-02-30", "2025-4-29", "２０２５-04-29", "2025-04-29\n", "first",
    "last", "task", "goal", "tasks",
])  # fmt: skip
KEYS = st.sampled_from([
    "id", "title", "number", "text", "kind", "deadline", "responsible", "issued", "period", "lead", "source",
    "publisher", "retrieved", "defaults", "preamble", "heading", "intro", "tasks", "contents", "url", "odd", "",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | ODD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=6
)


def plan() -> dict[str, Any]:
    """A plan with every key that there is."""
    task = {"number": "1", "text": "做好工作。", "kind": "task", "deadline": "持续推进", "responsible": "甲局负责"}
    defaults = {"responsible": "甲局负责", "deadline": "年底前"}
    section = {"heading": "一、任务", "intro": "前言\n\n后语", "defaults": defaults, "tasks": [task], "contents": []}
    source = {"publisher": "甲", "via": "乙", "url": "丙", "retrieved": "2025-05-07"}
    return {
        "id": "2025", "title": "计划", "document_number": "甲", "issuer": "甲", "issued": "2025-04-29",
        "published": "2025-05-07", "period": "2025", "region": "全国", "source": source, "lead": "first",
        "defaults": {}, "preamble": "前言", "contents": [{"heading": "总", "contents": [section]}], "closing": "后",
    }  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in a plan."""
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        found += [(value, key), *places(each)]
    return found


def faultless(content: Any) -> bool:
    return not check_shape(PlanFile, content, "plan.yaml", WORDS)[2]


@settings(max_examples=400)
@given(st.data())
def test_what_conforms_has_no_fault_and_what_has_none_conforms(data: st.DataObject) -> None:
    content = plan()
    for _change in range(data.draw(st.integers(0, 3))):
        holder, key = data.draw(st.sampled_from(places(content)))
        change = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if change == "replace":
            holder[key] = data.draw(VALUES)
        elif change == "remove":
            del holder[key]
        elif isinstance(holder, dict):
            holder[data.draw(KEYS)] = data.draw(VALUES)
        if not places(content):
            break
    node = placed_or_none(content)
    assert conforming(PLAN)(node) == faultless(node)


@given(VALUES)
def test_so_it_is_with_what_is_no_plan_at_all(value: Any) -> None:
    node = placed_or_none(value)
    assert conforming(PLAN)(node) == faultless(node)


def test_where_the_schema_is_not_at_hand_nothing_conforms() -> None:
    assert not conforming("no such kind")(placed_or_none(plan()))


def placed_or_none(value: Any) -> Any:
    """Content as `read` gives it: an empty value is None."""
    if isinstance(value, dict):
        node = placed({})
        node.update({placed(key): placed_or_none(each) for key, each in value.items()})
        return node
    if isinstance(value, list):
        node = placed([])
        node.extend(map(placed_or_none, value))
        return node
    return None if value is None else placed(value)


@pytest.mark.parametrize(
    "path", [*SHIPPED.glob("*.yaml"), *(SMALL / "plans").glob("*.yaml")], ids=lambda path: path.stem
)
def test_plans_that_are_read_every_day_conform(path: Path) -> None:
    content, faults = read_yaml(path, WORDS)
    assert conforming(PLAN)(content)
    assert faults == []
