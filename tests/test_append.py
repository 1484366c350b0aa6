"""Entries added to a list that people keep by hand: what stands there stays, in whatever way it is written."""

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import ipcheck.base.atomic
import ipcheck.datafiles.yaml_append
import ipcheck.datafiles.yaml_reader
from ipcheck.base.atomic import replace
from ipcheck.base.errors import InvalidDataError, UsageError
from ipcheck.base.i18n import Translator
from ipcheck.base.text import hidden_character
from ipcheck.datafiles.yaml_append import Appended, append_entries, read_content, yaml_scalar
from ipcheck.datafiles.yaml_reader import YamlList
from tests.conftest import examples

CHECKED = settings(max_examples=examples(150))
ENGLISH = Translator("en")
on_posix = pytest.mark.skipif(os.name != "posix", reason="Windows has neither these permissions nor pipes with a name")
NEW = {"task": "new-1", "state": "started", "on": "2026-11-25"}
ADDED = "- task: new-1\n  state: started\n  on: 2026-11-25\n"


def add(path: Path, *entries: Mapping[str, str]) -> Appended:
    """Add entries, `NEW` if none is given."""
    return append_entries(str(path), "# head\n", lambda _rows: entries or [NEW], ENGLISH)


@pytest.fixture
def after(tmp_path: Path) -> Callable[..., str]:
    """What a file that begins as `text` holds when an entry has been added."""

    def write(text: str, *entries: Mapping[str, str]) -> str:
        path = tmp_path / "list.yaml"
        path.write_bytes(text.encode())
        add(path, *entries)
        return path.read_bytes().decode()

    return write


