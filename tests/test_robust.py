"""Whatever a file holds, `validate` says something about places in it, soon, and never fails itself."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ipcheck.datafiles.discovery
from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.base.text import hidden_character
from ipcheck.catalogue.compile import examine
from ipcheck.datafiles.discovery import gather
from ipcheck.datafiles.rules.run import rule_findings
from ipcheck.datafiles.yaml_reader import MOST_BYTES, MOST_DEPTH
from tests.conftest import SMALL, Run, examples

WORDS = Translator("en")
PATIENCE = 2.0  # seconds for one file
DATA = Path(__file__).parent.parent / "data"
# A file of each kind under the name that makes it one, and the folder that it stands in.
REAL = {
    "plan.yaml": SMALL / "plans" / "dated.yaml",
    "agencies.yaml": SMALL / "agencies.yaml",
    "instruments.yaml": SMALL / "instruments.yaml",
    "links.yaml": SMALL / "links" / "dated-yearly.yaml",
    "ledger.yaml": DATA / "ledgers" / "public" / "demo-zones.yaml",
    "baseline.yaml": DATA.parent / "examples" / "team" / "baseline.yaml",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where one file at a time is written; tests/small is what ships."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ipcheck.datafiles.discovery, "shipped_folder", lambda: str(SMALL))
        yield tmp_path_factory.mktemp("odd")


def validated(path: Path, data: bytes) -> list[Finding]:
    """What is said of a file with this content; fails where that takes long or names no place in the file."""
    path.write_bytes(data)
    try:
        began = time.process_time()
        found = examine(gather([str(path)], WORDS), partial(rule_findings, _=WORDS), WORDS)
        took = time.process_time() - began
    finally:
        path.unlink()
    own = [finding for finding in found if finding.path == str(path)]
    lines = lines_of(data)
    assert took < PATIENCE
    assert [finding for finding in own if not 1 <= finding.line <= len(lines)] == []
    assert [finding for finding in own if not 1 <= finding.column <= len(lines[finding.line - 1]) + 1] == []
    assert [finding for finding in own if hidden_character(finding.message) is not None] == []
    assert [finding for finding in own if not finding.message.strip()] == []
    return own


def lines_of(data: bytes) -> list[str]:
    """The lines of a file as YAML counts them, at least one."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding, "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").split("\n")


_NAMES = (
    "id title document_number issuer issued published period region source lead defaults preamble contents closing"
    " heading intro tasks number kind text deadline responsible agencies name official aliases members hosted_by"
    " instruments short former parent earlier later links from to grade why task part instrument agency subject"
    " state step event on recorded evidence finding reason"
)
KEYS = st.text(max_size=5) | st.sampled_from(_NAMES.split())
SCALARS = st.text(max_size=20) | st.sampled_from(
    [
        "a", "1", "2.3.1", "2025-04-29", "2025", "做好工作。", "2025年12月底前完成", "国家知识产权局负责",
        "甲局、乙部负责", "《商标法》", "（“‘《", "聯(lián)席?。ㄗ", "⼈", "dated-1", "dated-1/2", "strong", "done",
        "一、任务", None, True, 1.5, "",
    ]
)  # fmt: skip
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


