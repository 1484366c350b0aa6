"""ipcheck validate: what is looked at, what is told, in which form, and what its exit code says."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from tests.conftest import SMALL, Answer, Run

ROOT = Path(__file__).parent.parent
PLAN = "id: {id}\ntitle: 计划\ncontents:\n  - heading: 一、任务\n    tasks:\n      - number: 1\n        text: {text}\n"

# What there is to say of tests/small itself.
SHIPPED = ("dated.yaml", "info", "past-day")

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file, by default a plan with this id and text."""

    def written(name: str, text: str = "", plan: str = "own", task: str = "做好工作。") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or PLAN.format(id=plan, text=task), encoding="utf-8")
        return path

    return written


def told(answer: Answer) -> list[tuple[Any, ...]]:
    """Name of file, level and rule of each finding; those of what is shipped last, wherever the checkout lies."""
    found = [(Path(each["path"]).name, each["level"], each["rule"]) for each in json.loads(answer.raw)]
    return sorted(found, key=lambda each: each == SHIPPED)


def validated(run: Run, *arguments: str) -> list[tuple[Any, ...]]:
    return told(run("validate", *arguments, "-f", "json"))


# What is looked at


def test_without_a_path_all_that_is_shipped_and_configured_is_looked_at(run: Run, write: Write) -> None:
    write("plans/own.yaml", task="做好工作,协调")
    write("ledger.yaml", "- {task: dated-9, on: 2022-12-01, note: 甲}\n")
    write("accepted.yaml", "- {task: dated-9, finding: overdue, reason: 甲}\n")
    write("ipcheck.toml", 'plans = ["plans"]\nbaseline = "accepted.yaml"\nreport_evry = "3m"\n')
    answer = run("validate", "-f", "json")
    assert told(answer) == [
        ("accepted.yaml", "error", "baseline"),
        ("ipcheck.toml", "error", "policy"),
        ("ledger.yaml", "error", "ledger-name"),
        ("own.yaml", "error", "schema"),
        ("own.yaml", "warning", "half-width"),
        SHIPPED,
    ]
    assert answer.code == FOUND
    assert answer.err == "4 errors, 1 warning, 1 info in 9 files.\n"


def test_with_paths_only_these_are_told_of_but_read_with_all_others(run: Run, write: Write) -> None:
    own = write("plans/own.yaml", task="做好工作")
    ledger = write(
        "ledger.yaml", "- {task: own-1, on: 2022-12-01, note: 甲}\n- {task: dated-9, on: 2022-12-01, note: 甲}\n"
    )
    write("ipcheck.toml", 'plans = ["plans"]\n')
    answer = run("validate", str(ledger))
    assert answer.out.splitlines() == [
        f"{ledger}:2:10: error: there is no task dated-9; did you mean dated-1? [ledger-name]",
        "1 error in 1 file.",
        "Errors in other files, because of which some things could not be checked: 1. List them: ipcheck validate",
    ]
    assert validated(run, str(own)) == [("own.yaml", "error", "schema")]


def test_a_folder_is_looked_at_whole_with_its_policy(run: Run, write: Write) -> None:
    write("team/ipcheck.toml", "lang = 1\n")
    write("team/plans/own.yaml", task="加強工作。")
    write("team/ledger.yaml", "- {task: own-2, on: 2022-12-01, note: 甲}\n")
    write(
        "team/links.yaml", "earlier: dated\nlater: own\nlinks:\n  - {from: dated-1, to: own-3, grade: weak, why: 甲}\n"
    )
    write("team/baseline.yaml", "- {task: own-4, finding: overdue, reason: 甲}\n")
    write("team/agencies.yaml", "agencies:\n  - {name: 甲局, kind: locl}\n")
    assert validated(run, "team") == [
        ("agencies.yaml", "error", "schema"),
        ("baseline.yaml", "error", "baseline"),
        ("ipcheck.toml", "error", "policy"),
        ("ledger.yaml", "error", "ledger-name"),
        ("links.yaml", "error", "link-end"),
        ("own.yaml", "warning", "traditional"),
    ]


def test_a_list_of_entries_is_known_by_its_keys_whatever_its_name(run: Run, write: Write) -> None:
    write("台账.yaml", "- {task: dated-1, on: 2022-12-01, note: 甲}\n")
    write("可接受.yaml", "- {task: dated-1, finding: overdue, reason: 甲}\n")
    assert validated(run, "台账.yaml", "可接受.yaml") == []
    write("别的.yaml", "- {name: 甲}\n")
    assert validated(run, "别的.yaml") == [("别的.yaml", "error", "schema")]


