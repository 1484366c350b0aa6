"""`ipcheck diff PLAN --against PATH…`: coverage by plan and by task, and the links with each."""

import csv
import io
import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from benchmarks.plans import write_plans
from ipcheck.catalogue.store import Catalogue
from ipcheck.cli.exit_codes import FINE, UNABLE
from ipcheck.formats import json as json_format
from ipcheck.reports import against_document
from tests.conftest import SMALL, Run

YEARLY = str(SMALL / "plans" / "yearly.yaml")
OF_A_LINK = ("earlier", "later", "grade", "basis", "score", "why", "english")


def against(run: Run, *arguments: str) -> dict[str, Any]:
    answer = run("diff", *arguments, "-f", "json")
    assert answer.code == FINE, answer.err
    found: dict[str, Any] = json.loads(answer.raw)
    return found


def links_with(run: Run, named: str, other: str, *options: str) -> list[dict[str, Any]]:
    """What a comparison of two says of its links."""
    found = json.loads(run("diff", named, other, *options, "-f", "json").raw)
    return [{key: link[key] for key in OF_A_LINK} for link in found["links"]]


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    """A folder with three plans that carry on something of 2025, one of them without a day, and one of an earlier
    day."""
    folder = tmp_path / "cities"
    write_plans(folder, 3, 20)
    own = "id: {}\ntitle: 计划{}\n{}contents:\n  - heading: 一、任务\n    tasks:\n      - {{number: 1, text: {}}}\n"
    for plan, day, text in (
        ("undated", "", "修订出台《商业秘密保护规定》。"),
        ("before", "issued: 2021-03-01\nregion: 海州市\n", "推动出台《商业秘密保护规定》。"),
    ):
        (folder / f"{plan}.yaml").write_text(own.format(plan, plan, day, text), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_the_links_with_each_plan_are_those_that_diff_finds_whatever_the_order_of_paths(
    run_shipped: Run, cities: Path
) -> None:
    found = against(run_shipped, "2025", "--against", str(cities))
    ids = [each["plan"] for each in found["against"]]
    assert ids == ["before", "c000-2025", "c000-2026", "c000-2027", "undated"]
    singly = [link for plan in ids for link in links_with(run_shipped, "2025", plan, "--plans", str(cities))]
    assert found["links"] == singly
    assert {"before-1", "2025-8"} == {found["links"][0]["earlier"], found["links"][0]["later"]}
    assert ("2025-8", "undated-1") in [(link["earlier"], link["later"]) for link in found["links"]]
    for paths in permutations([cities / "before.yaml", cities, cities / "c000-2026.yaml"]):
        options = [word for path in paths for word in ("--against", str(path))]
        assert against(run_shipped, "2025", *options) == found


@pytest.mark.slow
def test_plans_that_are_shipped_can_be_compared_too(run_shipped: Run) -> None:
    shipped = Path(__file__).parent.parent / "data" / "plans"
    found = against(run_shipped, "2025", "--against", str(shipped), "--suggest")
    assert [each["plan"] for each in found["against"]] == ["2020", "demo-zones", "2022", "protection-system"]
    singly = [link for each in found["against"] for link in links_with(run_shipped, "2025", each["plan"], "--suggest")]
    assert found["links"] == singly


def test_coverage_counts_tasks_on_both_sides_and_links_by_grade(run: Run) -> None:
    found = against(run, "dated", "--against", YEARLY)
    assert found == {
        "plan": "dated",
        "against": [{
            "plan": "yearly", "title": "年度计划", "region": None, "issued": "2025-04-29", "tasks": 6, "linked": 2,
            "reached": 2, "strong": 1, "weak": 2, "basis": "curated",
        }],
        "tasks": [
            {"id": "dated-1", "plans": 1, "tasks": 1, "counted": True},
            {"id": "dated-2", "plans": 0, "tasks": 0, "counted": True},
            {"id": "dated-3", "plans": 1, "tasks": 2, "counted": True},
            {"id": "dated-10", "plans": 0, "tasks": 0, "counted": True},
        ],
        "links": links_with(run, "dated", "yearly"),
    }  # fmt: skip
    turned = against(run, "yearly", "--against", str(SMALL / "plans" / "dated.yaml"))
    assert turned["links"] == found["links"]
    assert (turned["against"][0]["linked"], turned["against"][0]["reached"]) == (2, 2)
    assert {each["id"]: each["plans"] for each in turned["tasks"]}["yearly-1"] == 1


def test_a_task_counts_once_for_each_plan_and_once_for_each_of_its_tasks(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    for plan in ("one", "two"):
        plan_file(
            "text: 推进《商标法》修改。", "text: 推进商标法修改。", plan=plan, name=f"{plan}.yaml",
            head="issued: 2026-01-01",
        )  # fmt: skip
    links = "".join(f"  - {{from: yearly-1, to: one-{number}, grade: weak, why: 商标法}}\n" for number in (1, 2))
    (tmp_path / "links.yaml").write_text(f"earlier: yearly\nlater: one\nlinks:\n{links}")
    found = against(run, "yearly", "--against", str(tmp_path))
    first = {each["id"]: (each["plans"], each["tasks"]) for each in found["tasks"]}["yearly-1"]
    assert first[0] == len(
        {link["later"].partition("-")[0] for link in found["links"] if link["earlier"] == "yearly-1"}
    )
    assert first[1] == sum(link["earlier"] == "yearly-1" for link in found["links"])
    assert found["against"][0]["linked"] == 2
    assert (found["against"][0]["reached"], found["against"][0]["weak"]) == (1, 2)


def test_curated_links_win_unless_suggestions_are_asked_for(run: Run) -> None:
    call = ("dated", "--against", YEARLY)
    assert {link["basis"] for link in against(run, *call)["links"]} == {"curated"}
    assert against(run, *call, "--suggest")["links"] == links_with(run, "dated", "yearly", "--suggest")
    said = run("diff", *call, "-f", "plain").out
    assert "Links curated: with 1 of the plans." in said
    assert "suggested" not in said
    said = run("diff", *call, "--suggest", "-f", "plain").out
    assert "Links suggested, from the texts alone: with 1 of the plans. Instead of curated ones: with 1." in said


def test_people_read_coverage_by_plan_then_by_task_then_links(run: Run) -> None:
    said = run("diff", "dated", "--against", YEARLY, "-f", "plain").out
    parts = (
        "Taken up: 2/4 (50 %) of the tasks of dated, by 1/1 (100 %) of the plans. Not taken up: 2.",
        "Tasks of these plans that are linked: 2/6 (33 %). Links: 3, strong 1, weak 2.",
        "Coverage by plan, highest first",
        "Tasks of dated by the plans that take them up", "dated-3        1              2  开展专项行动。",
        "Tasks of dated that no plan takes up", "dated-2   建立协作机制。",
        "\nLinks\n", "yearly-1  dated-1  strong  Trademark Law", "Not taken up does not mean neglected",
        "What changed between linked tasks: ipcheck diff dated yearly --plans PATH",
    )  # fmt: skip
    places = [said.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_plans_that_reach_most_come_first_for_people(run_shipped: Run, cities: Path) -> None:
    found = against(run_shipped, "2025", "--against", str(cities))["against"]
    said = run_shipped("diff", "2025", "--against", str(cities), "-f", "plain")
    ranked = sorted(found, key=lambda each: (-each["reached"], -each["linked"]))
    places = [said.out.find(f"\n{each['plan']} ") for each in ranked]
    assert -1 not in places
    assert places == sorted(places)
    note = "Plans older than 2025, which carries on some of their tasks: 1, beginning with before."
    assert note in said.out


def test_csv_has_a_row_for_each_link_with_the_headings_of_diff(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("diff", "dated", "--against", YEARLY, "-f", "csv").out)))
    of_diff = list(csv.DictReader(io.StringIO(run("diff", "dated", "yearly", "-f", "csv").out)))[:3]
    shared = [key for key in rows[0] if key in of_diff[0]]
    assert list(rows[0]) == ["plan", "region", *shared]
    assert [[row[key] for key in shared] for row in rows] == [[row[key] for key in shared] for row in of_diff]
    assert shared[:6] == list(OF_A_LINK[:-1])
    assert [key.removeprefix("later_") for key in shared[-9:-3]] == [
        "text", "due", "ongoing", "lead", "participants", "stages",
    ]  # fmt: skip
    assert shared[-3:] == ["earlier_leads", "later_leads", "english"]


@pytest.mark.parametrize(
    ("filters", "links", "tasks", "linked"),
    [
        (["--kind", "goal"], 0, [], (0, 2)),
        (["--section", "法治"], 1, ["dated-1", "dated-2"], (1, 1)),  # the earlier end fits
        (["--agency", "丙委", "--role", "mentioned"], 1, ["dated-3"], (1, 1)),  # the later one
        (["--plan", "dated"], 3, ["dated-1", "dated-2", "dated-3", "dated-10"], (2, 2)),
        (["--plan", "yearly"], 3, ["dated-1", "dated-3"], (2, 6)),
        (["--text", "没有这样的话"], 0, [], (0, 0)),
    ],
)
def test_filters_keep_a_link_of_which_either_end_fits_and_count_the_tasks_in_view(
    run: Run, filters: list[str], links: int, tasks: list[str], linked: tuple[int, int]
) -> None:
    found = against(run, "dated", "--against", YEARLY, *filters)
    whole = links_with(run, "dated", "yearly", *filters)
    assert (found["links"], len(whole)) == (whole, links)
    assert [each["id"] for each in found["tasks"]] == tasks
    assert (found["against"][0]["linked"], found["against"][0]["tasks"]) == linked
    said = run("diff", "dated", "--against", YEARLY, *filters, "-f", "plain").out
    assert "Only what matches the filters." in said


def test_paths_that_a_shell_puts_in_the_place_of_one_are_all_read(run_shipped: Run, cities: Path) -> None:
    paths = sorted(map(str, cities.glob("c000-*.yaml")))
    one_option = against(run_shipped, "2025", "--against", *paths)
    each_its_own = against(run_shipped, "2025", *(word for path in paths for word in ("--against", path)))
    assert one_option == each_its_own
    assert len(one_option["against"]) == 3


def test_a_plan_may_be_named_by_its_id(run: Run) -> None:
    assert against(run, "dated", "--against", "yearly") == against(run, "dated", "--against", YEARLY)


def test_ids_may_stand_beside_paths(run_shipped: Run, cities: Path) -> None:
    both = against(run_shipped, "2025", "--against", "2022", "--against", str(cities / "before.yaml"))
    assert [each["plan"] for each in both["against"]] == ["before", "2022"]
    given = against(run_shipped, "2025", "--against", "c000-2026", "--plans", str(cities))
    assert [each["plan"] for each in given["against"]] == ["c000-2026"]


def test_what_is_both_a_path_and_an_id_is_the_path_which_is_said(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "yearly").mkdir()
    plan_file("text: 甲。", name="yearly/own.yaml")
    assert [each["plan"] for each in against(run, "dated", "--against", "yearly")["against"]] == ["own"]
    said = run("diff", "dated", "--against", "yearly", "-f", "plain").out
    assert "--against yearly is read as a path" in said


LAWS = (
    "text: 推进《中华人民共和国商标法》修改。",
    "text: 推进商标法修改。开展专项行动。",  # a second sentence, which a city can carry out
    "text: 贯彻实施商标法。",  # the law is only applied
    "text: 制定《无名办法》。",  # of no kind that is known
    "text: 建设知识产权保护中心。",
)
NATIONAL, CITY = "issued: 2025-01-01\nregion: 全国", "issued: 2026-01-01\nregion: 海州市"


def test_tasks_that_only_promise_laws_are_not_counted_where_cities_are_compared_and_this_is_said(
    run: Run, plan_file: Callable[..., Path]
) -> None:
    plan_file(*LAWS, plan="state", name="state.yaml", head=NATIONAL)
    plan_file("text: 加快建设知识产权保护中心。", plan="city", name="city.yaml", head=CITY)
    call = ("state", "--against", "city.yaml", "--plans", "state.yaml")
    counted = {each["id"]: each["counted"] for each in against(run, *call)["tasks"]}
    assert counted == {"state-1": False, "state-2": True, "state-3": True, "state-4": True, "state-5": True}
    said = run("diff", *call, "-f", "plain").out
    assert "Taken up: 1/4 (25 %) of the tasks of state, by 1/1 (100 %) of the plans. Not taken up: 3." in said
    assert "Not counted: 1 that only promise laws" in said
    assert "1/4 (25 %)                1 + 0" in said or "1/4 (25 %)                0 + 1" in said
    others, _title, listed = said.partition("\nTasks of state that are not counted\n")
    assert "state-1  推进《中华人民共和国商标法》修改。" in listed
    assert "state-1" not in others


@pytest.mark.parametrize(
    ("named", "other", "text"),
    [
        (NATIONAL, NATIONAL.replace("2025", "2026"), "开展检查。"),  # the next plan of the state
        (CITY.replace("2026", "2025"), CITY, "开展检查。"),  # a city's own plan
        (NATIONAL, CITY, "推进《中华人民共和国商标法》修改。"),  # a city that takes up even the law
    ],
)
def test_all_tasks_are_counted_where_the_others_can_take_up_laws_or_do(
    run: Run, plan_file: Callable[..., Path], named: str, other: str, text: str
) -> None:
    plan_file(*LAWS, plan="one", name="one.yaml", head=named)
    plan_file(f"text: {text}", plan="two", name="two.yaml", head=other)
    call = ("one", "--against", "two", "--plans", "one.yaml", "--plans", "two.yaml")
    assert all(each["counted"] for each in against(run, *call)["tasks"])
    said = run("diff", *call, "-f", "plain").out
    assert "/5 (" in said
    assert "Not counted" not in said
    assert "not counted" not in said


def test_the_plan_named_may_lie_among_the_others_which_is_said(run_shipped: Run, cities: Path) -> None:
    call = ("diff", "c000-2025", "--against", str(cities))
    assert "c000-2025" not in [each["plan"] for each in against(run_shipped, *call[1:])["against"]]
    said = "c000-2025 itself is among them, and is not compared."
    assert said in run_shipped(*call, "-f", "plain").out
    assert said not in run_shipped("diff", "2025", "--against", str(cities), "-f", "plain").out


def test_their_own_registries_and_links_and_settings_count_as_with_plans(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "towns").mkdir()
    plan_file("text: 甲。\nresponsible: 市局负责", name="towns/own.yaml", head="issued: 2026-01-01\nlead: first")
    plan_file("text: 丁。", plan="further", name="further.yaml", head="issued: 2026-02-01")
    (tmp_path / "towns" / "agencies.yaml").write_text(
        "agencies:\n  - {name: 海州市市局, aliases: [市局], kind: local}\n"
    )
    (tmp_path / "towns" / "links.yaml").write_text(
        "earlier: yearly\nlater: own\nlinks:\n  - {from: yearly-3, to: own-1, grade: strong, why: 评估}\n"
    )
    (tmp_path / "ipcheck.toml").write_text('plans = ["further.yaml"]\n')
    [link] = against(run, "yearly", "--against", "towns")["links"]
    assert (link["later"], link["basis"], link["why"]) == ("own-1", "curated", "评估")
    assert against(run, "further", "--against", "towns")["plan"] == "further"
    [row] = csv.DictReader(io.StringIO(run("diff", "yearly", "--against", "towns", "-f", "csv").out))
    assert row["later_lead"] == "海州市市局"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("diff", "--against", YEARLY), "PLAN PLAN... is missing"),
        (
            ("diff", "dated", "yearly", "--against", YEARLY),
            "--against compares one plan with others; 2 are named. Put --against before each other one",
        ),
        (("diff", "dateed", "--against", YEARLY), "no plan has the id dateed; did you mean dated?"),
        (("diff", "yearly", "--against", YEARLY), f"--against {YEARLY} is yearly itself; name other plans"),
        (("diff", "dated", "--against", "./nowhere"), "nowhere: there is no such file or folder"),
        (
            ("diff", "dated", "--against", "yeerly"),
            "--against yeerly: there is no such file or folder, and no plan has this id; did you mean yearly?",
        ),
        (("diff", "yearly", "--against", "yearly"), "--against yearly is yearly itself; name other plans"),
        (("diff", "dated", "--against", "empty"), "empty contains no .yaml file"),
        (("diff", "dated", "--against", "links"), "--against links: there is no plan to compare with"),
        (("diff", "dated", "--against", YEARLY, "--only", "new"), "leave out --only, --detail and --exit-code"),
        (("diff", "dated", "--against", YEARLY, "--detail"), "leave out --only, --detail and --exit-code"),
        (("diff", "dated", "--against", YEARLY, "--exit-code"), "leave out --only, --detail and --exit-code"),
        (("diff", "dated", "--against", YEARLY, "--suggest", "-o", "links.yaml"), "no format is known for links.yaml"),
        (
            ("diff", "dated", "--against", YEARLY, "--plan", "other"),
            "--plan other is not one of the plans that are comp",
        ),
        (("diff", "dated", "--against", YEARLY, "-f", "ics"), "this answer cannot be written as ics"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_clear_line(
    run: Run, tmp_path: Path, call: tuple[str, ...], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "none.yaml").write_text("earlier: dated\nlater: yearly\nlinks: []\n")
    answer = run(*call)
    assert said in answer.err.splitlines()[-1]
    assert (answer.code, answer.raw) == (UNABLE, b"")


def test_faults_and_ids_given_twice_are_told_with_their_place(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("a.yaml", "b.yaml"):
        plan_file("text: 甲。", name=name)
    answer = run("diff", "dated", "--against", str(tmp_path))
    assert f"{tmp_path}/b.yaml:1:5: error: the plan id own is given twice; also in {tmp_path}/a.yaml" in answer.err
    assert (answer.code, answer.raw) == (UNABLE, b"")
    plan_file("text: 甲。\nkind: 其他", name="b.yaml", plan="other")
    answer = run("diff", "dated", "--against", str(tmp_path))
    assert f"{tmp_path}/b.yaml:7:15: error: kind is 其他" in answer.err
    assert (answer.code, answer.raw) == (UNABLE, b"")


@pytest.mark.parametrize("form", ["rich", "plain", "markdown", "csv", "json", "html", "xlsx", "docx", "mail"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_nothing_is_linked_every_format_is_a_valid_empty_answer(
    run: Run, plan_file: Callable[..., Path], form: str, lang: str
) -> None:
    own = str(plan_file("text: 种苹果。", head="issued: 2026-01-01"))
    call = ("diff", "yearly", "--against", own, "-f", form, "--lang", lang)
    once, again = run(*call), run(*call)
    assert (once.code, once.raw) == (FINE, again.raw)
    if form == "csv":
        assert once.out.splitlines() == [",".join(once.out.splitlines()[0].split(","))]
        assert ("0/6 (0 %)" in once.err) or ("0/6" in once.err)
    if form == "json":
        found = json.loads(once.raw)
        assert (found["links"], found["against"][0]["linked"], len(found["tasks"])) == ([], 0, 6)


def test_what_people_can_bear_is_shown_and_the_rest_said_while_data_and_workbooks_hold_all(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(against_document, "MOST_LINKS", 1)
    monkeypatch.setattr(against_document, "MOST_AT_ONCE", 2)
    call = ("diff", "dated", "--against", YEARLY)
    for form, rest in (("plain", 2), ("rich", 2), ("markdown", 2), ("html", 1)):
        said = run(*call, "-f", form).out
        assert f"Links not shown here: {rest}" in said
    assert run(*call, "-o", "all.xlsx").code == FINE
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert [row[0].value for row in book["Links"].iter_rows(min_row=2)] == ["yearly-1", "yearly-1", "yearly-2"]
    assert len(run(*call, "-f", "csv").out.splitlines()) == 4
    assert len(json.loads(run(*call, "-f", "json").raw)["links"]) == 3


def test_a_workbook_has_numbers_to_sort_by_and_the_texts_of_both(run: Run, tmp_path: Path) -> None:
    assert run("diff", "dated", "--against", YEARLY, "-o", "all.xlsx", "--lang", "en").code == FINE
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    head, *rows = book["Coverage by plan, highest first"].iter_rows(values_only=True)
    figures = dict(zip(head, rows[0], strict=True))
    assert [figures[name] for name in ("linked", "tasks", "reached", "strong", "weak")] == [2, 6, 2, 1, 2]
    head, *rows = book["Links"].iter_rows(values_only=True)
    assert dict(zip(head, rows[0], strict=True))["text of dated"] == "推进《中华人民共和国商标法》修改。"


@pytest.mark.slow
@pytest.mark.parametrize("plans", [1, 12])
def test_however_many_plans_the_catalogue_is_asked_as_often(
    run_shipped: Run, opened: list[Catalogue], tmp_path: Path, plans: int
) -> None:
    write_plans(tmp_path / "plans", plans, 1)
    assert run_shipped("diff", "2025", "--against", str(tmp_path / "plans"), "-f", "csv").code == FINE
    assert opened.pop().statements <= 12
    assert run_shipped("diff", "2025", "--against", str(tmp_path / "plans"), "-f", "csv", "--kind", "task").code == FINE
    assert opened.pop().statements <= 13


def test_lists_inside_an_object_are_written_as_they_are_read() -> None:
    """And make the same JSON as a list would."""
    out = io.BytesIO()
    value = {"plan": "甲", "none": iter(()), "each": ({"n": n} for n in range(2)), "nested": {"a": [1, 2]}, "nil": None}
    json_format._write_object(value, out)
    assert json.loads(out.getvalue()) == {
        "plan": "甲", "none": [], "each": [{"n": 0}, {"n": 1}], "nested": {"a": [1, 2]}, "nil": None,
    }  # fmt: skip
    assert out.getvalue().decode().splitlines()[3:6] == ['"each": [', '{"n": 0},', '{"n": 1}']
