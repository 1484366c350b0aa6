"""The words on screen: every message has its Chinese, and the language is the one that was asked for."""

import ast
import gettext
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.conditions import BASES, KINDS, ROLES
from ipcheck.cli.options import Filters
from ipcheck.cli.parameters import declaration
from ipcheck.datafiles.rules.run import MANUALS
from ipcheck.domain.situation import SITUATIONS
from ipcheck.domain.state import STATES
from ipcheck.reports.shared.labels import BASIS_WORDS, KIND_WORDS, ROLE_WORDS, SITUATION_WORDS
from tests.conftest import Run
from tests.test_layers import modules

ROOT = Path(__file__).parent.parent
PO = ROOT / "ipcheck" / "locale" / "zh_CN" / "LC_MESSAGES" / "ipcheck.po"
CHINESE = re.compile("[\u3400-\u9fff]")

Ids = tuple[str, ...]  # one message id, or its singular and its plural


class Entry(NamedTuple):
    """One message of the .po file."""

    ids: Ids
    string: str
    flags: str


@cache
def calls() -> list[tuple[str, list[ast.expr]]]:
    """The module and the arguments of every call that could be for a message: _, N_, translator, many."""
    found = []
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name in ("_", "N_", "translator", "many"):
                    found.append((module, node.args[: 2 if name == "many" else 1]))
    return found


def messages() -> set[Ids]:
    found: set[Ids] = {(each.meaning,) for each in MANUALS}
    for path in (ROOT / "ipcheck").rglob("*.j2"):
        found |= {(said,) for said in re.findall(r"_\(\"(.*?)\"\)", path.read_text(encoding="utf-8"))}
    for _module, arguments in calls():
        literals = [node.value for node in arguments if isinstance(node, ast.Constant)]
        ids = tuple(value for value in literals if isinstance(value, str))
        if ids and len(ids) == len(arguments):
            found.add(ids)
    return found


def entries() -> list[Entry]:
    """What the .po file holds, its header left out."""
    found = []
    for block in PO.read_text(encoding="utf-8").strip().split("\n\n"):
        parts: dict[str, str] = {}
        key = flags = ""
        for line in block.splitlines():
            if line.startswith("#"):
                flags += line.removeprefix("#,") if line.startswith("#,") else ""
                continue
            if not line.startswith('"'):
                key, _space, line = line.partition(" ")
            parts[key] = parts.get(key, "") + ast.literal_eval(line)
        ids = tuple(parts[name] for name in ("msgid", "msgid_plural") if name in parts)
        found.append(Entry(ids, parts.get("msgstr", "") or parts.get("msgstr[0]", ""), flags))
    return [entry for entry in found if entry.ids != ("",)]


def placeholders(text: str) -> set[tuple[str, str | None]]:
    return {(name, form) for _text, name, form, _conversion in Formatter().parse(text) if name is not None}


ENTRIES = entries()


def test_every_message_is_translated_and_none_is_left_over() -> None:
    assert {entry.ids for entry in ENTRIES} == messages(), "run: python tools/words.py"
    assert [entry.ids for entry in ENTRIES if not entry.string.strip()] == []
    assert [entry.ids for entry in ENTRIES if "fuzzy" in entry.flags] == []


def test_no_message_is_put_together_before_it_is_translated() -> None:
    built = [
        f"{module}:{node.lineno}"
        for module, arguments in calls()
        for node in arguments
        if isinstance(node, ast.JoinedStr | ast.BinOp)
    ]
    assert built == []


def test_both_languages_have_the_same_placeholders() -> None:
    differing = [entry for entry in ENTRIES if set().union(*map(placeholders, entry.ids)) != placeholders(entry.string)]
    assert differing == []


def test_chinese_messages_have_full_width_punctuation() -> None:
    half_width = re.compile("[\u3400-\u9fff“”{}][,;:!?()]|[,;:!?()][\u3400-\u9fff“”]")
    assert [entry.string for entry in ENTRIES if half_width.search(re.sub("{[a-z]+}", "", entry.string))] == []


def test_the_compiled_messages_are_those_of_the_po_file() -> None:
    compiled = PO.with_suffix(".mo").read_bytes()
    count = int.from_bytes(compiled[8:12], "little")
    with PO.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    said = {
        entry.ids: translations.ngettext(entry.ids[0], entry.ids[1], 2)
        if len(entry.ids) > 1
        else translations.gettext(entry.ids[0])
        for entry in ENTRIES
    }
    assert said == {entry.ids: entry.string for entry in ENTRIES}, "run: python tools/words.py"
    assert count == len(ENTRIES) + 1  # and the header


def test_chinese_has_one_form_for_all_numbers() -> None:
    _ = Translator("zh")
    assert [_.many("{n} task", "{n} tasks", n) for n in (0, 1, 2)] == ["共0项任务", "共1项任务", "共2项任务"]