def refusal(path: Path, *entries: Mapping[str, str]) -> str:
    """Why nothing was added; the file is as it was, and alone but for its lock."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises((InvalidDataError, UsageError)) as caught:
        add(path, *entries)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not list(path.parent.glob("*.tmp")) + list(path.parent.glob(".*.tmp"))
    return str(caught.value)


# what stands in the file


def test_a_file_that_is_not_there_begins_with_its_head(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    assert add(path) == Appended(2, 3, created=True)
    assert path.read_text(encoding="utf-8") == "# head\n" + ADDED


@pytest.mark.parametrize("text", ["", "# 说明\n", "# 说明\n\n", "---\n", "%YAML 1.1\n---\n", "\n\n"])
def test_a_file_without_entries_keeps_what_it_says(after: Callable[..., str], text: str) -> None:
    assert after(text) == text + ADDED


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("[]", ""),
        ("[]\n", ""),
        ("[ ]  # none\n", "# none\n"),
        ("# a\n[]\n\n# b\n", "# a\n\n# b\n"),
        ("--- []\n# b\n", "--- \n# b\n"),
        ("--- [] # none\n", "--- # none\n"),
        ("  [\n  ]\n", ""),
        ("# a\r\n[]\r\n", "# a\r\n"),
    ],
)
def test_an_empty_list_gives_way_to_its_entries(after: Callable[..., str], text: str, rest: str) -> None:
    assert after(text) == rest + (ADDED.replace("\n", "\r\n") if "\r" in text else ADDED)


@pytest.mark.parametrize(
    "text",
    [
        "- task: a\n",
        "- task: a  # 甲\n# 乙\n",
        "- {task: a}\n- {task: b,\n   note: c}\n",
        "-\n  task: a\n",
        "- task: a\n  note:\n",
        "- task: a\n  note: 一\n    二\n",
        "- task: a\n  note: |\n    一\n\n    # 二\n",
        "- task: a\n  note: |+\n    一\n\n",
        "- task: a\n  note: >-\n    一\n",
        "- task: a\n-\n",
        "- - a\n  - b\n",
        "---\n- task: a\n",
        "- task: a\n\n",
        "- task: a\n   \n",
        "- task: a\n  agencies:\n  - 甲局\n  - 乙部\n",
    ],
)
def test_entries_come_after_all_that_stands_there(after: Callable[..., str], text: str) -> None:
    assert after(text) == text + ADDED


@pytest.mark.parametrize(
    "text", ["- task: a", "- task: a # 甲", "- task: a\n# 乙", "# 乙", "- {task: a}", "- task: a\n  "]
)
def test_a_last_line_without_an_end_gets_one(after: Callable[..., str], text: str) -> None:
    assert after(text) == f"{text}\n{ADDED}"


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("  - task: a\n", "  - task: new-1\n    state: done\n"),
        ("    - task: a\n", "    - task: new-1\n      state: done\n"),
        ("-   task: a\n    state: done\n", "-   task: new-1\n    state: done\n"),
        ("  -\n     task: a\n", "  - task: new-1\n    state: done\n"),
        ("-   {task: a}\n", "-   task: new-1\n    state: done\n"),
        ("-   task: a\n- task: b\n", "- task: new-1\n  state: done\n"),
    ],
)
def test_entries_are_indented_as_the_last_one_is(after: Callable[..., str], text: str, added: str) -> None:
    assert after(text, {"task": "new-1", "state": "done"}) == text + added


def test_the_place_is_that_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("# 甲\n  - task: a", encoding="utf-8")
    assert add(path, NEW, NEW) == Appended(3, 5, created=False)
    assert [(row.line, row.column) for row in read_content(str(path), ENGLISH)] == [(2, 5), (3, 5), (6, 5)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_in_the_file(tmp_path: Path, end: str) -> None:
    path = tmp_path / "list.yaml"
    text = f"# 甲{end}- task: a{end}"
    path.write_bytes(text.encode())
    assert add(path).line == 3
    assert path.read_bytes().decode() == text + ADDED.replace("\n", end)


def test_where_line_ends_differ_the_last_one_counts(after: Callable[..., str]) -> None:
    assert after("- task: a\r\n- task: b\n- task: c") == "- task: a\r\n- task: b\n- task: c\n" + ADDED


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("- task: a\n\n- task: b\n", "\n"),
        ("- task: a\n\n- task: b\n\n", ""),
        ("- task: a\r\n\r\n- task: b\r\n", "\r\n"),
        ("- task: a\n\n- task: b\n- task: c\n", ""),
        ("- task: a\n", ""),
    ],
)
def test_entries_that_stand_apart_stay_apart(after: Callable[..., str], text: str, gap: str) -> None:
    assert after(text) == text + gap + (ADDED.replace("\n", "\r\n") if "\r" in text else ADDED)


def test_several_entries_stand_apart_as_well(after: Callable[..., str]) -> None:
    one = {"task": "x"}
    assert after("- task: a\n\n- task: b\n", one, one) == "- task: a\n\n- task: b\n\n- task: x\n\n- task: x\n"


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
@pytest.mark.parametrize("text", ["", "# 甲\n", "- task: a\r\n  note: 😀\r\n"])
def test_the_encoding_stays(tmp_path: Path, mark: bytes, encoding: str, text: str) -> None:
    path = tmp_path / "list.yaml"
    path.write_bytes(mark + text.encode(encoding))
    add(path, {"task": "新"})
    end = "\r\n" if "\r" in text else "\n"
    assert path.read_bytes() == mark + f"{text}- task: 新{end}".encode(encoding)


# what it cannot be


FORM = "entries can only be added to a list of lines that begin with -; this file is written differently"
LINE = "an entry added below this line would be misread, or change this line; rewrite the line"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("[{task: a}]\n", "1:1", FORM),
        ("# 甲\n  [\n  {task: a},\n]\n", "2:3", FORM),
        ("[ # none\n]\n", "1:1", FORM),
        ("!!seq []\n", "1:1", FORM),
        ("!!seq\n- task: a\n", "1:1", FORM),
        ("task: a\n", "1:1", FORM),
        ("甲\n", "1:1", FORM),
        ("---\n...\n", "2:1", LINE),
        ("- task: a\n...\n", "2:1", LINE),
        ("- task: a\n...\n# 甲\n\n", "3:1", LINE),
        ("- task: a\n  note: |\n    甲", "3:1", LINE),
        ("- task: a\n---\n- task: b\n", "2:1", "a second document (---); a file contains only one"),
        ("-\ttask: a\n", "1:2", "a tab character; YAML is indented with spaces"),
        ("- task: a\n   on: b\n", "2:6", "not valid YAML: mapping values are not allowed"),
        ("- task: &x a\n  note: *x\n", "2:9", "an alias (*); write the value out"),
        ("- task: a\n  task: b\n", "2:3", "the key task appears twice here"),
        ("- task: a\u202e\n", "1:10", "control or bidirectional character U+202E; remove it"),
    ],
)
def test_what_is_no_list_of_lines_is_refused_with_its_place(tmp_path: Path, text: str, place: str, said: str) -> None:
    path = tmp_path / "list.yaml"
    path.write_bytes(text.encode())
    assert f"{path}:{place}: error: {said}" in refusal(path)


@pytest.mark.parametrize("data", ["- task: 商标法\n".encode("gbk"), "- task: a\n".encode("utf-16-le")])
def test_another_encoding_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.yaml"
    path.write_bytes(data)
    assert f"{path}:1:" in refusal(path)


def test_a_file_does_not_grow_larger_than_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    monkeypatch.setattr(ipcheck.datafiles.yaml_append, "MOST_BYTES", 1024 * 1024)
    assert "would exceed 1 MB, too large to be read" in refusal(path, {"note": "甲" * 400_000})


def test_a_long_text_is_one_line(after: Callable[..., str]) -> None:
    text = "a: " + "甲" * 100_000
    assert after("- task: a\n", {"note": text}).splitlines()[1:] == [f'- note: "{text}"']


@on_posix
def test_folders_devices_and_folders_that_are_not_there_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} is a folder; name the file itself"
    path = tmp_path / "none" / "list.yaml"
    assert refusal(path) == f"{path}: there is no folder {path.parent}; create it, or name another file"
    assert not path.parent.exists()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe) == f"{pipe} is not an ordinary file; nothing was written"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_file_that_says_that_it_is_read_only_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    path.chmod(0o444)
    assert refusal(path) == f"{path} is read-only; nothing was written"


def test_a_file_that_another_may_write_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    assert refusal(path) == f"{path} is read-only; nothing was written"
    assert not (tmp_path / ".list.yaml.lock").exists()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "permission denied"),
        (errno.ENOSPC, "the disk is full"),
    ],
)
@pytest.mark.parametrize("where", ["lock", "temporary", "full"])
def test_what_the_system_refuses_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, code: int, why: str
) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")

    def refuse(*_arguments: Any, **_named: Any) -> NoReturn:
        raise OSError(code, os.strerror(code))

    place = {"lock": "filelock.FileLock.acquire", "temporary": "tempfile.NamedTemporaryFile", "full": "os.fsync"}
    monkeypatch.setattr(place[where], refuse)
    assert refusal(path) == f"{path}: {why}"


def test_what_keeps_a_choice_from_being_made_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")

    def choose(rows: YamlList) -> NoReturn:
        raise UsageError(f"{rows} say no")

    with pytest.raises(UsageError, match="say no"):
        append_entries(str(path), "", choose, ENGLISH)
    assert path.read_text(encoding="utf-8") == "- task: a\n"


def test_where_nothing_is_to_be_added_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    assert append_entries(str(path), "# head\n", lambda _rows: (), ENGLISH) == Appended(0, 0, created=False)
    assert not path.exists()


# the file itself


@on_posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    path, real = tmp_path / "list.yaml", tmp_path / "far" / "real.yaml"
    path.symlink_to(real)
    add(path)
    assert path.is_symlink()
    assert real.read_text(encoding="utf-8") == "# head\n" + ADDED
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["list.yaml"]


@on_posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o644, 0o200 | 0o444])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    path.chmod(mode)
    add(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    add(tmp_path / "list.yaml")
    assert (tmp_path / "list.yaml").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.skipif(getattr(os, "geteuid", int)() != 0 or not hasattr(os, "chown"), reason="only root gives files away")
def test_owner_and_group_stay(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    os.chown(path, 1234, 5678)
    add(path)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 5678)


@on_posix
def test_whose_group_may_not_be_kept_still_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> NoReturn:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "chown", refuse)
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    add(path)
    assert path.read_text(encoding="utf-8").endswith(ADDED)


@on_posix
@pytest.mark.parametrize(("code", "fine"), [(errno.EINVAL, True), (errno.EACCES, True), (errno.EIO, False)])
def test_a_folder_that_cannot_be_synced_is_no_failure_but_a_broken_disk_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, fine: bool
) -> None:
    sync = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, os.strerror(code))
        sync(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    path = tmp_path / "list.yaml"
    if fine:
        add(path)
    else:
        with pytest.raises(UsageError, match="Input/output error"):
            add(path)
    assert path.exists()


def test_what_a_killed_call_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / ".list.yaml.abc_1234.tmp"
    others = [".list.yaml.old.tmp", ".list.yaml.b.abc_1234.tmp", ".other.yaml.abc_1234.tmp", "list.yaml.tmp"]
    for name in (left.name, *others):
        (tmp_path / name).touch()
    add(tmp_path / "list.yaml")
    assert {each.name for each in tmp_path.iterdir()} == {*others, "list.yaml", ".list.yaml.lock"}


@on_posix
def test_a_pipe_or_a_device_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    replace(str(pipe), lambda out: out.write(b"text"))
    assert os.read(reader, 10) == b"text"
    os.close(reader)
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


# other writers


def test_text_that_an_editor_saves_meanwhile_stays_and_counts(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    seen: list[list[str]] = []

    def choose(rows: YamlList) -> list[dict[str, str]]:
        seen.append([row["task"] for row in rows])
        if len(seen) == 1:
            path.write_text("- task: b\n", encoding="utf-8")
        return [NEW]

    append_entries(str(path), "", choose, ENGLISH)
    assert seen == [["a"], ["b"]]
    assert path.read_text(encoding="utf-8") == "- task: b\n" + ADDED


def test_a_file_that_is_removed_meanwhile_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")

    def choose(_rows: YamlList) -> list[dict[str, str]]:
        path.unlink(missing_ok=True)
        return [NEW]

    assert append_entries(str(path), "# head\n", choose, ENGLISH).created
    assert path.read_text(encoding="utf-8") == "# head\n" + ADDED


def test_a_file_that_never_rests_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.touch()

    def choose(_rows: YamlList) -> list[dict[str, str]]:
        with path.open("a", encoding="utf-8") as file:
            file.write("# 甲\n")
        return [NEW]

    with pytest.raises(UsageError, match="keeps changing while it is written; try again"):
        append_entries(str(path), "", choose, ENGLISH)
    assert path.read_text(encoding="utf-8") == "# 甲\n" * 10
    assert not list(tmp_path.glob(".*.tmp"))


HOLDING = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A list on which another process holds the lock."""
    path = tmp_path / "list.yaml"
    path.write_text("- task: a\n", encoding="utf-8")
    call = [sys.executable, "-c", HOLDING, str(tmp_path / ".list.yaml.lock")]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield path
        holder.communicate(b"")


