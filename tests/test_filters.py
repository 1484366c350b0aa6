"""Combined filters: whatever is asked at once, the answer is what reading the files and sorting out by hand gives."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcheck.base.i18n import Translator
from ipcheck.catalogue.agencies import resolve_agency
from ipcheck.catalogue.conditions import BASES, ROLES, TaskQuery
from ipcheck.catalogue.excluded import excluded_counts
from ipcheck.catalogue.query import find_tasks
from ipcheck.catalogue.records import entry_index
from ipcheck.catalogue.resolve import searched_word
from ipcheck.catalogue.store import Catalogue
from ipcheck.catalogue.unread import unread_counts
from ipcheck.datafiles.discovery import gather
from ipcheck.domain.situation import Judge
from ipcheck.domain.task import Task, plan_of
from tests.conftest import examples

ROOT = Path(__file__).parents[1]
TEAM = ROOT / "examples" / "team"

# What the shipped plans and the team's lack: days and spans that follow from the plan as a whole.
OWN = """\
id: own
title: 自己的计划
period: 2026
contents:
  - heading: 一、常年工作
    intro: 商标工作常抓不懈。
    defaults: {deadline: 持续推进, responsible: 国家知识产权局}
    tasks:
      - {number: 1, text: 做好商标法宣传。}
  - heading: 二、按期工作
    defaults: {deadline: 印发后6个月内}
    tasks:
      - {number: 2, text: 制定《商标法实施条例》。, responsible: 联席会议办公室负责}
      - {number: 3, text: 做好示范工作。, deadline: 建设期为2年}
      - {number: 4, text: 做好保护工作。, deadline: 2026年6月底前}
      - {number: 5, kind: goal, text: 到2026年，保护水平提高。, deadline: 到2026年}
  - heading: 三、其他工作
    tasks:
      - {number: 6, text: 做好普法工作。, deadline: 适时完成, responsible: 国家知识产权局负责}
      - {number: 7, text: 做好宣传工作。, deadline: 2026年6月底前, responsible: 大家一起努力}
      - {number: 8, text: 做好商标工作。, deadline: 适时完成, responsible: 大家一起努力}
      - number: 9
        text: 做好专利工作。
        deadline: 适时完成
        due: 2026-06-30
        responsible: 大家一起努力
        leads: [国家知识产权局]
        reading: {by: 张三, why: 会议纪要}