def test_a_path_may_name_what_is_shipped(run: Run) -> None:
    answer = run("validate", str(SMALL / "plans"))
    assert answer.out.splitlines()[-1] == "1 info in 2 files."
    assert answer.code == FINE


def test_two_plans_of_ones_own_with_one_id_are_an_error_and_one_in_place_of_a_shipped_one_is_not(
    run: Run, write: Write
) -> None:
    first, second = write("a.yaml"), write("b.yaml")
    answer = run("validate", str(first), str(second))
    assert answer.out.splitlines()[0] == (
        f"{second}:1:5: error: the plan id own is given twice; also in {first} [duplicate-plan]"
    )
    assert validated(run, str(write("c.yaml", plan="dated"))) == []


def test_links_between_the_same_two_plans_are_given_once(run: Run, write: Write) -> None:
    links = "earlier: dated\nlater: yearly\nlinks: []\n"
    write("links/a.yaml", links)
    write("links/b.yaml", links)
    assert validated(run, "links") == [("b.yaml", "error", "duplicate-links")]


# One fault hides no other


def test_an_error_in_one_file_hides_none_of_another(run: Run, write: Write) -> None:
    write("data/broken.yaml", "id: [\n")
    write("data/plan.yaml", task="做好")
    write("data/agencies.yaml", "agencies: 甲局\n")
    write("data/other.yaml", plan="other", task="修改《商标发》。\n        kind: 其他")
    write(
        "data/ledger.yaml", "- {task: dated-9, on: 2022-12-01, note: 甲}\n- {task: other-9, on: 2022-12-01, note: 甲}\n"
    )
    assert validated(run, "data") == [
        ("agencies.yaml", "error", "schema"),
        ("broken.yaml", "error", "yaml"),
        ("ledger.yaml", "error", "ledger-name"),  # other-9 may be a task: other.yaml has a fault
        ("other.yaml", "warning", "unknown-instrument"),
        ("other.yaml", "error", "schema"),
        ("plan.yaml", "error", "schema"),
    ]


def test_a_name_is_not_called_unknown_while_a_registry_has_faults(run: Run, write: Write) -> None:
    write("data/agencies.yaml", "agencies:\n  - {name: 新局, kind: local, members: 甲}\n")
    write("data/own.yaml", task="做好《新办法》工作。\n        responsible: 新局负责")
    write("data/ledger.yaml", "- {task: dated-1, agency: 新局, on: 2022-12-01, note: 甲}\n")
    write("data/instruments.yaml", "instruments: 新办法\n")
    assert validated(run, "data") == [("agencies.yaml", "error", "schema"), ("instruments.yaml", "error", "schema")]


def test_a_plan_is_not_called_unknown_while_a_plan_cannot_be_read(run: Run, write: Write) -> None:
    write("data/broken.yaml", "id: new\n\ttitle: 计划\n")
    write(
        "data/ledger.yaml", "- {task: new-1, on: 2022-12-01, note: 甲}\n- {task: dated-8, on: 2022-12-01, note: 甲}\n"
    )
    write("data/links.yaml", "earlier: dated\nlater: new\nlinks: []\n")
    write("data/baseline.yaml", "- {task: new-1, finding: overdue, reason: 甲}\n")
    assert validated(run, "data") == [("broken.yaml", "error", "yaml"), ("ledger.yaml", "error", "ledger-name")]


def test_faults_stand_in_the_order_of_their_places(run: Run, write: Write) -> None:
    write("b.yaml", plan="b", task="加強工作,协调。\n        deadline: 适时")
    write("a.yaml", plan="a", task="做好")
    places = [
        (Path(each["path"]).name, each["line"], each["column"])
        for each in json.loads(run("validate", "b.yaml", "a.yaml", "-f", "json").raw)
    ]
    assert places == [("a.yaml", 7, 15), ("b.yaml", 7, 16), ("b.yaml", 7, 19), ("b.yaml", 8, 19)]


def test_a_plan_with_faults_is_not_taken_for_the_shipped_one_that_it_replaces(run: Run, write: Write) -> None:
    write("data/dated.yaml", plan="dated", task="修改《专利法》")
    write("data/ledger.yaml", "- {task: dated-1, instrument: 专利法, on: 2022-12-01, note: 甲}\n")
    write(
        "data/links.yaml",
        "earlier: dated\nlater: yearly\nlinks:\n- {from: dated-77, to: yearly-1, grade: weak, why: 甲}\n",
    )
    assert validated(run, "data") == [
        ("dated.yaml", "error", "schema"),
        ("dated.yaml", "warning", "unknown-instrument"),
    ]