def test_another_writer_is_waited_for_and_then_left_alone(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipcheck.datafiles.yaml_append, "PATIENCE", 0.6)
    (held.parent / ".list.yaml.abc_1234.tmp").touch()  # what that writer is about to put in place
    with pytest.raises(UsageError) as caught:
        add(held)
    assert str(caught.value) == f"{held}: another call has been writing for 1 seconds; try again"
    assert (held.parent / ".list.yaml.abc_1234.tmp").exists()
    assert held.read_text(encoding="utf-8") == "- task: a\n"


# values


@pytest.mark.parametrize(
    "text",
    ["商标法", "2025-8", "2025-b1.2", "2022-29/2", "2026-11-25", "dated-1", "a b", "http://a.b/c?d=e", "《公告》",
     "（一）", "a", "第3号公告（2026年）", "/srv/a.pdf", "C:\\a"],
)  # fmt: skip
def test_common_values_are_written_as_they_are(text: str) -> None:
    assert yaml_scalar(text) == text


@pytest.mark.parametrize(
    "text",
    ["", " ", " a", "a ", "a: b", "a:", "a #b", "#a", "- a", "-", "?", "yes", "No", "ON", "null", "~", "true", "n", "1",
     "010", "0x1F", "1_000", "1e3", "12:30", "190:20:30.5", "2026-11-25T10:00:00Z", "2026-11-25 10:00:00 +8",
     "2025-13-45",
     "2025-02-30", "0000-01-01", "2021-12-3", ".inf", "=", "<<", "'a'", '"a"', "{a}", "[a]", "*a", "&a", "!a", "|", ">",
     "%a", "@a", "`a", "a, b", "a\nb", "a\tb", "a\r\nb", "\u3000a", "a\u00a0b", "😀", "---", "...", "--- a", "+1", ","],
)  # fmt: skip
def test_whatever_a_reader_could_take_for_something_else_is_quoted(text: str) -> None:
    assert yaml_scalar(text) == json.dumps(text, ensure_ascii=False)