@settings(max_examples=examples(150))
@given(tree=TREES, name=st.sampled_from(sorted(REAL)))
def test_any_tree_of_yaml_is_told_of(folder: Path, tree: Any, name: str) -> None:
    validated(folder / name, json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def flip(data: bytes, at: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _flipped in range(at.randint(1, 5)):
        changed[at.randrange(len(changed))] = at.randrange(256)
    return bytes(changed)


def cut(data: bytes, at: random.Random) -> bytes:
    """A stretch is missing."""
    begin, end = sorted(at.sample(range(len(data) + 1), 2))
    return data[:begin] + data[end:]


def of_lines(change: Callable[[list[bytes], random.Random], None]) -> Callable[[bytes, random.Random], bytes]:
    """A change of the lines of a file."""

    def changed(data: bytes, at: random.Random) -> bytes:
        lines = data.split(b"\n")
        for _change in range(at.randint(1, 3)):
            change(lines, at)
        return b"\n".join(lines)

    return changed


def drop(lines: list[bytes], at: random.Random) -> None:
    if lines:
        del lines[at.randrange(len(lines))]


def double(lines: list[bytes], at: random.Random) -> None:
    if lines:
        lines.insert(at.randrange(len(lines)), at.choice(lines))


def swap(lines: list[bytes], at: random.Random) -> None:
    if lines:
        first, second = at.randrange(len(lines)), at.randrange(len(lines))
        lines[first], lines[second] = lines[second], lines[first]


def indent(lines: list[bytes], at: random.Random) -> None:
    if lines:
        lines[at.randrange(len(lines))] = b" " * at.randint(0, 8) + at.choice(lines).strip()


def rename(lines: list[bytes], at: random.Random) -> None:
    """A key moves to where another stood."""
    with_keys = [index for index, line in enumerate(lines) if b":" in line]
    if with_keys:
        key = lines[at.choice(with_keys)].partition(b":")[0].strip(b" -{")
        index = at.choice(with_keys)
        before, _colon, after = lines[index].partition(b":")
        lead = before[: len(before) - len(before.lstrip(b" -"))]
        lines[index] = lead + key + b":" + after


CHANGES = [flip, cut, *map(of_lines, (drop, double, swap, indent, rename))]


@settings(max_examples=examples(250))
@given(name=st.sampled_from(sorted(REAL)), change=st.sampled_from(range(len(CHANGES))), seed=st.integers(0, 2**32))
def test_any_change_of_a_real_file_is_told_of(folder: Path, name: str, change: int, seed: int) -> None:
    validated(folder / name, CHANGES[change](REAL[name].read_bytes(), random.Random(seed)))


@settings(max_examples=examples(60))
@given(data=st.binary(max_size=200), name=st.sampled_from(sorted(REAL)))
def test_any_bytes_are_told_of(folder: Path, data: bytes, name: str) -> None:
    validated(folder / name, data)


BOMBS = {
    "depth": b"- " * 25000 + b"x",
    "brackets": b"[" * 30000,
    "aliases": b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "merge keys": b"a: &a {x: 1}\nb: {<<: [*a, *a]}\n",
    "size": b"#" * (MOST_BYTES + 1),
    "line": b'title: "' + "\u5546".encode() * 300_000 + b'"\n',
    "keys": b"".join(b"k%d: 1\n" % n for n in range(10_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_is_made_to_do_harm_is_told_of(folder: Path, bomb: str) -> None:
    assert validated(folder / "plan.yaml", BOMBS[bomb]) != []


def test_as_deep_as_may_be_is_no_harm(folder: Path) -> None:
    levels = (MOST_DEPTH - 4) // 2
    head = "id: own\ntitle: 计划\n"
    deep = ""
    for level in range(levels):
        deep += f"{'    ' * level}contents:\n{'    ' * level}  - heading: 一、任务\n"
    last = "    " * levels
    text = f"{head}{deep}{last}tasks:\n{last}  - {{number: 1, text: 做好工作。}}\n"
    assert validated(folder / "plan.yaml", text.encode()) == []


@pytest.mark.slow
def test_a_huge_plan_is_no_harm(run: Run, tmp_path: Path) -> None:
    """2,000 tasks, ten times as many as the longest of the plans that ship."""
    tasks = "".join(
        f"      - number: {n}\n        text: 推进《中华人民共和国商标法》第{n}项修改（含配套），完善“制度{n}”。\n"
        f"        deadline: 2025年12月底前完成\n        responsible: 甲局、第{n}局负责\n"
        for n in range(1, 2001)
    )
    path = tmp_path / "huge.yaml"
    path.write_text(f"id: huge\ntitle: 计划\ncontents:\n  - heading: 一、任务\n    tasks:\n{tasks}", encoding="utf-8")
    began = time.process_time()
    found = json.loads(run("validate", str(path), "-f", "json").raw)
    assert time.process_time() - began < 30
    assert len(found) == 2000
    assert {each["rule"] for each in found} == {"unknown-agency"}
    assert os.path.getsize(path) > 300_000
