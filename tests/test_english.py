"""For readers who may know no Chinese: names of agencies and laws, and summaries that never stand alone."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.base.text import digest
from ipcheck.cli.exit_codes import FINE, UNABLE
from tests.conftest import Run

MARK = "The English texts are unofficial summaries; the Chinese texts prevail."
Write = Callable[..., Path]


@pytest.fixture
def gists(tmp_path: Path) -> Write:
    """Write a file of summaries of the plan `yearly`."""

    def write(*entries: str, head: str = "", folder: str = "gist/en", plan: str = "yearly") -> Path:
        path = tmp_path / folder / f"{plan}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"plan: {plan}", "language: en", *([head] if head else []), "gists:", *(f"  - {e}" for e in entries)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def text_of(run: Run, task: str) -> str:
    return str(json.loads(run("show", task, "-f", "json").raw)["text"])


def test_agencies_and_laws_go_by_their_english_names(run: Run) -> None:
    said = run("show", "yearly-1").out
    assert "Bureau A" in said
    assert "Ministry B" in said
    assert "Trademark Law (to be drafted or revised)" in said
    assert run("agency", "甲局").out.startswith("Bureau A (甲局)\n")
    assert "Bureau A" in run("agency").out
    assert run("trace", "商标法").out.startswith("Trademark Law 《商标法》\n")


def test_in_chinese_they_go_by_their_own(run: Run) -> None:
    for call in (("show", "yearly-1"), ("agency", "甲局"), ("agency",), ("trace", "商标法"), ("news",), ("report",)):
        said = run(*call, "--lang", "zh").out
        assert "Bureau A" not in said
        assert "Trademark Law" not in said
        assert MARK not in said


def test_a_name_may_be_asked_for_in_english(run: Run) -> None:
    assert json.loads(run("trace", "Trademark Law", "-f", "json").raw)["instrument"] == "商标法"
    for name in ("Bureau A", "bureau a"):
        assert run("agency", name, "-f", "json").raw == run("agency", "甲局", "-f", "json").raw
        assert run("tasks", "--agency", name, "-f", "json").raw == run("tasks", "--agency", "甲局", "-f", "json").raw
    assert run("tasks", "--text", "trademark law", "-f", "csv").raw == run("tasks", "--text", "商标法", "-f", "csv").raw
    assert "did you mean Bureau A?" in run("agency", "Burau A").err


@pytest.mark.parametrize("name", ["csv", "json"])
def test_what_programs_read_is_the_same_in_both_languages_and_holds_the_english(
    run: Run, gists: Write, name: str
) -> None:
    folder = str(summed_up(run, gists))
    said = [run("tasks", "-f", name, "--lang", language, "--plans", folder).raw for language in ("zh", "en")]
    assert said[0] == said[1]
    assert b"Bureau A" not in said[0]
    assert b"Revise the Trademark Law" in said[0]


@pytest.mark.parametrize(
    ("call", "of"),
    [
        (("plans",), "Yearly plan"), (("section",), "I. Institutions"), (("show", "yearly"), "Yearly plan"),
        (("show", "yearly-1"), "Revise the Trademark Law"), (("agency", "甲局"), "Revise the Trademark Law"),
        (("trace", "商标法"), "Revise the Trademark Law"),
        (("check", "--fail-on", "period-ended"), "Revise the Trademark Law"),
        (("worklist",), "Revise the Trademark Law"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_each_answer_in_json_has_it_under_one_key(run: Run, gists: Write, call: tuple[str, ...], of: str) -> None:
    def found(value: object) -> Iterator[object]:
        for key, inner in (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        ):
            yield from [inner] if key == "english" else found(inner)

    assert of in list(found(json.loads(run(*call, "-f", "json", "--plans", str(summed_up(run, gists))).raw)))


def summed_up(run: Run, gists: Write, gist: str = "Revise the Trademark Law") -> Path:
    return gists(
        "{of: 一、制度, gist: I. Institutions}",
        f"{{of: 1, seen: {digest(text_of(run, 'yearly-1'))}, gist: {gist}}}",
        head="title: Yearly plan",
    ).parents[1]


CALLS = [
    ("tasks",), ("agency", "甲局"), ("trace", "商标法"), ("due", "--basis", "any"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["plain", "markdown", "mail", "rich"])
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_the_english_leads_alone_and_is_told_to_be_a_summary_once(
    run: Run, gists: Write, call: tuple[str, ...], name: str
) -> None:
    asked = (*call, "--text", "trademark", "--plans", str(summed_up(run, gists)), "-f", name, "--width", "400")
    said, chinese = run(*asked).out, text_of(run, "yearly-1")
    assert "Revise the Trademark Law" in said
    assert chinese not in said
    assert said.replace("\\", "").count(MARK) == 1
    both = run(*asked, "--both").out
    assert both.replace("\\", "").index("Revise the Trademark Law") < both.replace("\\", "").index(chinese)


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_page_has_the_chinese_below_the_english(run: Run, gists: Write, call: tuple[str, ...]) -> None:
    said = run(*call, "--plans", str(summed_up(run, gists)), "-f", "html").out
    assert said.index("Revise the Trademark Law") < said.index(text_of(run, "yearly-1"))
    assert said.count(MARK) == 1


def test_a_record_begins_with_the_english_and_the_chinese_follows(run: Run, gists: Write) -> None:
    said = run("show", "yearly-1", "--plans", str(summed_up(run, gists))).out
    assert said.index("Revise the Trademark Law") < said.index(text_of(run, "yearly-1"))
    assert said.count(MARK) == 1


def test_prose_of_which_there_is_no_english_is_shown_where_chinese_is_asked_for(run: Run) -> None:
    assert "重点是协同。" not in run("show", "dated-3").out
    assert "重点是协同。" in run("show", "dated-3", "--both").out
    assert "重点是协同。" in run("show", "dated-3", "--lang", "zh").out


def test_an_answer_whose_texts_have_no_english_says_nothing_of_summaries(run: Run) -> None:
    assert MARK not in run("tasks", "--plan", "dated").out


def test_abbreviations_of_agencies_stand_in_lists_and_are_explained_once(run_shipped: Run) -> None:
    said = run_shipped("tasks", "--plan", "2025", "--agency", "国家知识产权局", "--limit", "3").out
    assert "CNIPA" in said
    assert said.count("CNIPA: China National Intellectual Property Administration") == 1
    assert "CNIPA" not in run_shipped("tasks", "--plan", "2025", "--limit", "3", "--lang", "zh").out


def test_headings_and_titles_have_theirs(run: Run, gists: Write) -> None:
    folder = str(summed_up(run, gists))
    assert "I. Institutions" in run("section", "--plans", folder).out
    assert "I. Institutions" in run("show", "yearly-1", "--plans", folder).out
    assert "Yearly plan" in run("plans", "--plans", folder).out
    assert "《年度计划》, Yearly plan" in run("show", "yearly-1", "--plans", folder).out


def test_a_summary_of_another_text_is_not_shown_and_validate_tells(run: Run, gists: Write) -> None:
    path = gists("{of: 1, seen: 00000000, gist: Something else}")
    assert "Something else" not in run("tasks", "--plans", str(path.parents[1])).out
    [told] = json.loads(run("validate", str(path), "-f", "json").raw)
    assert (told["level"], told["rule"], told["line"]) == ("warning", "gist-stale", 4)
    assert told["message"].endswith(f"write seen: {digest(text_of(run, 'yearly-1'))}")


def test_one_s_own_summary_replaces_the_shipped_one(run: Run, gists: Write, tmp_path: Path) -> None:
    first = summed_up(run, gists)
    first.rename(tmp_path / "one")
    (tmp_path / "one").rename(tmp_path / "gist")
    (tmp_path / "later" / "gist").mkdir(parents=True)
    own = (tmp_path / "gist" / "en" / "yearly.yaml").read_text(encoding="utf-8").replace("Revise", "Amend")
    (tmp_path / "later" / "gist" / "own.yaml").write_text(own, encoding="utf-8")
    said = run("tasks", "--plans", str(tmp_path / "gist"), "--plans", str(tmp_path / "later")).out
    assert "Amend the Trademark Law" in said
    assert "Revise" not in said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{of: 9, gist: Nothing}", "yearly has no task or heading 9 [gist-end]"),
        ("{of: 一、制渡, gist: Nothing}", "yearly has no task or heading 一、制渡; did you mean 一、制度? [gist-end]"),
        ("{of: 1, seen: 12, gist: Nothing}", "a digest is 8 hexadecimal digits; ipcheck validate gives the right one"),
    ],
)
def test_a_file_of_summaries_with_errors_is_refused_with_each_of_them(
    run: Run, gists: Write, entry: str, said: str
) -> None:
    answer = run("tasks", "--plans", str(gists(entry)))
    assert answer.code == UNABLE
    assert said in answer.err


def test_a_summary_that_is_too_long_is_shown_and_validate_tells(run: Run, gists: Write) -> None:
    path = gists(f"{{of: 1, seen: {digest(text_of(run, 'yearly-1'))}, gist: {'word ' * 25}end}}")
    assert "word end" in run("tasks", "--plans", str(path.parents[1])).out
    [told] = json.loads(run("validate", str(path), "-f", "json").raw)
    assert (told["level"], told["rule"]) == ("warning", "gist-length")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_search_finds_english_words_and_headings_in_either_language(run: Run, gists: Write, language: str) -> None:
    folder = str(summed_up(run, gists, "Amend the statute on  marks by AI"))

    def found(*call: str) -> list[str]:
        answer = run(*call, "--plans", folder, "--lang", language, "-f", "json")
        return [task["id"] for task in json.loads(answer.raw)] if answer.code == FINE else []

    for word in ("statute", "STATUTES"[:7], "the statute", "marks", "mark", "AI"):
        assert found("tasks", "--text", word) == ["yearly-1"], word
    assert found("tasks", "--text", "tat") == []  # only the beginnings of words
    assert found("tasks", "--text", "institutions") == found("section", "institutions") != []
    assert found("tasks", "--section", "Institution", "--text", "statute") == ["yearly-1"]
    traced = json.loads(run("trace", "statute", "--plans", folder, "--lang", language, "-f", "json").raw)
    assert [task["id"] for task in traced["tasks"]] == ["yearly-1"]


def test_a_heading_that_no_plan_has_is_answered_with_the_nearest_in_english(run: Run, gists: Write) -> None:
    answer = run("section", "Institutoins", "--plans", str(summed_up(run, gists)))
    assert (answer.code, "did you mean I. Institutions?" in answer.err) == (UNABLE, True)


def test_a_command_that_lists_what_is_left_out_keeps_the_words_as_typed(run: Run, gists: Write) -> None:
    said = run("due", "--text", "the Trademark", "--plans", str(summed_up(run, gists))).out
    assert "ipcheck tasks --text 'the Trademark'" in said


def test_of_two_agencies_with_one_english_name_neither_is_meant(run: Run, tmp_path: Path) -> None:
    entries = [f"  - {{name: {name}, english: Same Name, kind: local}}\n" for name in ("丁局", "戊局")]
    (tmp_path / "agencies.yaml").write_text("agencies:\n" + "".join(entries), encoding="utf-8")
    assert "no agency is called Same Name" in run("agency", "Same Name", "--plans", "agencies.yaml").err


def test_of_two_registries_the_later_counts_whichever_was_read_first(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        text = f"agencies:\n  - {{name: 甲局, english: {name.title()} Bureau, kind: local}}\n"
        (tmp_path / name / "agencies.yaml").write_text(text, encoding="utf-8")
    asked = ("show", "yearly-1", "--plans", "one", "--plans", "two")
    assert "Two Bureau" in run(*asked).out
    with (tmp_path / "one" / "agencies.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert "Two Bureau" in run(*asked).out


def test_a_plan_of_one_s_own_under_a_shipped_id_has_no_shipped_summaries(
    run_shipped: Run, plan_file: Callable[..., Path]
) -> None:
    plan = plan_file("text: 种植番茄。", plan='"2025"')
    said = run_shipped("show", "2025", "--plans", str(plan), "--lang", "en").out
    assert "Powerhouse" not in said
    assert MARK not in run_shipped("tasks", "--plan", "2025", "--plans", str(plan), "--lang", "en").out


def test_summaries_of_a_plan_with_errors_draw_none_of_their_own(
    run: Run, plan_file: Callable[..., Path], gists: Write
) -> None:
    plan = plan_file("text: 做好工作。\nkind: 其他", plan="mine")
    folder = gists("{of: 1, gist: Work well}", plan="mine").parents[1]
    told = json.loads(run("validate", str(plan), str(folder), "-f", "json").raw)
    assert [each["rule"] for each in told] == ["schema"]


def test_neighbouring_titles_stay_apart() -> None:
    _ = Translator("en", lambda: {"甲法": "Law A", "乙法": "Law B"})
    assert _.titles("《甲法》《乙法》、《丙法》修订") == "Law A, Law B, 《丙法》修订"
    assert Translator("zh").titles("《甲法》《乙法》") == "《甲法》《乙法》"


def test_the_issuer_of_a_plan_goes_by_its_english_name(run_shipped: Run) -> None:
    said = run_shipped("show", "2025-8", "--lang", "en").out
    assert "Inter-Ministerial Joint Conference" in said
    assert "部际联席会议办公室" not in said


@pytest.mark.parametrize(
    "call", [("tasks",), ("due", "--basis", "any"), ("section", "制度"), ("diff", "dated", "yearly"), ("check",)]
)
def test_what_is_passed_on_says_by_which_filters_it_was_asked_for(run: Run, call: tuple[str, ...]) -> None:
    assert "Filters: agency 甲局" in run(*call, "--agency", "甲局", "-f", "html").out
    assert "agency 甲局" not in run(*call, "--agency", "甲局", "-f", "plain").out


def test_a_summary_of_a_plan_that_does_not_exist_is_refused_with_the_nearest(run: Run, gists: Write) -> None:
    answer = run("tasks", "--plans", str(gists("{of: 1, gist: Nothing}", plan="yearli")))
    assert "no plan has the id yearli; did you mean yearly? [unknown-plan]" in answer.err


def test_of_headings_that_are_equally_near_the_first_of_the_document_is_suggested(
    run: Run, gists: Write, tmp_path: Path
) -> None:
    headings = "".join(
        f"  - heading: 任务{name}\n    tasks: [{{number: {number}, text: 甲。}}]\n"
        for number, name in enumerate("戊丁丙乙甲癸壬辛庚", 1)
    )
    (tmp_path / "mine.yaml").write_text(f"id: mine\ntitle: 计划\ncontents:\n{headings}", encoding="utf-8")
    folder = gists("{of: 任务子, gist: Nothing}", plan="mine").parents[1]
    answer = run("tasks", "--plans", str(tmp_path / "mine.yaml"), "--plans", str(folder))
    assert "mine has no task or heading 任务子; did you mean 任务戊? [gist-end]" in answer.err


def test_a_changed_plan_takes_the_summary_back(
    run: Run, plan_file: Callable[..., Path], gists: Write, tmp_path: Path
) -> None:
    plan = plan_file("text: 做好工作。", plan="mine")
    folder = gists(f"{{of: 1, seen: {digest('做好工作。')}, gist: Work well}}", plan="mine").parents[1]
    asked = ("tasks", "--plan", "mine", "--plans", str(plan), "--plans", str(folder))
    assert "Work well" in run(*asked).out
    plan_file("text: 做好全部工作。", plan="mine")
    answer = run(*asked)
    assert answer.code == FINE
    assert "Work well" not in answer.out


def test_the_source_is_cited_in_what_is_passed_on(run: Run) -> None:
    for passed_on in (("report",), ("show", "yearly-1")):
        assert "《年度计划》" in run(*passed_on, "--lang", "zh").out
    for call in (("due", "--basis", "any"), ("report",), ("diff", "dated", "yearly"), ("trace", "商标法"), ("check",)):
        page = run(*call, "-f", "html", "--lang", "zh").out
        assert "来源" in page
        assert "《年度计划》" in page


def test_csv_of_english_has_the_header_of_the_contract(run: Run) -> None:
    header = next(csv.reader(io.StringIO(run("tasks", "-f", "csv", "--lang", "en").out)))
    assert (
        header
        == (
            "id plan number kind section text due ongoing deadline deadline_basis lead participants responsible"
            " responsible_basis state situation evidence outcome done_on late after_period checked leads english"
        ).split()
    )