"""
# Events from which spans count: of cities, of all, and before a day on which others are due.
EVENTS = """\
- {task: demo-zones-4.2.2, event: selected, on: 2023-12-31, subject: 甲市}
- {task: demo-zones-4.2.2, event: selected, on: 2024-06-30, subject: 乙市}
- {task: demo-zones-4.2.2, state: blocked, on: 2025-03-01, subject: 丙市}
- {task: demo-zones-4.2.2, state: done, on: 2025-12-20, subject: 甲市, source: 验收}
- {task: demo-zones-4.2.3, event: designated, on: 2022-12-31}
- {task: demo-zones-4.2.3, event: designated, on: 2024-02-29, subject: 乙市}
- {task: own-2, event: issued, on: 2025-12-31}
- {task: own-3, event: selected, on: 2024-06-30, subject: 甲市}
- {task: own-4, state: withdrawn, on: 2026-03-01, source: 会议纪要}
- {task: 2022-2, state: done, on: 2023-12-11, evidence: 国务院令第769号}
- {task: 2025-8, state: blocked, on: 2025-09-01}
- {task: 2025-9, checked: 2026-02-01, searched: [司法解释]}
- {task: own-5, checked: 2026-01-01, searched: [保护水平]}
"""
# A second file, which corrects the team's own.
ASSIGNMENTS = """\
- {task: shili-3, office: 保护处, person: 李示例}
- {task: shili-3, office: 法规处, person: 王示例}
- {task: 2025-1, office: 法规处}
- {task: 2025-8/1, office: 保护处, person: 王示例}
- {task: own-2, office: 保护处}
"""

words = str.split  # of a literal: one word, one value
DAYS = words(
    "2022-06-20 2022-06-30 2022-12-31 2023-12-31 2025-09-30 2025-12-31 2026-02-28 2026-06-30 2026-12-31 2027-12-31"
)
AS_OF = words("2022-01-01 2022-12-31 2024-01-01 2025-01-15 2025-12-31 2026-06-30 2026-11-23 2035-01-01")
WORDS = words("商标 专利 知识产权 商业秘密 保护 地理标志 推进 司法 《商标法》 ＡＩ | 没有这样的字")
SECTIONS = words("法治化 保护 体系 一、 （二） 工作 没有这样的标题")

# The agencies of the team's city, by the national bodies that they answer to.
LOCAL = {
    "国家知识产权局": {"市知识产权局"}, "市场监管总局": {"市市场监管局"}, "公安部": {"市公安局"},
    "最高人民法院": {"市中级人民法院"}, "商务部": {"市商务局"},
}  # fmt: skip


class Place(NamedTuple):
    """Where a task stands in its plan: the headings above it, and the words that its own section puts before it."""

    headings: Sequence[str]
    section_words: Sequence[str]


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def places(plan: str, sections: Sequence[Any], above: Sequence[str] = ()) -> Iterator[tuple[str, Place]]:
    for section in sections:
        headings = [*above, section["heading"]]
        for task in section.get("tasks", ()):
            yield f"{plan}-{task['number']}", Place(headings, [section["heading"], section.get("intro", "")])
        yield from places(plan, section.get("contents", ()), headings)


class Corpus:
    """The catalogue of the call, and what a reader of the same files knows of each task and agency, by plain means."""

    def __init__(self, folder: Path) -> None:
        own, events, corrections = (folder / name for name in ("own.yaml", "events.yaml", "assignments.yaml"))
        for path, text in ((own, OWN), (events, EVENTS), (corrections, ASSIGNMENTS)):
            path.write_text(text, encoding="utf-8")
        registries = [ROOT / "data" / "agencies.yaml", TEAM / "agencies.yaml"]
        assignments = [TEAM / "assignments.yaml", corrections]
        extra = [TEAM / "plans", TEAM / "agencies.yaml", TEAM / "instruments.yaml", own]
        ledgers = [TEAM / "ledger.yaml", events]
        files = gather(map(str, extra), Translator("en"), map(str, ledgers), map(str, assignments))
        self.catalogue = Catalogue(files, str(own / "no folder"), Translator("en"))  # therefore in memory
        self.on = {on: self.answer(TaskQuery(), on) for on in AS_OF}  # all tasks, by the day on which they are judged

        self.places: dict[str, Place] = {}
        for path in (*sorted((ROOT / "data" / "plans").iterdir()), TEAM / "plans" / "shili.yaml", own):
            plan = read(path)
            self.places.update(places(plan["id"], plan["contents"]))
        self.groups: dict[str, set[str]] = defaultdict(set)  # of an agency, with those that it hosts
        for path in registries:
            for group in read(path)["agencies"]:
                for agency in [*group.get("members", ()), *filter(None, [group.get("hosted_by")])]:
                    self.groups[agency].add(group["name"])
        entries = [entry for path in assignments for entry in read(path)]
        newest = {(entry["task"], entry["office"]): entry.get("person") for entry in entries}
        self.assigned: dict[str, set[tuple[str, str | None]]] = defaultdict(set)  # (office, person) of a task
        for (task, office), person in newest.items():
            self.assigned[task.partition("/")[0]].add((office, person))

    def answer(self, query: TaskQuery, on: str) -> list[Task]:
        return list(find_tasks(self.catalogue, query, Judge(date.fromisoformat(on))))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    made = Corpus(tmp_path_factory.mktemp("filters"))
    yield made
    made.catalogue.close()


class Asked(NamedTuple):
    """What is asked at once, as a person would say it; an empty field asks for nothing."""

    plans: Sequence[str] = ()
    agencies: Sequence[tuple[str, Sequence[str]]] = ()  # with their roles
    section: str = ""
    before: str = ""
    after: str = ""
    basis: str = "any"
    text: str = ""
    word: str = ""
    instruments: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    situations: Sequence[str] = ()
    outcomes: Sequence[str] = ()
    offices: Sequence[str] = ()
    persons: Sequence[str] = ()
    ids: Sequence[str] = ()
    dated: bool = False
    soonest_first: bool = False


def query_of(asked: Asked, catalogue: Catalogue) -> TaskQuery:
    """The query by which the program asks it."""
    forms = {
        field: searched_word(catalogue, word) if (word := getattr(asked, field)) else None
        for field in ("section", "text", "word")
    }
    english = Translator("en")
    named = [resolve_agency(catalogue, agency, roles, english) for agency, roles in asked.agencies]
    parts = [part for agency in named for part in agency.filters]
    said = asked._asdict()
    del said["agencies"]
    return TaskQuery(**said | forms | {"parts": parts, "before": asked.before or None, "after": asked.after or None})


def plain(text: str) -> str:
    """A text without what differs only in width, space and case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def by_hand(asked: Asked, tasks: Sequence[Task], corpus: Corpus) -> list[Task]:
    """Those of all tasks that fit everything that is asked, as docs/filters.md describes the filters."""

    def takes_part(task: Task, agency: str, roles: Sequence[str]) -> bool:
        names: dict[str, set[str | None]] = {
            "lead": {task.lead},
            "participant": {*task.participants.split("\n")},
            "mentioned": {*task.mentions.split("\n")},
        }
        names["group"] = names["local"] = names["lead"] | names["participant"]
        others = {"group": corpus.groups[agency], "local": LOCAL.get(agency, set())}
        wanted = {role: {agency} for role in ROLES} | others
        return any(names[role] & wanted[role] for role in roles or ("lead", "participant"))

    def is_unread(task: Task) -> bool:
        return "unread" in (task.deadline_basis, task.responsibility_basis)

    def contains(texts: Sequence[str], word: str) -> bool:
        return any(plain(word) in plain(text) for text in texts)

    def is_assigned(task: Task) -> bool:
        return any(
            (not asked.offices or office in asked.offices) and (not asked.persons or person in asked.persons)
            for office, person in corpus.assigned[task.id]
        )

    def fits_days(task: Task) -> bool:
        bases = {"stated": ["stated", "paragraph", "reading"], "plan": ["plan"]}
        basis = bases.get(asked.basis, [task.deadline_basis])
        if asked.basis == "unread" and not is_unread(task):
            return False
        if asked.basis == "unread" and task.deadline_basis == "unread" and not asked.dated:
            return True  # nobody knows its day
        if task.due is None:
            return not (asked.before or asked.after or asked.dated or asked.basis in bases)
        return (asked.after or task.due) <= task.due <= (asked.before or task.due) and task.deadline_basis in basis

    fits: Mapping[str, Callable[[Task], bool]] = {
        "plans": lambda task: task.plan in asked.plans,
        "agencies": lambda task: (
            (asked.basis == "unread" and task.responsibility_basis == "unread")  # nobody knows whose it is
            or any(takes_part(task, agency, roles) for agency, roles in asked.agencies)
        ),
        "section": lambda task: contains(corpus.places[task.id].headings, asked.section),
        "text": lambda task: contains([task.text, *corpus.places[task.id].section_words], asked.text),
        "word": lambda task: contains([task.text, *corpus.places[task.id].section_words], asked.word),
        "instruments": lambda task: bool({name for name, _stage in task.stages()} & {*asked.instruments}),
        "kinds": lambda task: task.kind in asked.kinds,
        "states": lambda task: task.state.name in asked.states,
        "situations": lambda task: task.situation.name in asked.situations,
        "outcomes": lambda task: task.outcome in asked.outcomes,
        "offices": is_assigned,
        "persons": is_assigned,
        "ids": lambda task: task.id in asked.ids,
    }
    wanted = [fits_days, *(fit for field, fit in fits.items() if getattr(asked, field))]
    found = [task for task in tasks if all(fit(task) for fit in wanted)]
    return sorted(found, key=lambda task: task.due or "9999") if asked.soonest_first else found