# Exit codes


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("做好工作。", (), FINE),
        ("做好工作,协调。", (), FINE),
        ("做好工作,协调。", ("--strict",), FOUND),
        ("做好工作。", ("--strict",), FINE),
        ("做好工作", (), FOUND),
        ("[", (), FOUND),
    ],
)
def test_errors_are_found_and_warnings_only_where_they_count(
    run: Run, write: Write, text: str, options: tuple[str, ...], code: int
) -> None:
    assert run("validate", str(write("own.yaml", task=text)), *options).code == code


def test_infos_fail_nothing_even_where_warnings_do(run: Run, write: Write) -> None:
    write(
        "own.yaml",
        PLAN.format(id="own", text="做好工作。\n        deadline: 2025年3月底前完成") + "issued: 2025-05-01\n",
    )
    answer = run("validate", "own.yaml", "--strict")
    assert answer.out.splitlines()[-1] == "1 info in 1 file."
    assert answer.code == FINE


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["nowhere.yaml"], "nowhere.yaml: there is no such file or folder"),
        (["own.yaml", "nowhere"], "nowhere: there is no such file or folder"),
        (["empty"], "empty contains no .yaml file"),
    ],
)
def test_what_is_not_there_could_not_be_looked_at(
    run: Run, write: Write, tmp_path: Path, paths: list[str], said: str
) -> None:
    write("own.yaml")
    (tmp_path / "empty").mkdir()
    answer = run("validate", *paths)
    assert (answer.code, answer.raw, answer.err) == (UNABLE, b"", f"Error: {said}\n")


def test_a_file_in_another_encoding_is_a_finding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_bytes(PLAN.format(id="own", text="做好工作。").encode("gb18030"))
    answer = run("validate", "own.yaml", "-f", "json")
    assert (answer.code, told(answer)) == (FOUND, [("own.yaml", "error", "encoding")])


# The policy


def test_faults_of_the_policy_are_findings_and_end_nothing(run: Run, write: Write) -> None:
    write("own.yaml", task="做好")
    write("ipcheck.toml", 'plans = ["own.yaml", "nowhere"]\nformat = "doc"\nlang = "fr"\n as_of = "morgen"\n')
    answer = run("validate")
    lines = answer.out.splitlines()
    lines = [line for line in lines if "ipcheck.toml:" in line]
    assert [re.sub(r"^.*/(ipcheck\.toml:\d+:\d+: error: ).*( \[.*\])$", r"\1\2", line) for line in lines] == [
        "ipcheck.toml:1:1: error:  [policy]",
        "ipcheck.toml:2:1: error:  [policy]",
        "ipcheck.toml:3:1: error:  [policy]",
        "ipcheck.toml:4:2: error:  [policy]",
    ]
    assert f"{Path.cwd() / 'nowhere'}: there is no such file or folder" in lines[0]
    assert answer.code == FOUND


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("width = 5", "width: cannot read “5” as a width; write a number of columns from 20 to 10000"),
        ('output = "answer.bla"', "no format is known for"),
        ('output = "nowhere/answer.html"', "there is no folder"),
    ],
)
def test_a_policy_that_no_answer_can_follow_is_a_finding_and_validate_answers_without_it(
    run: Run, write: Write, tmp_path: Path, line: str, said: str
) -> None:
    write("own.yaml", task="做好")
    policy = write("ipcheck.toml", f'plans = ["own.yaml"]\n{line}\n')
    assert run("plans").code == UNABLE
    answer = run("validate")
    [told] = [each for each in answer.out.splitlines() if "ipcheck.toml" in each]
    assert told.startswith(f"{policy}:2:1: error: ")
    assert said in told
    assert "own.yaml:7:15: error" in answer.out
    assert answer.code == FOUND
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ipcheck.toml", "own.yaml"]


@pytest.mark.parametrize("line", ["width = 20", 'output = "-"', 'output = "answer.json"'])
def test_a_policy_that_answers_can_follow_has_no_fault(run: Run, write: Write, line: str) -> None:
    write("ipcheck.toml", f"{line}\n")
    assert run("validate").code == FINE


def test_a_policy_that_is_no_toml_hides_nothing(run: Run, write: Write) -> None:
    write("ipcheck.toml", "plans = [\n")
    write("own.yaml", task="做好")
    assert validated(run) == [("ipcheck.toml", "error", "toml"), SHIPPED]
    assert validated(run, "own.yaml", "ipcheck.toml") == [
        ("ipcheck.toml", "error", "toml"), ("own.yaml", "error", "schema"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "1" * 5000, "a = '\u2028'", "\ufeff[", "=", "a\r\n"])
