"""Every rule is listed, and its examples are true: the good one draws nothing, the bad one that rule alone."""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import ipcheck.datafiles.discovery
from ipcheck.base.findings import Finding
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.cli.settings import FILE
from ipcheck.datafiles.rules.manual import Manual
from ipcheck.datafiles.rules.run import MANUALS
from ipcheck.datafiles.yaml_reader import MOST_BYTES
from tests.conftest import Run
from tests.test_layers import modules
from tools import reference

ROOT = Path(__file__).parent.parent
LEVELS = {"error", "warning", "info"}


def emitted() -> set[str]:
    """The ids in all calls that make a finding; what `import` tells of its draft is none, but has the same form."""
    found = set()
    for module in modules().keys() - {"ipcheck.cli.commands.import"}:
        for node in ast.walk(modules()[module]):
            if isinstance(node, ast.Call):
                found |= _ids_in(node)
    return found


def _ids_in(call: ast.Call) -> set[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    arguments = call.args
    if name in ("_finding", "EntryFault"):  # (at what, rule, message)
        arguments = call.args[1:2]
    elif name not in ("Finding", "_unreadable", "_refused", "unreadable", "_chosen"):
        return set()
    literals = {argument.value for argument in arguments if isinstance(argument, ast.Constant)}
    return {each for each in literals if isinstance(each, str) and re.fullmatch("[a-z]+(-[a-z]+)*", each)} - LEVELS


def rule_functions() -> set[str]:
    """The generators of ipcheck/datafiles/rules whose docstring is a manual entry."""
    return {
        node.name.replace("_", "-")
        for module, tree in modules().items()
        if module.startswith("ipcheck.datafiles.rules.")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "\nGood: " in (ast.get_docstring(node) or "")
    }


def test_every_rule_that_is_told_of_has_its_entry_and_every_entry_is_one_of_them() -> None:
    ids = [each.id for each in MANUALS]
    assert emitted() | rule_functions() == set(ids)
    assert len(ids) == len(set(ids))
    assert {each.level for each in MANUALS} == LEVELS


def test_an_entry_says_one_sentence_and_has_two_examples() -> None:
    assert [each.id for each in MANUALS if not re.fullmatch("[A-Z].*[^.]\\.", each.meaning)] == []
    assert [each.id for each in MANUALS if not (each.good and each.bad and each.good != each.bad)] == []


# What an example may hold, and where it stands.
TASK = ("number", "kind", "text", "deadline", "responsible", "due", "reading")
SECTION = ("heading", "intro")


def keys_of(example: str) -> list[str]:
    """`key: value` of an example, as they are written."""
    inner = example[1:-1] if example.startswith("{") else example
    return re.split(r", (?=[a-z]+: )(?![^{}]*\})", inner)  # not at the commas of a mapping inside


def parts_of(example: str) -> list[str]:
    """The entries of an example: [{…}, {…}], or one."""
    return re.findall(r"\{.*?\}", example) if example.startswith("[") else [example]


def with_defaults(example: str, **defaults: str) -> str:
    """`key: value` lines, with those that are needed besides."""
    given = keys_of(example)
    named = {each.partition(":")[0] for each in given}
    return "{" + ", ".join([*given, *(f"{key}: {value}" for key, value in defaults.items() if key not in named)]) + "}"


def plan(*examples: str) -> str:
    """A plan in which each key of the example stands where it may."""
    given = [keys_of(example) for example in examples]
    name = [each.partition(":")[0] for each in given[0]]
    head = [each for each in given[0] if each.partition(":")[0] not in (*TASK, *SECTION)]
    head += [
        f"{key}: {value}" for key, value in {"id": "own", "title": "计划"}.items() if f"{key}:" not in "".join(head)
    ]
    tasks = [[each for each in one if each.partition(":")[0] in TASK] for one in given]
    for task in tasks:
        named = {each.partition(":")[0] for each in task}
        task += [f"{key}: {value}" for key, value in {"number": "1", "text": "做好工作。"}.items() if key not in named]
    lines = [*head, "contents:", "  - heading: 一、任务"]
    if name == ["intro"]:
        lines.append(f"    {given[0][0]}")
    lines += ["    tasks:", *("      - " + "\n        ".join(task) for task in tasks)]
    if "heading" in name:
        lines += [f"  - {{{', '.join(given[0])}}}"]
    return "\n".join(lines) + "\n"


def files_of(each: Manual, example: str) -> dict[str, str]:
    """The files in which an example stands, by name."""
    parts = parts_of(example)
    if each.file_kind == "policy":
        return {FILE: example + "\n"}
    if each.file_kind == "plan" and len(parts) > 1 and "id: " in example:
        return {f"{index}.yaml": plan(part) for index, part in enumerate(parts)}
    if each.file_kind == "plan":
        return {"own.yaml": plan(*parts)}
    if each.file_kind == "links":
        ends = [
            with_defaults(part, earlier='"2022"', later='"2025"', to="2025-22", grade="strong", why="题目")
            for part in parts
        ]
        several = len({re.findall("earlier: [^,}]*|later: [^,}]*", end)[0] for end in ends}) > 1 or "earlier" in example
        groups = [[end] for end in ends] if several else [ends]
        return {f"links.{index}.yaml": links(group) for index, group in enumerate(groups)}
    of_task = {} if "step: " in example else {"task": "2025-3"}
    defaults = {
        "ledger": {**of_task, "on": "2026-01-05"},
        "baseline": {"task": "2025-3", "finding": "overdue", "reason": "待核实"},
        "assignments": {"task": "2025-3", "office": "法规处"},
        "agencies": {"kind": "local"},
        "gist": {"of": "8", "seen": "ac2ec904", "gist": "A summary"},
    }[each.file_kind]
    heads = {"agencies": "agencies:\n", "gist": 'plan: "2025"\nlanguage: en\ngists:\n'}
    head = heads.get(each.file_kind, "")
    name = "gist/en.yaml" if each.file_kind == "gist" else f"{each.file_kind}.yaml"
    return {name: head + "".join(f"- {with_defaults(part, **defaults)}\n" for part in parts)}


def links(ends: list[str]) -> str:
    """A file of links with these ends."""
    pair = {key: re.findall(f"{key}: ([^,}}]*)", ends[0])[0] for key in ("earlier", "later")}
    entries = [
        "  - {" + ", ".join(key for key in keys_of(end) if not key.startswith(("earlier", "later"))) + "}"
        for end in ends
    ]
    entries = [entry if "from: " in entry else entry.replace("{", "{from: 2022-2, ") for entry in entries]
    return "\n".join([f"earlier: {pair['earlier']}", f"later: {pair['later']}", "links:", *entries, ""])


def figures(*amounts: str) -> str:
    """A ledger that reports these amounts for one measure and day."""
    return "".join(
        f"- {{task: 2025-3, on: 2021-05-01, source: 公报, actual: {{measure: tisc, value: {value}, unit: {unit},"
        " as_of: 2021-04}}\n"
        for value, unit in (amount.split() for amount in amounts)
    )


# Rules of what no line of YAML can show: how a file is made that keeps to them, and one that does not.
MADE: dict[str, tuple[Callable[[Path], object], Callable[[Path], object]]] = {
    "size": (
        lambda path: path.write_text(plan("number: 1"), encoding="utf-8"),
        lambda path: path.write_text(plan("number: 1") + "#" * MOST_BYTES, encoding="utf-8"),
    ),
    "encoding": (
        lambda path: path.write_text(plan("number: 1"), encoding="utf-8"),
        lambda path: path.write_text(plan("number: 1"), encoding="gb18030"),
    ),
    "ledger-figures": (
        lambda path: path.with_name("ledger.yaml").write_text(figures("51 家"), encoding="utf-8"),
        lambda path: path.with_name("ledger.yaml").write_text(figures("51 家", "50 家"), encoding="utf-8"),
    ),
}
BY_HAND = {"file", "ledger-form", *MADE}


def findings(run: Run, folder: Path) -> list[Finding]:
    """What `validate` has to say of a folder."""
    return [Finding(**each) for each in json.loads(run("validate", str(folder), "-f", "json").raw)]


# Of the shipped plans what the examples speak of.
SPOKEN_OF = {
    "2020": ("published: 2020-05-13", {"1.3.2": "做好《专利审查指南》新一轮全面修改。"}),
    "2022": ("published: 2022-11-01", {"2": "推进《专利审查指南》修改。\n        deadline: 2022年12月底前完成"}),
    "2025": (
        "issued: 2025-04-29",
        {"1": "修改《商标法》。", "3": "推进修订。", "8": "修订出台《商业秘密保护规定》。", "22": "开展修改。"},
    ),
}


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder of data that hold what the examples speak of and no more: a tenth of the time, in a hundred calls."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "plans").mkdir()
    for plan, (day, tasks) in SPOKEN_OF.items():
        told = "".join(f"      - number: {number}\n        text: {text}\n" for number, text in tasks.items())
        head = f'id: "{plan}"\ntitle: 计划\n{day}\ncontents:\n  - heading: 一、完善知识产权制度\n    tasks:\n'
        (folder / "plans" / f"{plan}.yaml").write_text(head + told, encoding="utf-8")
    examples = "".join(each.good + each.bad for each in MANUALS)
    for name in ("agencies.yaml", "instruments.yaml", "measures.yaml"):
        head, *entries = (ROOT / "data" / name).read_text(encoding="utf-8").split("\n  - ")
        kept = [each for each in entries if each.splitlines()[0].partition(": ")[2] in examples]
        (folder / name).write_text("\n  - ".join([head, *kept]) + "\n", encoding="utf-8")
    return str(folder)


@pytest.fixture
def run_little(run_shipped: Run, monkeypatch: pytest.MonkeyPatch, little: str) -> Run:
    """Run the program as if little was what ships."""
    monkeypatch.setattr(ipcheck.datafiles.discovery, "shipped_folder", lambda: little)
    return run_shipped


@pytest.mark.parametrize("each", [each for each in MANUALS if each.id not in BY_HAND], ids=lambda each: each.id)
def test_the_examples_of_a_rule_are_true(run_little: Run, tmp_path: Path, each: Manual) -> None:
    for side, example in (("good", each.good), ("bad", each.bad)):
        (tmp_path / side).mkdir()
        for name, text in files_of(each, example).items():
            (tmp_path / side / name).parent.mkdir(exist_ok=True)
            (tmp_path / side / name).write_text(text, encoding="utf-8")
    assert findings(run_little, tmp_path / "good") == []
    assert [(found.rule, found.level) for found in findings(run_little, tmp_path / "bad")] == [(each.id, each.level)]


@pytest.mark.parametrize("rule", MADE)
def test_what_only_a_whole_file_shows_is_told(run_little: Run, tmp_path: Path, rule: str) -> None:
    for side, make in zip(("good", "bad"), MADE[rule], strict=True):
        (tmp_path / side).mkdir()
        make(tmp_path / side / "own.yaml")
    assert findings(run_little, tmp_path / "good") == []
    assert [found.rule for found in findings(run_little, tmp_path / "bad")] == [rule]


def test_a_file_that_cannot_be_read_is_told_and_could_not_be_looked_at(run_shipped: Run, tmp_path: Path) -> None:
    (tmp_path / "accepted").mkdir()
    (tmp_path / FILE).write_text('baseline = "accepted"\n', encoding="utf-8")
    answer = run_shipped("validate", "-f", "json")
    assert [(found["rule"], found["message"]) for found in json.loads(answer.raw) if found["level"] == "error"] == [
        ("file", "cannot be read: it is a folder")
    ]
    assert answer.code == UNABLE


def test_a_ledger_is_added_to_in_the_good_form_and_refused_in_the_bad(run_shipped: Run, tmp_path: Path) -> None:
    [each] = [each for each in MANUALS if each.id == "ledger-form"]
    path = tmp_path / "ledger.yaml"
    marking = ("mark", "2025-3", "progress", "--on", "2026-02-01", "--force")
    path.write_text(each.good + "\n", encoding="utf-8")
    assert run_shipped(*marking).code == FINE
    path.write_text(each.bad + "\n", encoding="utf-8")
    answer = run_shipped(*marking)
    assert "[ledger-form]" in answer.err
    assert answer.code == UNABLE
    assert findings(run_shipped, path) == []


def test_the_generated_files_are_those_of_the_program() -> None:
    stale = [path.name for path, text in reference.written() if path.read_bytes() != text.encode()]
    assert stale == [], "run: python tools/reference.py"


def test_rules_lists_every_rule_with_its_examples(run_shipped: Run) -> None:
    listed = json.loads(run_shipped("rules", "-f", "json").raw)
    assert [each["id"] for each in listed] == [each.id for each in MANUALS]
    assert list(listed[0]) == ["id", "level", "of", "meaning", "good", "bad"]
    text = run_shipped("rules").out
    assert all(each.id in text and each.meaning in text and each.bad in text for each in MANUALS)
    assert run_shipped("rules", "-f", "markdown").out.startswith("# The rules of the data files\n")


def test_rules_tells_of_one_rule(run_shipped: Run) -> None:
    said = run_shipped("rules", "half-width").out
    assert "Punctuation beside Chinese characters is full-width." in said
    assert "unbalanced" not in said


def test_a_rule_in_chinese_is_told_in_chinese(run_shipped: Run) -> None:
    [told] = json.loads(run_shipped("rules", "half-width", "-f", "json", "--lang", "zh").raw)
    assert "全角" in told["meaning"]
    assert (told["id"], told["level"]) == ("half-width", "warning")


def test_a_rule_that_does_not_exist_is_refused_with_the_nearest(run_shipped: Run) -> None:
    answer = run_shipped("rules", "half-with")
    assert answer.err.startswith("Error: there is no rule half-with; did you mean half-width")
    assert (answer.code, answer.raw) == (UNABLE, b"")