def a_question(tasks: Sequence[Task], random: Random) -> Asked:
    """One to six filters at once, most of them such that a certain task fits them."""
    task = random.choice(tasks)

    def few(values: Sequence[str], count: int) -> list[str]:
        return random.sample(values, min(count, len(values)))

    def some(find: Callable[[Task], Sequence[str | None]]) -> list[str]:
        """Some values of that task, or else of any."""
        of_any = sorted({value for other in tasks for value in find(other) if value})
        of_task = [value for value in find(task) if value]
        return few(of_task, random.randint(0, 2)) or few(of_any, random.randint(1, 3))

    def some_agencies() -> list[tuple[str, list[str]]]:
        names = some(lambda other: [*other.agencies, *other.listed("mentions")])
        return [(name, random.sample(ROLES, random.randint(0, 3))) for name in names]

    def some_words() -> str:
        begin = random.randrange(len(task.text))
        return random.choice([*WORDS, *([task.text[begin : begin + random.randint(1, 6)]] * len(WORDS))])

    def some_day() -> str:
        day = random.choice([task.due or "2025-12-31", *DAYS])
        return (date.fromisoformat(day) + timedelta(random.randint(-1, 1))).isoformat()

    of: Mapping[str, Callable[[], Any]] = {
        "plans": lambda: some(lambda other: [other.plan]),
        "agencies": some_agencies,
        "section": lambda: random.choice([*SECTIONS, *task.listed("headings")]),
        "before": some_day,
        "after": some_day,
        "basis": lambda: random.choice(BASES),
        "text": some_words,
        "word": some_words,
        "instruments": lambda: some(lambda other: [name for name, _stage in other.stages()]),
        "kinds": lambda: some(lambda other: [other.kind]),
        "states": lambda: some(lambda other: [other.state.name]),
        "situations": lambda: some(lambda other: [other.situation.name]),
        "outcomes": lambda: some(lambda other: [other.outcome]),
        "offices": lambda: some(lambda other: [assignment.office for assignment in other.assigned]),
        "persons": lambda: some(lambda other: [assignment.person for assignment in other.assigned]),
        "ids": lambda: random.choice([some(lambda other: [other.id]), [other.id for other in tasks[::3]]]),
        "dated": lambda: True,
        "soonest_first": lambda: True,
    }
    fields = random.sample(sorted(of), random.randint(1, 6))
    return Asked(**{field: of[field]() for field in fields})