def test_no_policy_is_too_odd_to_be_told_of(run: Run, write: Write, text: str) -> None:
    write("ipcheck.toml", text)
    findings = json.loads(run("validate", "ipcheck.toml", "-f", "json").raw)
    assert [(each["rule"], each["line"]) for each in findings] in ([("toml", 1)], [("policy", 1)])


def test_faults_of_the_policy_are_counted_where_only_others_are_asked_for(run: Run, write: Write) -> None:
    write("own.yaml")
    write("ipcheck.toml", 'lang = "fr"\nbaseline = "nowhere"\n')
    answer = run("validate", "own.yaml")
    assert answer.code == FINE
    assert "Errors in other files, because of which some things could not be checked: 2." in answer.out


def test_other_commands_still_refuse_a_faulty_policy(run: Run, write: Write) -> None:
    write("ipcheck.toml", 'lang = "fr"\n')
    for call in (["due"], ["plans"], []):
        answer = run(*call)
        assert answer.err.endswith("1 error; no answer was given.\n")
        assert answer.code == UNABLE
    assert run("rules", "pinyin").code == FINE
    assert run("--version").code == FINE


# Forms


def test_people_and_editors_read_lines_and_then_the_count(run: Run, write: Write) -> None:
    path = write("own.yaml", task="做好工作,协调")
    for name in ("plain", "rich"):
        answer = run("validate", "own.yaml", "-f", name)
        assert answer.out.splitlines() == [
            f"{path}:7:15: error: text: the text of a task ends with 。; is something missing? [schema]",
            f"{path}:7:19: warning: half-width , beside Chinese characters; write ， [half-width]",
            "1 error, 1 warning in 1 file.",
        ]
        assert answer.err == ""