def test_chinese_help_explains_each_choice_by_the_label_that_answers_show() -> None:
    _ = Translator("zh")
    help_of = {name: _(declaration(hint).help) for name, hint in Filters.__annotations__.items()}
    words = SITUATION_WORDS | KIND_WORDS | {name: BASIS_WORDS[name] for name in ("stated", "plan")} | ROLE_WORDS
    choices = {"situation": SITUATIONS, "kind": KINDS, "role": ROLES, "basis": BASES, "state": STATES}
    for option, names in choices.items():
        for name in names:
            assert f"{name} {_(words.get(name, ''))}" in help_of[option]


def call(folder: Path, *arguments: str, **environment: str) -> str:
    """What a real call prints in `folder`; without settings or locale of the user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IPCHECK_", "LC_", "LANG"))}
    kept |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "IPCHECK_CACHE_DIR": os.environ["IPCHECK_CACHE_DIR"]}
    done = subprocess.run(
        [sys.executable, "-m", "ipcheck", *arguments],
        cwd=folder, env={**kept, **environment}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout


def english_labels_in(text: str) -> list[str]:
    """The English messages that a Chinese answer still holds; commands, options, choices and ids are not meant."""
    plain = re.sub(r"(?m)^  [a-z]+  |ipcheck [a-z]+|--[a-z-]+( [a-z0-9-]+)?|<[a-z|-]+>|[a-z]+-[a-z0-9.-]+", "", text)
    told = [word.strip(" :;,") for entry in ENTRIES for word in entry.ids if "{" not in word and word != entry.string]
    return [word for word in told if word and re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", plain)]


def test_a_label_left_in_english_is_noticed() -> None:
    assert set(english_labels_in("到期任务清单\n任务  deadline  状态\n⚪ overdue")) >= {"deadline", "overdue"}
    assert english_labels_in("未列入：2项。如需查看：ipcheck tasks --plan protection-system") == []


def test_a_chinese_answer_has_chinese_labels_only(tmp_path: Path) -> None:
    said = call(tmp_path, "--lang", "zh", "due", "--before", "2025-12", "--width", "0")
    title, counts, bound, as_of, _empty, header, *_rows = said.splitlines()
    assert (title, bound) == ("到期任务清单", "完成时限：2025-12-31及以前。")
    assert "项任务：" in counts
    assert as_of.startswith("截至")
    assert header.split() == ["任务", "完成时限", "状态", "正文"]
    assert english_labels_in(said) == []


def test_chinese_help_is_in_chinese(tmp_path: Path) -> None:
    said = call(tmp_path, "--lang", "zh", "--help")
    assert "查询国家知识产权各项计划" in said
    assert "列出各份计划" in said
    assert english_labels_in(said) == []


def test_chinese_help_has_chinese_headings(tmp_path: Path) -> None:
    said = call(tmp_path, "--lang", "zh", "due", "--help")
    assert [word for word in ("Usage:", "OPTIONS", "Options:", "Show this message") if word in said] == []


@pytest.mark.parametrize("command", [["due"], ["tasks", "--before", "2030"], ["agency"], ["plans"], ["section"], []])
def test_an_english_answer_has_english_labels_only(run: Run, command: list[str]) -> None:
    before, _line, after = run("--lang", "en", *command).out.partition("\n---")
    labels = [*before.splitlines(), *after.splitlines()[-2:]] if command == ["due"] else before.splitlines()
    assert labels
    assert [line for line in labels if CHINESE.search(line)] == []


@pytest.mark.parametrize("command", [[], ["due"], ["agency"], ["show"]])
def test_english_help_is_in_english(run: Run, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = run("--lang", "en", *command, "--help").out + capsys.readouterr().out
    assert "Output:" in said
    assert not CHINESE.search(said)


@pytest.mark.parametrize(
    ("arguments", "variable", "policy", "locale", "title"),
    [
        (["--lang", "en"], "zh", "zh", "zh_CN.UTF-8", "Plans"),
        (["--lang=zh"], "en", "en", "en_US.UTF-8", "计划一览"),
        ([], "en", "zh", "zh_CN.UTF-8", "Plans"),
        ([], "zh", "en", "C", "计划一览"),
        ([], "", "en", "zh_CN.UTF-8", "Plans"),
        ([], "", "zh", "C", "计划一览"),
        ([], "", "", "zh_CN.UTF-8", "计划一览"),
        ([], "", "", "C", "Plans"),
    ],
)
def test_the_option_beats_the_environment_beats_the_policy_beats_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    arguments: list[str], variable: str, policy: str, locale: str, title: str,
) -> None:  # fmt: skip
    if policy:
        (tmp_path / "ipcheck.toml").write_text(f'lang = "{policy}"\n', encoding="utf-8")
    monkeypatch.setenv("IPCHECK_LANG", variable)
    monkeypatch.setenv("LANG", locale)
    assert run("plans", *arguments).out.splitlines()[0] == title


def test_a_real_call_goes_by_the_locale(tmp_path: Path) -> None:
    assert call(tmp_path, "plans", LANG="zh_CN.UTF-8").splitlines()[0] == "计划一览"