@pytest.mark.slow
@settings(max_examples=examples(600))
@given(on=st.sampled_from(AS_OF), random=st.randoms(use_true_random=False))
def test_whatever_is_asked_at_once_is_answered_as_by_hand(corpus: Corpus, on: str, random: Random) -> None:
    asked = a_question(corpus.on[on], random)
    found = corpus.answer(query_of(asked, corpus.catalogue), on)
    expected = by_hand(asked, corpus.on[on], corpus)
    assert [task.key for task in found] == [task.key for task in expected], asked


@settings(max_examples=examples(200))
@given(on=st.sampled_from(AS_OF), random=st.randoms(use_true_random=False))
def test_what_a_bound_leaves_out_is_counted_as_by_hand(corpus: Corpus, on: str, random: Random) -> None:
    asked = a_question(corpus.on[on], random)
    if random.random() < 0.3:
        asked = Asked(plans=asked.plans)  # whole plans, whose counts are stored
    others = asked._replace(before="", after="", basis="any", dated=False)
    starts = entry_index(corpus.catalogue).starts(on)
    rest = [
        task for task in by_hand(others, corpus.on[on], corpus)
        if (task.plan, task.relative_event) not in starts and not task.stated
    ]  # fmt: skip

    def of_period(is_over: bool) -> tuple[int, int, dict[str, int]]:
        counts = Counter(task.plan for task in rest if task.due and (str(task.period_end) < on) == is_over)
        return counts.total(), len(counts), dict(counts)

    without = [task for task in rest if not task.due]
    expected = (
        of_period(True), of_period(False),
        sum(bool(task.ongoing and not task.relative_event) for task in without),
        sum(not task.ongoing and not task.relative_event and task.deadline_basis != "unread" for task in without),
        sum(bool(task.relative_event) for task in without),
    )  # fmt: skip
    query = query_of(asked, corpus.catalogue)
    assert excluded_counts(corpus.catalogue, query, Judge(date.fromisoformat(on)), with_periods=True) == expected


@settings(max_examples=examples(200))
@given(on=st.sampled_from(AS_OF), random=st.randoms(use_true_random=False))
def test_phrases_that_no_rule_reads_are_counted_as_by_hand(corpus: Corpus, on: str, random: Random) -> None:
    asked = a_question(corpus.on[on], random)
    if random.random() < 0.3:
        asked = Asked(plans=asked.plans)
    others = asked._replace(before="", after="", basis="unread", dated=False, situations=())
    tasks = {task.id: task for task in by_hand(others, corpus.on[on], corpus)}.values()
    expected = tuple(
        sum(basis == "unread" for basis in bases)
        for bases in ([task.deadline_basis for task in tasks], [task.responsibility_basis for task in tasks])
    )
    query = query_of(asked, corpus.catalogue)
    assert unread_counts(corpus.catalogue, query, Judge(date.fromisoformat(on))) == expected


def test_all_tasks_come_in_the_order_of_their_files(corpus: Corpus) -> None:
    found = list(dict.fromkeys(task.id for task in corpus.on["2026-11-23"]))
    assert sorted(found) == sorted(corpus.places)
    for plan in {plan_of(task) for task in found}:
        assert [task for task in found if plan_of(task) == plan] == [
            task for task in corpus.places if plan_of(task) == plan
        ]


def test_a_day_that_follows_from_the_plan_is_not_stated_though_it_counts_from_an_event(corpus: Corpus) -> None:
    def found(basis: str) -> list[str]:
        return [task.id for task in corpus.answer(TaskQuery(plans=["own"], basis=basis), "2026-11-23")]

    assert (found("stated"), found("plan")) == (["own-3", "own-4", "own-5", "own-7", "own-9"], ["own-2"])


def test_tasks_of_one_day_stand_in_the_order_of_the_document(corpus: Corpus) -> None:
    query = TaskQuery(plans=["own"], before="2026-06-30", soonest_first=True)
    due = [(task.id, task.due) for task in corpus.answer(query, "2026-11-23")]
    assert due == [(f"own-{number}", "2026-06-30") for number in (2, 3, 4, 7, 9)]


@pytest.mark.parametrize("between", ["", "|", "｜"])
def test_a_heading_and_its_introduction_are_searched_apart(corpus: Corpus, between: str) -> None:
    forms = searched_word(corpus.catalogue, f"常年工作{between}商标工作")
    assert not corpus.answer(TaskQuery(text=forms), "2026-11-23")