anything = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: hidden_character(text) is None)
tricky = st.text("0123456789abfoxyntrueNOYES-_.:+ ~#'\"[]{}|>\n\t甲，（", max_size=12)
numeric = st.from_regex("[0-9]{1,4}[-:._ tTxeE+]?[0-9a-f]{0,3}[-:._ tTzZ]?[0-9:]{0,8}", fullmatch=True)
days = st.dates().map(str)
values = st.one_of(anything, tricky, numeric, days).filter(lambda text: hidden_character(text) is None)


@CHECKED
@given(values, st.sampled_from([yaml.SafeLoader, ipcheck.datafiles.yaml_reader.Loader]))
def test_a_value_is_the_same_text_to_any_reader(text: str, loader: Any) -> None:
    [read] = yaml.load(f"- note: {yaml_scalar(text)}\n", loader)
    assert (read["note"] if isinstance(read["note"], str) else read["note"].isoformat()) == text
    if not isinstance(read["note"], str):
        assert len(text) == len("2026-11-25")


# any list, any entry

KEYS = ("task", "state", "on", "note", "evidence")
records = st.dictionaries(st.sampled_from(KEYS), values, min_size=1)


@st.composite
def lists(draw: st.DrawFn) -> tuple[bytes, str, str, list[dict[str, str]]]:
    """A file as somebody may have written it: its mark, text, encoding and what it says."""
    said = draw(st.lists(records, min_size=1, max_size=4))
    indent = " " * draw(st.sampled_from([0, 2, 4]))
    spaced, headed = draw(st.booleans()), draw(st.booleans())
    lines = ["# 说明 -- [] {}", "---"] if headed else []
    for number, entry in enumerate(said):
        lines += [""] * (spaced and number > 0)
        lines += [f"{indent}# 备注: {number}"] * draw(st.integers(0, 1))
        lines += [indent + line for line in draw(st.sampled_from([_in_lines, _wide, _below_its_dash, _in_flow]))(entry)]
    lines += draw(st.lists(st.sampled_from(["", "# 完", f"{indent}  # 完 - task: x", "   "]), max_size=3))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    mark, encoding = draw(
        st.sampled_from(
            [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
        )
    )
    return mark, end.join(lines) + end * draw(st.integers(0, 1)), encoding, said


def _in_lines(entry: Mapping[str, str], gap: int = 1) -> list[str]:
    lines = [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in entry.items()]
    return [f"-{' ' * gap}{lines[0]}", *(" " * (gap + 1) + line for line in lines[1:])]


def _wide(entry: Mapping[str, str]) -> list[str]:
    return _in_lines(entry, gap=3)


def _below_its_dash(entry: Mapping[str, str]) -> list[str]:
    return ["-", *(f"    {key}: {yaml_scalar(text)}" for key, text in entry.items())]


def _in_flow(entry: Mapping[str, str]) -> list[str]:
    return ["- {" + ", ".join(f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in entry.items()) + "}"]


@CHECKED
@given(lists(), st.lists(records, min_size=1, max_size=3))
def test_to_any_list_any_entries_are_added_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory,
    old: tuple[bytes, str, str, list[dict[str, str]]],
    new: list[dict[str, str]],
) -> None:
    mark, text, encoding, said = old
    path = tmp_path_factory.mktemp("lists") / "list.yaml"
    path.write_bytes(mark + text.encode(encoding))
    place = add(path, *new)
    data = path.read_bytes()
    assert data.startswith(mark + text.encode(encoding))
    rows = read_content(str(path), ENGLISH)
    assert rows == [*said, *new]
    assert (rows[len(said)].line, rows[len(said)].column) == place[:2]
    assert yaml.safe_load(data) is not None
    # and once more, to the list that now is
    add(path, NEW)
    assert path.read_bytes().startswith(data)
    assert read_content(str(path), ENGLISH) == [*said, *new, NEW]