def test_a_line_is_never_broken_however_narrow_the_terminal(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    write("own.yaml", task="做好工作,协调。")
    assert len(run("validate", "own.yaml", "-f", "rich").out.splitlines()) == 2


def test_nothing_found_is_said_in_every_form(run: Run, write: Write) -> None:
    write("own.yaml")
    answers = {name: run("validate", "own.yaml", "-f", name) for name in ("plain", "json", "csv", "github", "junit")}
    assert answers["plain"].out == "No faults in 1 file.\n"
    assert answers["json"].out == "[]\n"
    assert answers["csv"].out == "path,line,column,level,rule,message\r\n"
    assert answers["github"].out == ""
    assert 'tests="1" failures="0" errors="0" skipped="0"' in answers["junit"].out
    assert {answer.err for name, answer in answers.items() if name != "plain"} == {"No faults in 1 file.\n"}
    assert {answer.code for answer in answers.values()} == {FINE}


def test_json_is_a_list_of_what_an_editor_needs(run: Run, write: Write) -> None:
    path = write("own.yaml", task="做好工作,协调。")
    assert json.loads(run("validate", "own.yaml", "-f", "json").raw) == [
        {
            "path": str(path), "line": 7, "column": 19, "level": "warning", "rule": "half-width",
            "message": "half-width , beside Chinese characters; write ，",
        }
    ]  # fmt: skip


def test_tables_hold_the_same(run: Run, write: Write) -> None:
    path = write("own.yaml", task="做好工作,协调。")
    assert run("validate", "own.yaml", "-f", "csv").out.splitlines()[1] == (
        f'{path},7,19,warning,half-width,"half-width , beside Chinese characters; write ，"'
    )
    for name in ("markdown", "html"):
        assert "half-width" in run("validate", "own.yaml", "-f", name).out


def test_github_annotates_the_lines(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = "50%,a：b:计划.yaml"
    write(name, PLAN.format(id="own", text="做好100%工作,协调。\n        deadline: 50%前") + "issuedd: 2025-01-01\n")
    file = "file=50%25%2Ca：b%3A计划.yaml"
    assert run("validate", name, "-f", "github").out.splitlines() == [
        f"::warning {file},line=7,col=23,title=half-width::half-width , beside Chinese characters; write ，",
        f"::error {file},line=8,col=19,title=unread-phrase::unknown deadline phrase 50%25前",
        f"::error {file},line=9,col=1,title=schema::unknown key issuedd; did you mean issued?",
    ]
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    assert f"file={tmp_path.name}/50%25" in run("validate", name, "-f", "github").out
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    assert f"file={tmp_path}/50%25" in run("validate", name, "-f", "github").out


def test_github_has_notices_for_infos_and_errors_for_warnings_that_count(run: Run, write: Write) -> None:
    write(
        "own.yaml", PLAN.format(id="own", text="做,好。\n        deadline: 2025年3月底前完成") + "issued: 2025-05-01\n"
    )
    commands = [line.split()[0] for line in run("validate", "own.yaml", "-f", "github").out.splitlines()]
    assert commands == ["::warning", "::notice"]
    commands = [line.split()[0] for line in run("validate", "own.yaml", "-f", "github", "--strict").out.splitlines()]
    assert commands == ["::error", "::notice"]


def test_check_annotates_what_it_finds(run: Run) -> None:
    lines = run("check", "-f", "github", "--plan", "dated", "--as-of", "2023-06-01").out.splitlines()
    assert lines
    assert all(re.fullmatch(r"::error file=.*,line=\d+,col=\d+,title=dated-\d+ .*::.*", line) for line in lines)


def test_github_is_for_findings_only(run: Run) -> None:
    answer = run("due", "-f", "github")
    assert (answer.code, answer.err) == (
        UNABLE,
        "Error: this answer cannot be written as github; try: ipcheck check, ipcheck validate\n",
    )


def test_junit_has_a_suite_for_every_file(run: Run, write: Write) -> None:
    write("a.yaml", plan="a", task="做好工作,协调")
    write("b.yaml", plan="b")
    root = ET.fromstring(run("validate", "a.yaml", "b.yaml", "-f", "junit").raw)
    assert root.attrib | {"name": ""} == {"name": "", "tests": "3", "failures": "1", "errors": "0", "skipped": "1"}
    assert [suite.attrib["name"] for suite in root] == ["a.yaml", "b.yaml"]
    cases = [(case.attrib["name"], case.attrib["line"], [part.tag for part in case]) for case in root.iter("testcase")]
    assert cases == [("7:15 schema", "7", ["failure"]), ("7:19 half-width", "7", ["skipped"]), ("-", "1", [])]
    root = ET.fromstring(run("validate", "a.yaml", "b.yaml", "-f", "junit", "--strict").raw)
    assert root.attrib["failures"] == "2"


def test_findings_are_written_to_a_file_and_never_over_one_that_is_read(run: Run, write: Write, tmp_path: Path) -> None:
    write("own.yaml", task="做好")
    answer = run("validate", "own.yaml", "-o", "found.json")
    assert (answer.code, answer.raw) == (FOUND, b"")
    assert len(json.loads((tmp_path / "found.json").read_bytes())) == 1
    answer = run("validate", "own.yaml", "-o", "own.yaml", "-f", "csv")
    assert answer.code == UNABLE
    assert "is a file that this answer is read from" in answer.err


def test_in_chinese_all_but_levels_and_rules_is_chinese(run: Run, write: Write) -> None:
    path = write("own.yaml", task="做好工作,协调。")
    assert run("validate", "own.yaml", "--lang", "zh").out.splitlines() == [
        f"{path}:7:19: warning: 汉字旁有半角标点 , ，应为 ， [half-width]",
        "1个文件：1个警告。",
    ]


# Schemas


@pytest.mark.parametrize("kind", ["plan", "ledger", "links", "agencies", "instruments", "baseline"])
def test_a_schema_is_the_one_that_ships(run: Run, kind: str) -> None:
    answer = run("schema", kind)
    assert answer.raw == (ROOT / "data" / "schema" / f"{kind}.json").read_bytes()
    assert answer.code == FINE


def test_every_key_of_a_schema_says_what_it_is_for() -> None:
    def silent(node: Any, name: str = "") -> list[str]:
        if isinstance(node, list):
            return [found for each in node for found in silent(each, name)]
        if not isinstance(node, dict):
            return []
        keys = node.get("properties", {})
        found = [f"{name}.{key}" for key, value in keys.items() if not value.get("description")]
        return found + [each for key, value in node.items() for each in silent(value, key)]

    for path in (ROOT / "data" / "schema").glob("*.json"):
        assert silent(json.loads(path.read_text(encoding="utf-8"))) == [], path.name


def test_a_schema_is_json_and_of_a_kind_that_exists(run: Run) -> None:
    assert run("schema", "plan", "-f", "json").code == FINE
    answer = run("schema", "plan", "-f", "csv")
    assert (answer.code, answer.err) == (UNABLE, "Error: this answer cannot be written as csv\n")
    answer = run("schema", "plans")
    assert answer.code == UNABLE
    assert "plan, ledger, links, agencies, instruments, measures, baseline" in answer.err.replace("'", "")
