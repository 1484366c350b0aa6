"""Tasks that several agencies lead (甲、乙牵头): every answer shows all of them, and counts the task for each."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from ipcheck.cli.exit_codes import FINE, FOUND
from tests.conftest import Run
from tests.pages import elements
from tests.test_export import EACH_FORMAT, in_order, table
from tools.offices import cells, fill_in

TASKS = (
    "text: 推进商标法修改。\ndeadline: 2025年12月底前完成\nresponsible: 甲总局、丙委牵头，乙部、丙委配合",
    "text: 建立协作机制。\nresponsible: 丙委、甲局分别牵头",
    "text: 开展专项行动。\nresponsible: 乙部负责",
)
Ask = Callable[..., str]


@pytest.fixture
def ask(run: Run, plan_file: Callable[..., Path]) -> Ask:
    """Ask about a plan `own` whose first two tasks have two leads each."""
    path = str(plan_file(*TASKS))

    def asked(*call: str, code: int = FINE) -> str:
        answer = run(*call, "--plans", path)
        assert answer.code == code, answer.err
        return answer.out

    return asked


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def ids(text: str) -> list[str]:
    return [task["id"] for task in json.loads(text)]


# for programs


def test_json_has_all_leads_in_their_order_and_the_first_as_lead(ask: Ask) -> None:
    joint, divided, single = (
        task["responsibility"] for task in json.loads(ask("tasks", "--plan", "own", "-f", "json"))
    )
    assert (joint["lead"], joint["leads"], joint["participants"]) == ("甲局", ["甲局", "丙委"], ["乙部"])
    assert (divided["lead"], divided["leads"], divided["participants"]) == ("丙委", ["丙委", "甲局"], [])
    assert (joint["divided"], divided["divided"]) == (False, True)
    assert (single["lead"], single["leads"]) == ("乙部", ["乙部"])


def test_two_names_of_one_agency_are_one_lead(run: Run, plan_file: Callable[..., Path]) -> None:
    plan = plan_file("text: 做。\nresponsible: 甲局、国家甲局牵头，甲总局、乙部配合")
    task = json.loads(run("tasks", "--plans", str(plan), "--plan", "own", "-f", "json").out)[0]
    assert (task["responsibility"]["leads"], task["responsibility"]["participants"]) == (["甲局"], ["乙部"])


def test_csv_has_the_first_as_lead_and_all_leads_in_its_last_column(ask: Ask) -> None:
    found = rows(ask("tasks", "--plan", "own", "-f", "csv"))
    assert list(found[0])[-2:] == ["leads", "english"]
    assert [(row["lead"], row["leads"], row["participants"]) for row in found] == [
        ("甲局", "甲局；丙委", "乙部"), ("丙委", "丙委；甲局", ""), ("乙部", "乙部", ""),
    ]  # fmt: skip


@EACH_FORMAT
def test_exported_tables_have_all_leads_and_the_rank_of_each_agency(ask: Ask, tmp_path: Path, name: str) -> None:
    ask("export", "--plan", "own", "--format", name, "-o", "out")
    assert [(row["lead"], row["leads"]) for row in in_order(table(tmp_path / "out", "tasks"))] == [
        ("甲局", ["甲局", "丙委"]), ("丙委", ["丙委", "甲局"]), ("乙部", ["乙部"]),
    ]  # fmt: skip
    responsibilities = table(tmp_path / "out", "responsibilities")
    assert sorted((row["task"], row["role"], row["rank"], row["agency"]) for row in responsibilities) == [
        ("own-1", "lead", 1, "甲局"), ("own-1", "lead", 2, "丙委"), ("own-1", "participant", 1, "乙部"),
        ("own-2", "lead", 1, "丙委"), ("own-2", "lead", 2, "甲局"),
        ("own-3", "lead", 1, "乙部"),
    ]  # fmt: skip


# counts


def test_each_lead_finds_the_task_among_those_that_it_leads(ask: Ask) -> None:
    for agency in ("甲局", "丙委"):
        assert ids(ask("tasks", "--plan", "own", "--agency", agency, "--role", "lead", "-f", "json")) == [
            "own-1", "own-2",
        ]  # fmt: skip
        assert ids(ask("tasks", "--plan", "own", "--agency", agency, "--role", "participant", "-f", "json")) == []
        assert len(re.findall(" leads +[推建]", ask("agency", agency, "--plan", "own", "-f", "plain"))) == 2


def test_agencies_are_counted_for_each_task_that_they_lead(ask: Ask) -> None:
    loads = json.loads(ask("agency", "--plan", "own", "-f", "json"))
    assert [(load["name"], load["leads"], load["participates"]) for load in loads] == [
        ("丙委", 2, 0), ("甲局", 2, 0), ("乙部", 1, 1),
    ]  # fmt: skip


def test_the_load_counts_a_task_for_each_of_its_leads_and_totals_count_it_once(ask: Ask) -> None:
    report = json.loads(ask("report", "--plan", "own", "--week", "2025-W50", "-f", "json"))
    assert report["load"] == [
        {"agency": "丙委", "tasks": 2, "past_due": 0, "upcoming": 1, "blocked": 0},
        {"agency": "甲局", "tasks": 2, "past_due": 0, "upcoming": 1, "blocked": 0},
        {"agency": "乙部", "tasks": 1, "past_due": 0, "upcoming": 0, "blocked": 0},
    ]
    assert (report["summary"]["upcoming"], report["progress"][0]["tasks"]) == (1, 3)


def test_the_rate_of_what_an_agency_leads_counts_what_it_leads_with_others(ask: Ask) -> None:
    for agencies in (["丙委"], ["甲局"], ["甲局", "丙委"]):
        chosen = [part for agency in agencies for part in ("--agency", agency)]
        found = json.loads(ask("check", "--plan", "own", "--role", "lead", *chosen, "-f", "json", code=FOUND))
        assert [(task["id"], task["situation"]) for task in found] == [("own-1", "unverified")]
        said = ask("check", "--plan", "own", "--role", "lead", *chosen, code=FOUND)
        assert "known to be done: 0 of the 1 due" in said


def test_where_each_lead_has_its_own_share_the_task_is_done_when_all_have_done_theirs(ask: Ask, tmp_path: Path) -> None:
    done = "- {task: own-2, agency: 丙委, state: done, on: 2025-06-01, source: 公告}\n"
    (tmp_path / "ledger.yaml").write_text(done, encoding="utf-8")
    task = json.loads(ask("show", "own-2", "-f", "json"))
    assert (task["state"], task["progress"]) == ("started", {"done": 1, "of": 2})
    (tmp_path / "ledger.yaml").write_text(done + done.replace("丙委", "甲局"), encoding="utf-8")
    assert json.loads(ask("show", "own-2", "-f", "json"))["state"] == "done"


# for people


@pytest.mark.parametrize(
    "call",
    [
        ("tasks", "--plan", "own"), ("agency", "乙部", "--plan", "own"), ("section", "任务", "--plan", "own"),
        ("show", "own-1"), ("trace", "商标法", "--plan", "own"), ("diff", "yearly", "own"),
        ("report", "--plan", "own", "--week", "2025-W50"), ("calendar", "--plan", "own", "-f", "ics"),
    ],
    ids=lambda call: call[0],
)  # fmt: skip
def test_every_table_shows_all_leads_under_the_names_of_its_language(ask: Ask, call: tuple[str, ...]) -> None:
    assert "甲局、丙委" in ask(*call, "--lang", "zh").replace("\r\n ", "")
    assert re.search(r"Bureau A\\?, Commission C", ask(*call, "--lang", "en").replace("\r\n ", ""))


def test_a_finding_names_all_leads(ask: Ask) -> None:
    assert "甲局、丙委" in ask("check", "--plan", "own", "--lang", "zh", code=FOUND)
    assert "; 2025-12-31; Bureau A, Commission C; 推进" in ask("check", "--plan", "own", "-f", "github", code=FOUND)


@pytest.mark.parametrize("suffix", [".html", ".mail.html", ".md", ".docx", ".xlsx"])
def test_every_format_that_people_read_shows_all_leads(ask: Ask, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"answer{suffix}"
    ask("tasks", "--plan", "own", "--lang", "zh", "-o", path.name)
    if suffix == ".xlsx":
        assert "甲局、丙委" in {value for row in cells(path, 1) for value in row}
    elif suffix == ".docx":
        document = ZipFile(path).read("word/document.xml").decode()
        assert "甲局、丙委" in re.sub("<[^>]+>", "", document)
    else:
        assert "甲局、丙委" in path.read_text(encoding="utf-8")


def test_on_a_page_a_task_is_found_by_each_of_its_leads(ask: Ask, tmp_path: Path) -> None:
    ask("tasks", "--plan", "own", "--lang", "zh", "-o", "page.html")
    page = elements((tmp_path / "page.html").read_text(encoding="utf-8"))
    facets = [each.attributes["data-agency"] for each in page if each.attributes.get("data-agency")]
    assert facets[0] == "甲局\n丙委\n乙部"


def test_the_chart_of_load_counts_each_lead(ask: Ask) -> None:
    page = ask("tasks", "--plan", "own", "--lang", "en", "-f", "html")
    assert re.search(r"Bureau A[^0-9]*leads[^0-9]*2", re.sub(r"<[^>]+>|\s+", " ", page))


# the workbook of the offices


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_shows_all_leads_and_comes_back_without_a_remark(ask: Ask, tmp_path: Path, language: str) -> None:
    ask("sheet", "--plan", "own", "--lang", language, "-o", "out.xlsx")
    head, first, *_others = cells(tmp_path / "out.xlsx")
    at = head.index({"zh": "牵头单位", "en": "lead"}[language])
    assert first[at] == {"zh": "甲局、丙委", "en": "Bureau A, Commission C"}[language]
    progress = {"zh": "进展情况", "en": "progress made"}[language], {"zh": "更新日期", "en": "updated on"}[language]
    fill_in(tmp_path / "out.xlsx", {"own-1": dict(zip(progress, ("已起草", "2025-03-01"), strict=True))})
    read = json.loads(ask("sheet", "--read", "out.xlsx", "-f", "json"))
    assert ([each["entry"]["task"] for each in read["add"]], read["noted"]) == (["own-1"], [])


def test_a_lead_that_is_struck_out_of_a_workbook_is_told(ask: Ask, tmp_path: Path) -> None:
    ask("sheet", "--plan", "own", "--lang", "zh", "-o", "out.xlsx")
    fill_in(tmp_path / "out.xlsx", {"own-1": {"牵头单位": "甲局"}})
    noted = json.loads(ask("sheet", "--read", "out.xlsx", "-f", "json"))["noted"]
    assert [each["message"] for each in noted] == [
        "lead of own-1 differs from what was sent out; the change is not taken over"
    ]


def test_the_workbook_as_csv_comes_back_too(ask: Ask, tmp_path: Path) -> None:
    ask("sheet", "--plan", "own", "-o", "out.csv")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert rows(text)[0]["lead"] == "甲局；丙委"
    assert json.loads(ask("sheet", "--read", "out.csv", "-f", "json"))["noted"] == []
    sent: list[dict[str, Any]] = json.loads(ask("sheet", "--plan", "own", "-f", "json"))
    assert (sent[0]["lead"], sent[0]["leads"]) == ("甲局", ["甲局", "丙委"])


# what changed


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("甲局、丙委牵头", "丙委、甲局双牵头", None),
        ("甲局、丙委牵头", "甲局牵头，丙委配合", "lead: Bureau A, Commission C → Bureau A"),
        ("甲局牵头，丙委配合", "甲局、丙委分别牵头", "lead: Bureau A → Bureau A, Commission C"),
        ("甲局牵头，丙委配合", "丙委牵头，甲局配合", "lead: Bureau A → Commission C"),
        ("甲局、丙委牵头", "甲局、丙委负责", "lead: Bureau A, Commission C → none named"),
        (
            "甲局、丙委牵头", "丙委、甲局牵头，乙部配合",
            "agencies: Bureau A, Commission C → Commission C, Bureau A, Ministry B",
        ),
        (
            "甲局牵头", "甲局、丙委牵头",
            "lead: Bureau A → Bureau A, Commission C; agencies: Bureau A → Bureau A, Commission C",
        ),
        ("甲局负责", "丙委负责", "agencies: Bureau A → Commission C"),
    ],
)  # fmt: skip
def test_diff_compares_the_leads_as_a_set_and_says_who_leads_now(
    run: Run, plan_file: Callable[..., Path], earlier: str, later: str, words: str | None
) -> None:
    paths = [
        str(
            plan_file(
                f"text: 建立协作机制。\nresponsible: {who}", plan=name, name=f"{name}.yaml", head=f"issued: {day}"
            )
        )
        for name, day, who in (("one", "2024-01-01", earlier), ("two", "2025-01-01", later))
    ]
    call = ("diff", "one", "two", "--plans", paths[0], "--plans", paths[1])
    (link,) = json.loads(run(*call, "-f", "json").out)["links"]
    assert link["changes"] == (["agencies"] if words else [])
    row = run(*call, "-f", "plain").out.splitlines()[-1]
    assert re.split(" {2,}", row.strip())[4:] == ([words] if words else [])


def test_rows_of_changes_have_all_leads_in_their_last_columns(run: Run, plan_file: Callable[..., Path]) -> None:
    one = plan_file(TASKS[1], "text: 甲。", plan="one", name="one.yaml", head="issued: 2024-01-01")
    two = plan_file(TASKS[1], TASKS[0], plan="two", name="two.yaml", head="issued: 2025-01-01")
    for against in (["two", "--plans", str(two)], ["--against", str(two)]):
        found = rows(run("diff", "one", *against, "--plans", str(one), "-f", "csv").out)
        assert list(found[0])[-3:] == ["earlier_leads", "later_leads", "english"]
        assert (found[0]["earlier_lead"], found[0]["later_lead"]) == ("丙委", "丙委")
        assert (found[0]["earlier_leads"], found[0]["later_leads"]) == ("丙委；甲局", "丙委；甲局")
    found = rows(run("diff", "one", "two", "--plans", str(one), "--plans", str(two), "-f", "csv").out)
    assert [(row["part"], row["earlier_leads"], row["later_leads"]) for row in found[1:]] == [
        ("not-listed", "", ""), ("new", "", "甲局；丙委"),
    ]  # fmt: skip


def test_cards_side_by_side_name_all_leads(run: Run, plan_file: Callable[..., Path]) -> None:
    one = plan_file(TASKS[1], plan="one", name="one.yaml", head="issued: 2024-01-01")
    two = plan_file(TASKS[1], plan="two", name="two.yaml", head="issued: 2025-01-01")
    page = run("diff", "one", "two", "--plans", str(one), "--plans", str(two), "-f", "html", "--lang", "zh").out
    assert page.count("未写明 · 丙委、甲局") == 2
