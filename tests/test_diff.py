"""`ipcheck diff` on the small plans: what is carried on, not listed again and new; drafts; threads."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.cli.exit_codes import FINE, FOUND, UNABLE
from ipcheck.domain.lineage.changes import changes
from ipcheck.domain.lineage.link import STRONG, Link
from ipcheck.reports.diff import PARTS
from ipcheck.reports.shared.link_facts import ComparedLink, changes_in_words
from tests.builders import a_task
from tests.conftest import SMALL, Run

LINKS = [("dated-1", "yearly-1"), ("dated-3", "yearly-1"), ("dated-3", "yearly-2")]


def diff(run: Run, *arguments: str) -> dict[str, Any]:
    answer = run("diff", *arguments, "-f", "json")
    assert answer.code == FINE, answer.err
    found: dict[str, Any] = json.loads(answer.raw)
    return found


def pairs(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(link["earlier"], link["later"]) for link in found["links"]]


def test_json_gives_links_with_what_changed_and_the_two_rests(run: Run) -> None:
    found = diff(run, "dated", "yearly")
    assert list(found) == ["plans", "links", "only_earlier", "only_later", "only_earlier_outcomes"]
    assert found["plans"] == ["dated", "yearly"]
    assert pairs(found) == LINKS
    assert found["links"][0] == {
        "earlier": "dated-1", "later": "yearly-1", "grade": "strong", "basis": "curated", "score": 0.35,
        "why": "商标法", "english": "Trademark Law",
        "changes": ["text", "deadline"], "similarity": 0.35, "slipped_days": None,
        "stages": [],
    }  # fmt: skip
    assert found["only_earlier"] == ["dated-2", "dated-10"]
    assert found["only_later"] == ["yearly-3", "yearly-g1", "yearly-g2", "yearly-4"]
    assert found["only_earlier_outcomes"] == {"dated-2": "unknown", "dated-10": "unknown"}


def test_people_read_three_parts_with_counts_and_that_not_listed_is_not_abandoned(run: Run) -> None:
    said = run("diff", "dated", "yearly", "-f", "plain").out
    assert "Links between dated and yearly: curated, 1 strong and 2 weak." in said
    assert (
        "Tasks carried on: 2 of plan dated, in 2 of plan yearly; links: 3. Not listed again: 2, of which not "
        "searched 2. New: 4." in said
    )
    assert "dated-1  yearly-1  strong  Trademark Law" in said
    assert "deadline: 2022-12-31, ongoing → 2025-12-31 (period); wording 35 % similar" in said
    assert "dated-2   2025-12-31  not searched  建立协作机制。" in said
    assert "Not listed again does not mean abandoned" in said


@pytest.mark.parametrize(("language", "shared"), [("en", r"strong +Trademark Law"), ("zh", "强 +商标法")])
def test_people_read_what_two_tasks_share_in_their_language(run: Run, language: str, shared: str) -> None:
    yearly = str(SMALL / "plans" / "yearly.yaml")
    for call in (("diff", "dated", "yearly"), ("diff", "dated", "--against", yearly), ("show", "dated-1")):
        assert re.search(shared, run(*call, "-f", "plain", "--lang", language).out)


def test_csv_has_one_row_for_each_link_and_each_task_without_one(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("diff", "dated", "yearly", "-f", "csv").out)))
    assert [(row["part"], row["earlier"], row["later"]) for row in rows] == [
        *(("carried-on", *pair) for pair in LINKS),
        ("not-listed", "dated-2", ""), ("not-listed", "dated-10", ""),
        ("new", "", "yearly-3"), ("new", "", "yearly-g1"), ("new", "", "yearly-g2"), ("new", "", "yearly-4"),
    ]  # fmt: skip
    assert (rows[0]["changes"], rows[0]["later_lead"], rows[0]["earlier_ongoing"]) == ("text；deadline", "甲局", "true")
    assert rows[4]["earlier_text"] == "印发=办法=|试行|。"


LEDGER = """\
- {task: dated-2, state: done, on: 2025-11-30, source: 公报}
- {task: dated-10, checked: 2026-01-05, searched: [办法]}
"""


def test_what_is_not_listed_again_is_told_by_what_became_of_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text(LEDGER, encoding="utf-8")
    call = ("diff", "dated", "yearly", "--ledger", "record.yaml")
    said = run(*call, "-f", "plain").out
    assert "Not listed again: 2, of which done 1, none found 1." in said
    assert "done 2025-11-30" in said
    assert "none found (searched 2026-01-05)" in said
    assert json.loads(run(*call, "-f", "json").raw)["only_earlier_outcomes"] == {
        "dated-2": "done", "dated-10": "no-record",
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run(*call, "-f", "csv").out)))
    assert list(rows[0])[-5:] == ["outcome", "done_on", "earlier_leads", "later_leads", "english"]
    assert [(row["earlier"], row["outcome"], row["done_on"]) for row in rows if row["part"] == "not-listed"] == [
        ("dated-2", "done", "2025-11-30"), ("dated-10", "no-record", ""),
    ]  # fmt: skip


def test_what_slipped_in_a_later_plan_may_be_known_to_be_done(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    for plan, day, issued in (("one", "2025年6月底前", "2025-01-01"), ("two", "2026年6月底前", "2026-01-01")):
        head = f"issued: {issued}"
        plan_file(f"text: 起草《甲条例》。\ndeadline: {day}", plan=plan, name=f"{plan}.yaml", head=head)
    link = "earlier: one\nlater: two\nlinks:\n  - {from: one-1, to: two-1, grade: strong, why: 《甲条例》}\n"
    (tmp_path / "links.yaml").write_text(link, encoding="utf-8")
    call = ("diff", "one", "two", "--plans", str(tmp_path), "-f", "plain")
    said = run(*call).out
    assert "slipped by 1 year; deadline:" in said
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "ledger.yaml").write_text("- {task: one-1, state: done, on: 2025-12-21, source: 公报}\n")
    said = run(*call, "--ledger", "record/ledger.yaml").out
    assert "slipped by 1 year; done 2025-12-21; deadline:" in said


def test_detail_shows_deletions_and_insertions_in_place(run: Run, plan_file: Callable[..., Path]) -> None:
    call = _two_plans(plan_file, "推进《甲条例》修订，完善有关规定。", "修订《甲条例》，完善有关规定。")
    said = run(*call, "--detail", "-f", "plain").out
    assert "[-推进-]{+修订+}《甲条例》[-修订-]，完善有关规定。" in said
    assert "{+" not in run(*call, "-f", "plain").out
    assert "{+修订+}《甲条例》" in run(*call, "--detail", "-f", "rich").out.replace("\n", "")


def test_texts_with_less_than_half_in_common_are_shown_whole(run: Run, plan_file: Callable[..., Path]) -> None:
    call = _two_plans(plan_file, "推进《甲条例》修订。", "加强《甲条例》宣传培训，提高全社会意识，健全监督机制。")
    said = run(*call, "--detail", "-f", "plain").out
    assert "加强《甲条例》宣传培训，提高全社会意识，健全监督机制。" in said
    assert "{+" not in said
    page = run(*call, "-f", "html").out
    assert "<ins>" not in page.split("<body>")[1]


def _two_plans(plan_file: Callable[..., Path], earlier: str, later: str) -> tuple[str, ...]:
    """The call that compares two plans of a task each, which a link joins."""
    for plan, text, issued in (("one", earlier, "2025-01-01"), ("two", later, "2026-01-01")):
        path = plan_file(f"text: {text}", plan=plan, name=f"{plan}.yaml", head=f"issued: {issued}")
    link = "earlier: one\nlater: two\nlinks:\n  - {from: one-1, to: two-1, grade: strong, why: 《甲条例》}\n"
    (path.parent / "links.yaml").write_text(link, encoding="utf-8")
    return ("diff", "one", "two", "--only", "carried-on", "--plans", str(path.parent))


def test_plans_are_put_in_time_order_and_that_is_said(run: Run) -> None:
    answer = run("diff", "yearly", "dated", "-f", "plain")
    assert "Put in time order: dated, yearly." in answer.out
    assert diff(run, "yearly", "dated") == diff(run, "dated", "yearly")
    assert "Put in time order" not in run("diff", "dated", "yearly", "-f", "plain").out


@pytest.mark.parametrize("plan", ["2020", "2022", "2025", "demo-zones", "protection-system"])
def test_a_plan_beside_itself_is_all_carried_on_with_nothing_changed(run_shipped: Run, plan: str) -> None:
    found = diff(run_shipped, plan, plan)
    tasks = [task["id"] for task in json.loads(run_shipped("tasks", "--plan", plan, "-f", "json").raw)]
    assert pairs(found) == [(task, task) for task in tasks]
    assert (found["only_earlier"], found["only_later"]) == ([], [])
    assert [link["changes"] for link in found["links"]] == [[]] * len(tasks)
    assert run_shipped("diff", plan, plan, "--exit-code").code == FINE


@pytest.mark.parametrize(
    ("only", "links", "earlier", "later"),
    [
        (["carried-on"], LINKS, [], []),
        (["not-listed"], [], ["dated-2", "dated-10"], []),
        (["new"], [], [], ["yearly-3", "yearly-g1", "yearly-g2", "yearly-4"]),
        (["changed"], LINKS, [], []),
        (["deadline"], LINKS, [], []),
        (["agencies"], [], [], []),
        (["slipped", "regressed"], [], [], []),
        (["slipped", "not-listed"], [], ["dated-2", "dated-10"], []),
    ],
)
def test_only_keeps_what_it_names(
    run: Run, only: list[str], links: list[tuple[str, str]], earlier: list[str], later: list[str]
) -> None:
    found = diff(run, "dated", "yearly", *(word for part in only for word in ("--only", part)))
    assert (pairs(found), found["only_earlier"], found["only_later"]) == (links, earlier, later)


def test_every_part_is_an_answer(run: Run) -> None:
    assert all(run("diff", "dated", "yearly", "--only", part).code == FINE for part in PARTS)
    assert "--only cannot be gone" in run("diff", "dated", "yearly", "--only", "gone").err


@pytest.mark.parametrize(
    ("filters", "links", "earlier", "later"),
    [
        (["--agency", "丙委", "--role", "mentioned"], [("dated-3", "yearly-2")], [], []),  # it is the later that fits
        (["--section", "法治"], [("dated-1", "yearly-1")], ["dated-2"], []),  # and here the earlier
        (["--kind", "goal"], [], [], ["yearly-g1", "yearly-g2"]),
        (["--text", "没有这样的话"], [], [], []),
    ],
)
def test_filters_keep_a_link_of_which_either_end_fits(
    run: Run, filters: list[str], links: list[tuple[str, str]], earlier: list[str], later: list[str]
) -> None:
    found = diff(run, "dated", "yearly", *filters)
    assert (pairs(found), found["only_earlier"], found["only_later"]) == (links, earlier, later)


def test_exit_code_tells_whether_anything_that_was_asked_for_differs(run: Run) -> None:
    assert run("diff", "dated", "yearly").code == FINE
    assert run("diff", "dated", "yearly", "--exit-code").code == FOUND
    assert run("diff", "dated", "yearly", "--only", "slipped", "--exit-code").code == FINE
    assert run("diff", "dated", "yearly", "--only", "new", "--exit-code").code == FOUND


def test_a_pair_that_nobody_has_curated_says_so_and_marks_every_link(run: Run, plan_file: Callable[..., Path]) -> None:
    own = str(plan_file("text: 推进商标法修改。", "text: 做好其他工作。", plan="own", head="issued: 2026-01-01"))
    said = run("diff", "yearly", "own", "--plans", own, "-f", "plain").out
    assert "Nobody has curated links between yearly and own: these are suggested, from the texts alone." in said
    assert "strong, suggested (0." in said
    found = diff(run, "yearly", "own", "--plans", own)
    assert {link["basis"] for link in found["links"]} == {"suggested"}
    assert all(link["score"] >= 0.5 for link in found["links"])
    rows = csv.DictReader(io.StringIO(run("diff", "yearly", "own", "--plans", own, "-f", "csv").out))
    assert {row["basis"] for row in rows if row["part"] == "carried-on"} == {"suggested"}


def test_suggest_takes_the_program_s_links_where_a_person_has_curated_others(run: Run) -> None:
    assert {link["basis"] for link in diff(run, "dated", "yearly", "--suggest")["links"]} == {"suggested"}


# Drafts


def test_a_draft_loads_as_it_stands_and_is_used_once_it_is_given(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "links.yaml"
    answer = run("diff", "dated", "yearly", "--suggest", "-o", str(draft))
    assert (answer.code, answer.raw) == (FINE, b"")
    assert answer.err == f"Wrote a draft to {draft}. Curated, it is used with --plans {draft}.\n"
    suggested, used = diff(run, "dated", "yearly", "--suggest"), diff(run, "dated", "yearly", "--plans", str(draft))
    assert pairs(used) == pairs(suggested) != LINKS
    assert {link["basis"] for link in used["links"]} == {"curated"}


def test_a_task_that_counts_for_several_cities_stands_once_in_a_diff(run: Run, tmp_path: Path) -> None:
    before = json.loads(run("diff", "dated", "yearly", "-f", "json").raw)
    (tmp_path / "ledger.yaml").write_text(
        "".join(
            f"- {{task: yearly-4, event: selected, subject: {city}, on: 2026-01-05, source: 通知}}\n"
            for city in ("甲市", "乙市")
        ),
        encoding="utf-8",
    )
    assert [task["subject"] for task in json.loads(run("show", "yearly-4", "-f", "json").raw)["subjects"]] == [
        "甲市", "乙市",
    ]  # fmt: skip
    assert json.loads(run("diff", "dated", "yearly", "-f", "json").raw) == before


def test_a_draft_shows_scores_and_both_texts_and_near_misses_as_comments(run_shipped: Run, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yml"
    answer = run_shipped("diff", "2022", "2025", "--suggest", "-o", str(draft))
    assert "To use it, call it links.yaml or put it in a folder links: --plans links" in answer.err
    text = draft.read_text(encoding="utf-8")
    assert (
        "  # 0.67\n  #   2022-10 推动出台《商业秘密保护规定》。\n  #   2025-8 修订出台《商业秘密保护规定》。\n" in text
    )
    assert "  - {from: 2022-10, to: 2025-8, grade: strong, why: 《商业秘密保护规定》}\n" in text
    near = text.partition("# Near misses, not suggested:\n")[2]
    assert near.count("{from: ") > 5
    assert all(line.startswith("#") for line in near.splitlines())


def test_a_draft_never_replaces_a_file_unless_asked(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "links.yaml"
    draft.write_text("# hours of work\n")
    answer = run("diff", "dated", "yearly", "--suggest", "-o", str(draft))
    assert (answer.code, draft.read_text()) == (UNABLE, "# hours of work\n")
    assert f"{draft} exists already; choose another name, or replace it with --force" in answer.err
    assert run("diff", "dated", "yearly", "--suggest", "-o", str(draft), "--force").code == FINE
    assert draft.read_text(encoding="utf-8").startswith("# Draft")


def test_a_draft_between_plans_that_share_nothing_is_an_empty_list(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    own, draft = str(plan_file("text: 甲。", head="issued: 2026-01-01")), tmp_path / "links.yaml"
    assert run("diff", "yearly", "own", "--plans", own, "--suggest", "-o", str(draft)).code == FINE
    assert draft.read_text(encoding="utf-8").endswith('earlier: "yearly"\nlater: "own"\nlinks: []\n')
    assert diff(run, "yearly", "own", "--plans", own, "--plans", str(draft))["links"] == []


def test_the_user_s_links_replace_the_shipped_ones_of_the_same_plans(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "links" / "mine.yaml"
    own.parent.mkdir()
    own.write_text("earlier: dated\nlater: yearly\nlinks:\n  - {from: dated-2, to: yearly-3, grade: weak, why: 机制}\n")
    for given in (own, own.parent, tmp_path):
        assert pairs(diff(run, "dated", "yearly", "--plans", str(given))) == [("dated-2", "yearly-3")]
    assert pairs(diff(run, "dated", "yearly")) == LINKS


def test_two_files_of_links_between_the_same_plans_are_refused(run: Run, tmp_path: Path) -> None:
    for name in ("links.yaml", "links.2.yaml"):
        (tmp_path / name).write_text("earlier: dated\nlater: yearly\nlinks: []\n")
    answer = run("plans", "--plans", str(tmp_path))
    said = "error: the links between dated, yearly are given twice; also in"
    assert f"{tmp_path}/links.yaml:1:10: {said} {tmp_path}/links.2.yaml [duplicate-links]" in answer.err
    assert answer.code == UNABLE


def test_a_link_whose_task_was_taken_out_of_the_plan_is_found_on_the_next_call(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    own = plan_file("text: 甲。", "text: 乙。", head="issued: 2026-01-01")
    links = tmp_path / "links.yaml"
    links.write_text("earlier: yearly\nlater: own\nlinks:\n  - {from: yearly-1, to: own-2, grade: weak, why: 乙}\n")
    call = ("diff", "yearly", "own", "--plans", str(own), "--plans", str(links))
    assert run(*call).code == FINE
    plan_file("text: 甲。", head="issued: 2026-01-01")
    answer = run(*call)
    assert f"{links}:4:26: error: there is no task own-2; did you mean own-1? [link-end]" in answer.err
    assert answer.code == UNABLE


def test_shipped_links_go_with_a_shipped_plan_that_is_replaced(run: Run, plan_file: Callable[..., Path]) -> None:
    own = str(plan_file("text: 换了。", plan="yearly", head="issued: 2026-01-01"))
    assert (
        "Nobody has curated links between dated and yearly"
        in run("diff", "dated", "yearly", "--plans", own, "-f", "plain").out
    )
    assert json.loads(run("show", "dated-1", "--plans", own, "-f", "json").raw)["later"] == []
    assert pairs(diff(run, "dated", "yearly")) == LINKS


def test_a_plan_without_a_day_stays_where_it_was_named_unless_links_tell(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    plan_file("text: 甲。", "text: 乙。")
    folder = str(tmp_path)
    assert diff(run, "own", "dated", "--plans", folder)["plans"] == ["own", "dated"]
    assert diff(run, "dated", "own", "--plans", folder)["plans"] == ["dated", "own"]
    assert diff(run, "yearly", "own", "dated", "--plans", folder)["plans"] == ["dated", "own", "yearly"]
    (tmp_path / "links.yaml").write_text(
        "earlier: own\nlater: dated\nlinks:\n  - {from: own-1, to: dated-1, grade: weak, why: 甲}\n"
    )
    for order in (("own", "dated"), ("dated", "own")):
        found = diff(run, *order, "--plans", folder)
        assert (found["plans"], pairs(found)) == (["own", "dated"], [("own-1", "dated-1")])


def test_plans_of_one_day_stand_as_they_were_named(run: Run, plan_file: Callable[..., Path], tmp_path: Path) -> None:
    for plan in ("za", "ab"):
        plan_file("text: 甲。", plan=plan, name=f"{plan}.yaml", head="issued: 2026-01-01")
    assert diff(run, "za", "ab", "--plans", str(tmp_path))["plans"] == ["za", "ab"]
    assert diff(run, "ab", "za", "--plans", str(tmp_path))["plans"] == ["ab", "za"]


def test_where_links_come_from_is_said_also_where_there_are_none(run: Run, plan_file: Callable[..., Path]) -> None:
    own = str(plan_file("text: 种苹果。", head="issued: 2026-01-01"))

    def said(*arguments: str) -> str:
        return run("diff", *arguments, "--plans", own, "-f", "plain").out

    nobody = "Nobody has curated links between yearly and own"
    assert nobody in said("yearly", "own")
    assert nobody in said("yearly", "own", "--suggest")
    assert nobody in said("dated", "yearly", "own")
    in_place = "Links between dated and yearly: suggested, from the texts alone, instead of the curated ones."
    assert in_place in said("dated", "yearly", "--suggest")
    assert "curated" not in said("dated", "dated").replace("strong, suggested", "")


def test_the_instrument_whose_stage_changed_is_named_unless_it_is_what_they_share(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    plan_file("text: 起草《甲条例》。出台《乙办法》。", plan="one", name="one.yaml", head="issued: 2025-01-01")
    plan_file("text: 起草《甲条例》。研究论证《乙办法》。", plan="two", name="two.yaml", head="issued: 2026-01-01")
    link = "earlier: one\nlater: two\nlinks:\n  - {{from: one-1, to: two-1, grade: strong, why: 《{}》}}\n"
    (tmp_path / "links.yaml").write_text(link.format("甲条例"))
    call = ("one", "two", "--plans", str(tmp_path))
    assert "《乙办法》: to be issued → to be studied" in run("diff", *call, "-f", "plain").out
    assert diff(run, *call)["links"][0]["stages"] == [{"instrument": "乙办法", "earlier": "issued", "later": "study"}]
    (tmp_path / "links.yaml").write_text(link.format("乙办法"))
    assert "stage: to be issued → to be studied" in run("diff", *call, "-f", "plain").out


def test_a_bound_is_said_with_what_it_leaves_out(run: Run) -> None:
    said = run("diff", "dated", "yearly", "--before", "2022-12", "-f", "plain").out
    assert "Only what matches the filters." in said
    assert "Deadline on or before 2022-12-31." in said
    assert "Left out: 1 only ongoing, 1 counted from an event. List them: ipcheck tasks --plan dated" in said
    assert "Only what fits" not in run("diff", "dated", "yearly", "-f", "plain").out


# Threads


def test_three_plans_make_threads_of_strong_links_with_gaps(
    run: Run, plan_file: Callable[..., Path], tmp_path: Path
) -> None:
    plan_file("text: 甲。", "text: 乙。", head="issued: 2026-01-01")
    for earlier, later, task in (("yearly", "own-1", "yearly-1"), ("dated", "own-2", "dated-2")):
        (tmp_path / f"links.{earlier}.yaml").write_text(
            f"earlier: {earlier}\nlater: own\nlinks:\n  - {{from: {task}, to: {later}, grade: strong, why: 事项}}\n"
        )
    call = ("dated", "yearly", "own", "--plans", str(tmp_path))
    found = diff(run, *call)
    assert found["threads"] == [
        [["dated-1"], ["yearly-1"], ["own-1"]],
        [["dated-2"], [], ["own-2"]],
        [["dated-3"], [], []],
        [["dated-10"], [], []],
        *([[], [task], []] for task in ("yearly-2", "yearly-3", "yearly-g1", "yearly-g2", "yearly-4")),
    ]
    assert found["only_earlier"] == ["dated-10", "yearly-2", "yearly-3", "yearly-g1", "yearly-g2", "yearly-4"]
    assert found["only_later"] == ["yearly-3", "yearly-g1", "yearly-g2", "yearly-4"]
    assert sorted(pairs(found)) == sorted([*LINKS, ("dated-2", "own-2"), ("yearly-1", "own-1")])
    said = run("diff", *call, "-f", "plain").out
    assert "Trademark Law; 事项" in said
    assert "dated-1 (2022-12-31, ongoing)" in said
    assert "–" in said
    assert "Threads through several plans: 2. Tasks in one plan only: 7." in said
    rows = list(csv.DictReader(io.StringIO(run("diff", *call, "-f", "csv").out)))
    keys = ("thread_number", "dated", "yearly", "own", "links_why", "text_own", "links_english")
    assert [rows[0][key] for key in keys] == [
        "1", "dated-1", "yearly-1", "own-1", "商标法；事项", "甲。", "Trademark Law",
    ]  # fmt: skip
    assert (len(rows), rows[2]["weakly_linked"]) == (9, "yearly-1；yearly-2")


def test_filters_keep_the_threads_of_which_any_task_fits_and_the_links_inside_them(run_shipped: Run) -> None:
    found = diff(run_shipped, "2020", "2022", "2025", "--text", "商标法")
    assert [["2022-3"], ["2025-1"]] in [thread[1:] for thread in found["threads"]]
    listed = {task for thread in found["threads"] for ids in thread for task in ids}
    assert all({link["earlier"], link["later"]} <= listed for link in found["links"])


def test_threads_with_gaps_differ(run_shipped: Run) -> None:
    assert run_shipped("diff", "2020", "2022", "2025", "--exit-code").code == FOUND
    assert run_shipped("diff", "2020", "2022", "2025", "--exit-code", "--text", "没有这样的话").code == FINE


def test_the_shipped_plans_make_threads_of_a_size_that_can_be_read(run_shipped: Run) -> None:
    found = diff(run_shipped, "2020", "2022", "2025")
    tasks = [task for thread in found["threads"] for ids in thread for task in ids]
    assert (len(tasks), len(set(tasks))) == (91 + 114 + 118,) * 2
    assert max(sum(map(len, thread)) for thread in found["threads"]) <= 8
    assert [["2020-2.4.4"], ["2022-88", "2022-89"], ["2025-52"]] in found["threads"]


def test_the_shipped_tour_says_how_many_tasks_are_carried_on(run_shipped: Run) -> None:
    earlier = {link["earlier"] for link in diff(run_shipped, "2022", "2025")["links"]}
    assert f"what became of the tasks of 2022: 2025 carries on {len(earlier)}" in run_shipped().out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("diff",), "PLAN PLAN... is missing"),
        (("diff", "dated"), "name two plans or more; there are dated, yearly"),
        (("diff", "dated", "yearli"), "no plan has the id yearli; did you mean yearly?"),
        (("diff", "dated", "yearly", "dated"), "name each plan once: dated, dated, yearly"),
        (("diff", "dated", "dated", "--suggest", "-o", "x.yaml"), "name each plan once: dated, dated"),
        (("diff", "dated", "yearly", "-o", "x.yaml"), "-o x.yaml: a file of links is written with --suggest"),
        (
            ("diff", "dated", "yearly", "--suggest", "-o", "x.yaml", "--only", "new"),
            "a draft contains every suggestion",
        ),
        (("diff", "dated", "yearly", "--suggest", "-o", "x.yaml", "--text", "甲"), "a draft contains every suggestion"),
        (("diff", "dated", "dated", "--plan", "yearly"), "--plan yearly is not one of the plans that are compared"),
        (
            ("diff", "dated", "yearly", "--suggest", "-o", "nowhere/x.yaml"),
            "nowhere/x.yaml: there is no folder nowhere",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_to_try(run: Run, call: tuple[str, ...], said: str) -> None:
    answer = run(*call)
    assert said in answer.err
    assert (answer.code, answer.raw) == (UNABLE, b"")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--only", "new"], "--only and --detail compare two plans; 3 are named"),
        (["--detail"], "--only and --detail compare two plans; 3 are named"),
        (["--suggest", "-o", "x.yaml"], "a draft links two plans; 3 are named"),
    ],
)
def test_what_goes_with_two_plans_only_is_refused_with_three(run_shipped: Run, options: list[str], said: str) -> None:
    answer = run_shipped("diff", "2020", "2022", "2025", *options)
    assert (answer.code, answer.raw, said in answer.err) == (UNABLE, b"", True)


@pytest.mark.parametrize("form", ["rich", "plain", "markdown", "csv", "json"])
def test_every_format_is_the_same_each_time_and_in_both_languages_whole(run: Run, form: str) -> None:
    for call in (("diff", "dated", "yearly", "--detail"), ("diff", "dated", "dated"), ("trace", "商标法")):
        for lang in ("en", "zh"):
            once, again = (run(*call, "-f", form, "--lang", lang) for _time in range(2))
            assert (once.code, once.raw) == (FINE, again.raw)
            assert "dated-1" in once.out


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ("2025-12-31", "slipped by 3 years"), ("2023-12-31", "slipped by 1 year"),
        ("2023-06-30", "slipped by 6 months"), ("2023-01-31", "slipped by 1 month"),
        ("2023-01-20", "slipped by 20 days"), ("2024-03-12", "slipped by 437 days"),
    ],
)  # fmt: skip
def test_what_slipped_is_told_in_years_or_months_where_it_is_whole_ones(later: str, said: str) -> None:
    tasks = (
        a_task("earlier-1", due="2022-12-31", published="2022-01-01"),
        a_task("later-1", due=later, published="2023-01-10"),
    )
    pair = ComparedLink(Link("earlier-1", "later-1", STRONG, "做好工作"), *tasks, changes(*tasks))
    assert changes_in_words(pair, Translator("en"))[0] == said


def test_a_comparison_opens_with_its_counts(run: Run) -> None:
    assert run("diff", "dated", "yearly").out.splitlines()[1].startswith("Tasks carried on: ")
