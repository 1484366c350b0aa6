"""Reading YAML: everything is text with a place, and what could harm is refused at its place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import ipcheck.datafiles.yaml_reader
from ipcheck.base.i18n import Translator
from ipcheck.datafiles.yaml_reader import UnreadableFileError, YamlList, YamlMapping, YamlText, read_yaml

WORDS = Translator("en")
LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test holds with and without libyaml."""
    monkeypatch.setattr(ipcheck.datafiles.yaml_reader, "Loader", request.param)


def content(tmp_path: Path, data: str | bytes) -> Any:
    path = tmp_path / "a.yaml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_yaml(path, WORDS)


def refusal(tmp_path: Path, data: str | bytes) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        content(tmp_path, data)
    finding = refused.value.finding
    return f"{finding.line}:{finding.column}: {finding.message} [{finding.rule}]"


def places(node: Any) -> Iterator[tuple[str, int, int]]:
    if isinstance(node, YamlMapping):
        for key, value in node.items():
            yield (str(key), key.line, key.column)  # type: ignore[attr-defined]
            yield from places(value)
    elif isinstance(node, YamlList):
        for value in node:
            yield from places(value)
    elif isinstance(node, YamlText):
        yield (str(node), node.line, node.column)


def test_everything_is_text(tmp_path: Path) -> None:
    read_back, findings = content(
        tmp_path, "a: 2025-12\nb: no\nc: 010\nd: 12:30\ne: 2025-12-31\nf: 1_000\ng: null\nh: 0x1F\n"
    )
    assert list(read_back.values()) == ["2025-12", "no", "010", "12:30", "2025-12-31", "1_000", "null", "0x1F"]
    assert findings == []


def test_an_empty_value_is_nothing(tmp_path: Path) -> None:
    assert content(tmp_path, "a:\nb: ''\n")[0] == {"a": None, "b": ""}


def test_every_key_and_value_knows_where_it_begins(tmp_path: Path) -> None:
    data = "标题: 年度计划\nlist:\n  - 一\n  - key: '二'\n    flow: [三, 四]\n"
    assert list(places(content(tmp_path, data)[0])) == [
        ("标题", 1, 1), ("年度计划", 1, 5), ("list", 2, 1), ("一", 3, 5), ("key", 4, 5), ("二", 4, 10),
        ("flow", 5, 5), ("三", 5, 12), ("四", 5, 15),
    ]  # fmt: skip


def test_a_key_that_stands_twice_is_found_and_nothing_is_lost_silently(tmp_path: Path) -> None:
    found = content(tmp_path, "a: 1\nb:\n  c: 1\n  c: 2\n")[1]
    assert [(f.line, f.column, f.rule, f.message) for f in found] == [
        (4, 3, "duplicate-key", "the key c appears twice here")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_or_without_a_mark_is_read(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    read_back = content(tmp_path, f"{mark}a: 知识产权\n".encode(encoding))[0]
    assert list(places(read_back)) == [("a", 1, 1), ("知识产权", 1, 4)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a: 知识产权\n".encode("gb18030"),
         "1:4: the file is in GB18030 or GBK, not UTF-8; convert it: iconv -f gb18030 -t utf-8 [encoding]"),
        ("a: ok\nb: é\n".encode("latin-1"), "2:4: the file is not in UTF-8; save it as UTF-8 [encoding]"),
        ("a: 1\nb: x\x00y\n", "2:5: control or bidirectional character U+0000; remove it [hidden-character]"),
        ("a: 1\nb: x\u202ey\n", "2:5: control or bidirectional character U+202E; remove it [hidden-character]"),
        ('a: 1\nb: "\\u202e"\n', "2:4: an escaped control character; remove it [hidden-character]"),
        ("a:\n\tb: 1\n", "2:1: a tab character; YAML is indented with spaces [yaml]"),
        ("a: &x 1\nb: *x\n", "2:4: an alias (*); write the value out [yaml]"),
        ("a: !!python/object:os.system x\n",
         "1:4: the tag tag:yaml.org,2002:python/object:os.system; values are plain text [yaml]"),
        ("a: !!int 1\n", "1:4: the tag tag:yaml.org,2002:int; values are plain text [yaml]"),
        ("? [a]\n: 1\n", "1:3: a key that is not text [yaml]"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document (---); a file contains only one [yaml]"),
    ],
)  # fmt: skip
def test_what_is_no_plain_text_in_yaml_is_refused_at_its_place(tmp_path: Path, data: str | bytes, said: str) -> None:
    assert refusal(tmp_path, data) == said


@pytest.mark.parametrize("nested", ["[" * 25_000, "- " * 25_000 + "x", "{a: " * 25_000])
def test_depth_is_refused_before_it_can_exhaust_the_stack(tmp_path: Path, nested: str) -> None:
    assert "nested more than 40 deep [yaml]" in refusal(tmp_path, nested)


def test_an_alias_bomb_is_refused_at_its_first_alias(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert refusal(tmp_path, bomb) == "2:8: an alias (*); write the value out [yaml]"


@pytest.mark.parametrize("cut", ['a: 1\nb: "x', "a: 1\nb: [1,", "a: 1\nb: {c: 1", "a: 1\nb: '知识"])
def test_a_file_that_ends_too_early_says_so_at_its_end(tmp_path: Path, cut: str) -> None:
    said = refusal(tmp_path, cut)
    assert said.startswith(f"2:{len(cut.splitlines()[1]) + 1}: not valid YAML: ")
    assert said.endswith("; the file seems to be cut off here [yaml]")


def test_a_file_too_large_for_a_plan_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipcheck.datafiles.yaml_reader, "MOST_BYTES", 3 * 1024 * 1024)
    assert refusal(tmp_path, b"#" * (3 * 1024 * 1024 + 1)) == "1:1: larger than 3 MB; no plan is that large [size]"


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableFileError, match=r"1:1: error: cannot be read: there is no such file or folder \[file\]"
    ):
        read_yaml(tmp_path / "none.yaml", WORDS)
    with pytest.raises(UnreadableFileError, match=r"1:1: error: cannot be read: it is a folder \[file\]"):
        read_yaml(tmp_path, WORDS)


@pytest.mark.parametrize(
    ("text", "at", "place"),
    [
        ("a: 商标法", 2, (1, 6)),
        ("a: '商标法'", 2, (1, 7)),
        ('a: "商标法"', 2, (1, 7)),
        ("b: 1\r\na:   商标法   # 注", 2, (2, 8)),
        ("{a: 商标法}", 2, (1, 7)),
        # not written out as it is: where it begins
        ('a: "商\\u6807法"', 2, (1, 4)),
        ("a: '商''法'", 2, (1, 4)),
        ("a: 商\n  标法", 2, (1, 4)),
        ("a: >-\n  商标法", 2, (1, 4)),
        # below | each line is one of the file
        ("a: |-\n  商标法\n\n    专利法", 1, (2, 1)),
        ("a: |-\n  商标法\n\n    专利法", 8, (4, 1)),
        ("a: |2  # 注\n\n  商标法\n", 2, (3, 1)),
    ],
)
def test_the_place_of_a_character_is_known_where_its_text_stands_on_one_line(
    tmp_path: Path, text: str, at: int, place: tuple[int, int]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode())
    assert read_yaml(path, WORDS)[0]["a"].place(at) == place


def test_lines_end_as_yaml_has_it(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a: 1\rb: 2\r\nc: \u200b") == (
        "3:4: control or bidirectional character U+200B; remove it [hidden-character]"
    )
