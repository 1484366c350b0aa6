"""The data that comes with the program, held against what two readers found in the documents.

Every copied text has a digest in tests/data/digests/<plan>.txt, so that a changed copy is noticed in any checkout.
To change a copy: hold it against the document itself, then renew its digests, plan by plan, and review them:

    python tests/data/test_shipped_data.py --renew 2022
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ipcheck.base.i18n import Translator
from ipcheck.base.text import fold, hidden_character
from ipcheck.datafiles.loaders.plan import load_plan
from ipcheck.datafiles.loaders.registries import load_agencies, load_instruments
from ipcheck.datafiles.rows import AgencyNameRow, InstrumentNameRow
from ipcheck.datafiles.yaml_reader import read_yaml
from ipcheck.domain.registry import Registry

DATA = Path(__file__).parents[2] / "data"
DIGESTS = Path(__file__).parent / "digests"
WORDS = Translator("en")

# What each document holds: tasks by kind, and headings by depth.
KINDS = {
    "2020": {"task": 91},
    "2022": {"task": 114},
    "2025": {"task": 118},
    "demo-zones": {"task": 51, "goal": 2, "condition": 4},
    "protection-system": {"task": 136, "goal": 5},
}
HEADINGS = {
    "2020": [7, 22],
    "2022": [6],
    "2025": [7, 13],
    "demo-zones": [5, 12],
    "protection-system": [3, 13, 25],
}
PLANS = sorted(KINDS)
REGISTRIES = ("agencies", "instruments")

KEYS = {
    "plan": "id title document_number issuer issued published period region source lead"
    " defaults preamble contents closing",
    "section": "heading defaults intro tasks contents",
    "task": "number kind text deadline responsible",
    "agencies": "name id official aliases english abbreviation kind plates hosted_by members source former local",
    "instruments": "title id short former aliases english kind parent",
}

every_plan = pytest.mark.parametrize("plan", PLANS)
every_registry = pytest.mark.parametrize("registry", REGISTRIES)
every_file = pytest.mark.parametrize(
    "path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.relative_to(DATA).as_posix()
)


class Piece(NamedTuple):
    """Words of a plan file: where they stand (27, 27:deadline, /2/1:intro), what they are, and what they say."""

    place: str
    key: str
    text: str


@cache
def content(name: str) -> Any:
    found, faults = read_yaml(DATA / f"{name}.yaml", WORDS)
    assert faults == []
    return found


def plan_of(plan: str) -> Any:
    return content(f"plans/{plan}")


def sections(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every section with its path: /2/1 is the first under the second heading."""
    for place, section in enumerate(node.get("contents") or (), 1):
        yield f"{path}/{place}", section
        yield from sections(section, f"{path}/{place}")


def tasks(plan: str) -> list[Any]:
    return [task for _path, section in sections(plan_of(plan)) for task in section.get("tasks") or ()]


def kind(task: Any) -> str:
    return str(task.get("kind", "task"))


def pieces(plan: str) -> Iterator[Piece]:
    """Everything that a plan file says in words, in the order of the document."""
    whole = plan_of(plan)
    yield from _of("", whole, ("title", "preamble"))
    for path, section in sections(whole):
        yield Piece(path, "heading", section["heading"])
        yield from _of(path, section, ("intro",))
        for task in section.get("tasks") or ():
            yield Piece(task["number"], "text", task["text"])
            yield from _of(task["number"], task, ("deadline", "responsible"))
    yield from _of("", whole, ("closing",))


def _of(place: str, node: Any, keys: tuple[str, ...]) -> Iterator[Piece]:
    for name, text in (node.get("defaults") or {}).items():
        yield Piece(f"{place}:default-{name}", name, text)
    for key in keys:
        if key in node:
            yield Piece(f"{place}:{key}", key, node[key])


def digests(plan: str) -> dict[str, str]:
    return {piece.place: hashlib.sha256(piece.text.encode()).hexdigest()[:16] for piece in pieces(plan)}


def kept_digests(plan: str) -> dict[str, str]:
    lines = (DIGESTS / f"{plan}.txt").read_text(encoding="utf-8").splitlines()
    return dict(map(str.split, lines))


def changes(plan: str) -> list[str]:
    """What differs from the copy whose digests are kept, place by place."""
    kept, now = kept_digests(plan), digests(plan)
    said = [f"{plan} {place}: no longer in the file" for place in kept if place not in now]
    said += [f"{plan} {place}: not in the copy that was read" for place in now if place not in kept]
    said += [f"{plan} {place}: changed" for place in now if kept.get(place, now[place]) != now[place]]
    moved = [place for place, before in zip(now, kept, strict=False) if place != before]
    return said or [f"{plan} {place}: moved" for place in moved[:1]]


def entries(registry: str) -> list[Any]:
    return list(content(registry)[registry])


def shown(entry: Any) -> str:
    return str(entry.get("name") or entry.get("short") or entry["title"])


def proper_names(entry: Any) -> list[str]:
    given = [entry.get(key) for key in ("name", "official", "title", "short")]
    return [name for name in given if name] + list(entry.get("plates") or ())


def all_names(entry: Any) -> list[str]:
    former = entry.get("former") or ()  # titles, or agencies with other names of their own
    lists = [*(entry.get("aliases") or ()), *(name for each in former for name in former_names(each))]
    return [*proper_names(entry), *lists, *([entry["abbreviation"]] if "abbreviation" in entry else [])]


def former_names(former: Any) -> list[str]:
    return [former] if isinstance(former, str) else [former["name"], *former.get("also", ())]


@cache
def known(registry: str) -> frozenset[str]:
    return frozenset(name for entry in entries(registry) for name in all_names(entry))


def comment_above(name: str, line: int) -> str:
    """The comment that ends on the line before `line` (from 1), or nothing."""
    before = (DATA / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[line - 2].strip()
    return before if before.startswith("#") else ""


# The copies


@every_plan
def test_no_copied_word_has_changed_since_it_was_read(plan: str) -> None:
    assert changes(plan) == [], "hold the copy against the document; then: " + __doc__.strip().splitlines()[-1].strip()


def test_every_plan_has_its_counts_and_its_digests() -> None:
    assert sorted(path.stem for path in (DATA / "plans").glob("*.yaml")) == PLANS
    assert sorted(path.stem for path in DIGESTS.iterdir()) == PLANS


@every_plan
def test_a_plan_holds_as_many_tasks_of_each_kind_as_its_document(plan: str) -> None:
    assert Counter(map(kind, tasks(plan))) == KINDS[plan]


@every_plan
def test_a_plan_nests_as_many_headings_as_its_document(plan: str) -> None:
    depths = Counter(path.count("/") for path, _section in sections(plan_of(plan)))
    assert [depths[depth] for depth in sorted(depths)] == HEADINGS[plan]


@every_plan
def test_a_plan_is_named_like_its_file(plan: str) -> None:
    assert plan_of(plan)["id"] == plan


def test_of_2022_54_tasks_have_a_day_of_which_9_go_on_and_60_only_go_on() -> None:
    phrases = [task["deadline"] for task in tasks("2022")]
    day = re.compile("(202[2-5])年(6|12)月底前完成(并持续推进)?")
    dated = [found for found in map(day.fullmatch, phrases) if found]
    assert (len(dated), sum(bool(found[3]) for found in dated), phrases.count("持续推进")) == (54, 9, 60)
    assert not any("responsible" in task for task in tasks("2022"))


def test_of_2025_every_task_names_its_agencies_and_none_a_day() -> None:
    phrases = [task["responsible"] for task in tasks("2025")]
    assert sum("国家知识产权局" in phrase for phrase in phrases) == 60
    assert sum(phrase.startswith("国家知识产权局") for phrase in phrases) == 29
    assert not any("deadline" in task for task in tasks("2025"))


def by_place(plan: str) -> Iterator[str]:
    """The numbers that the tasks of a plan must have: the document's own, or those of their places."""
    if plan in ("2022", "2025"):
        yield from map(str, range(1, len(tasks(plan)) + 1))
        return
    goals = 0
    for path, section in sections(plan_of(plan)):
        heading = section["heading"]
        if plan == "protection-system":
            item = re.match(r"(?P<box>专栏)?(?P<number>\d+)\W?\s", heading)
            prefix = ("b" if item["box"] else "") + item["number"] if item else "o" + path[-1]
        else:
            prefix = path[1:].replace("/", ".")
        for place, task in enumerate(section.get("tasks") or (), 1):
            free_goal = kind(task) == "goal" and not prefix.startswith("b")
            goals += free_goal
            yield f"g{goals}" if free_goal else f"{prefix}.{place}"


@every_plan
def test_tasks_are_numbered_as_in_the_document_or_by_their_place(plan: str) -> None:
    assert [task["number"] for task in tasks(plan)] == list(by_place(plan))


# How they are written

OPENING = re.compile(r"[0-9]+\. |专栏[0-9]+ ")  # of a numbered heading
STRAY = re.compile(
    r"[^\u4e00-\u9fff0-9A-Za-z，。、；：？！（）《》“”‘’〔〕—…%+. ]"  # full-width punctuation only
    r"|(?<![0-9])\.|\.(?![0-9])"  # a point only inside a number
    r"|(?<!最高人民法院) "  # a space only between the two courts of a joint interpretation
)
# The Traditional characters that GB 2312 holds for names, beside those that it does not hold at all.
TRADITIONAL_IN_GB2312 = set("乾吒夥後徵捱摺於榘甯菸薹醣麴麽")
ZHU = re.compile("著(?!作|名)(?<!显著)(?<!原著)")


@every_plan
def test_copies_are_punctuated_in_full_width(plan: str) -> None:
    for piece in pieces(plan):
        opening = OPENING.match(piece.text) if piece.key == "heading" else None
        stray = STRAY.findall(piece.text, opening.end() if opening else 0)
        assert stray == [], f"{plan} {piece.place}"


@every_plan
def test_copies_are_in_simplified_characters(plan: str) -> None:
    for piece in pieces(plan):
        odd = {character for character in piece.text if not simplified(character)}
        assert odd == set(), f"{plan} {piece.place}"


def simplified(character: str) -> bool:
    try:
        return character == "—" or (bool(character.encode("gb2312")) and character not in TRADITIONAL_IN_GB2312)
    except UnicodeEncodeError:
        return False


def test_only_the_official_text_writes_zhuoli_with_the_traditional_character() -> None:
    assert [(plan, piece.place) for plan in PLANS for piece in pieces(plan) if ZHU.search(piece.text)] == [
        ("2025", "79")
    ]


@every_plan
def test_a_task_is_whole_sentences_and_brackets_and_quotation_marks_close(plan: str) -> None:
    for task in tasks(plan):
        bare = re.sub("“[^“”]*”|《[^《》]*》|（[^（）]*）", "", task["text"])
        assert not set(bare) & set("“”‘’《》（）"), f"{plan} {task['number']}"
        assert bare.endswith("。"), f"{plan} {task['number']}"
        if plan not in ("2022", "2025"):  # these number their tasks themselves; elsewhere each sentence is one
            assert bare.count("。") == 1, f"{plan} {task['number']}"


@every_file
def test_a_file_holds_nothing_that_an_editor_hides(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert hidden_character(text) is None
    assert not set(text) & set("\t\r\u00a0\u3000"), "a tab, carriage return or space of another kind"
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert [line for line in text.split("\n") if line != line.rstrip()] == []


def in_order(node: Any, of: str) -> bool:
    return list(node) == [key for key in KEYS[of].split() if key in node]


@every_plan
def test_the_keys_of_a_plan_stand_in_one_order(plan: str) -> None:
    assert in_order(plan_of(plan), "plan")
    assert [path for path, section in sections(plan_of(plan)) if not in_order(section, "section")] == []
    assert [task["number"] for task in tasks(plan) if not in_order(task, "task")] == []


@every_registry
def test_the_keys_of_a_registry_stand_in_one_order(registry: str) -> None:
    assert [shown(entry) for entry in entries(registry) if not in_order(entry, registry)] == []


# What was judged


@every_plan
def test_every_default_says_why(plan: str) -> None:
    for node in [plan_of(plan), *(section for _path, section in sections(plan_of(plan)))]:
        for phrase in (node.get("defaults") or {}).values():
            assert comment_above(f"plans/{plan}", phrase.line).startswith("# why: "), f"{plan} {phrase}"


@every_plan
def test_a_phrase_that_the_document_does_not_print_is_explained(plan: str) -> None:
    """In brackets (2022 deadlines, 2025 agencies), in the sentence itself, or a comment says where it comes from."""
    bracketed = {"2022": "deadline", "2025": "responsible"}.get(plan)
    for task in tasks(plan):
        for key in {"deadline", "responsible"} & set(task) - {bracketed}:
            explained = task[key] in task["text"] or comment_above(f"plans/{plan}", task[key].line)
            assert explained, f"{plan} {task['number']}"


@pytest.mark.parametrize("key", ["members", "hosted_by", "plates"])
def test_what_is_said_of_an_agency_beyond_its_names_has_a_source(key: str) -> None:
    bearing = [entry for entry in entries("agencies") if key in entry]
    assert bearing != []
    assert [shown(entry) for entry in bearing if "source" not in entry] == []


def test_former_agencies_have_an_english_name_and_a_source_and_are_named_by_no_shipped_plan() -> None:
    printed = "\n".join(piece.text for plan in PLANS for piece in pieces(plan))
    all_former = [former for entry in entries("agencies") for former in entry.get("former", ())]
    assert all_former != []
    assert [former["name"] for former in all_former if not {"english", "source"} <= set(former)] == []
    assert [name for former in all_former for name in former_names(former) if name in printed] == []


# The registries


@every_plan
def test_every_agency_of_a_responsibility_phrase_is_in_the_registry(plan: str) -> None:
    words = re.compile("按职责分工|负责|等部门|等单位|统筹协调|积极配合|配合|会同有关部门")
    listed = [piece for piece in pieces(plan) if piece.key == "responsible"]
    named = {(piece.place, name) for piece in listed for name in re.split("[、，]", words.sub("", piece.text))}
    assert {(place, name) for place, name in named if name not in known("agencies")} == set()
    assert bool(named) is (plan != "2022")


@every_plan
def test_every_quoted_title_is_in_the_registry(plan: str) -> None:
    defined = set(re.findall("以下简称《([^《》]+)》", plan_of(plan)["preamble"]))
    titles = {(piece.place, title) for piece in pieces(plan) for title in re.findall("《([^《》]+)》", piece.text)}
    unknown = {(place, title) for place, title in titles if title not in known("instruments") | defined}
    assert unknown == set()
    assert titles != set()


@pytest.mark.parametrize(
    ("registry", "key"), [("agencies", "members"), ("agencies", "hosted_by"), ("instruments", "parent")]
)
def test_entries_refer_to_the_shown_names_of_others(registry: str, key: str) -> None:
    names = set(map(shown, entries(registry)))
    for entry in entries(registry):
        meant = entry.get(key, [])
        meant = [meant] if isinstance(meant, str) else meant
        assert set(meant) <= names - {shown(entry)}, shown(entry)
        assert len(meant) == len(set(meant)), shown(entry)


def test_the_joint_conference_has_29_members() -> None:
    [members] = [entry["members"] for entry in entries("agencies") if "members" in entry]
    assert len(members) == 29


@every_registry
def test_every_entry_has_an_english_name(registry: str) -> None:
    english = re.compile(r"[A-Z0-9][A-Za-z0-9 ,.'/()&–-]+")
    assert [shown(entry) for entry in entries(registry) if not english.fullmatch(entry.get("english", ""))] == []
    assert duplicates(entry["english"] for entry in entries(registry)) == []


def test_no_name_means_two_things() -> None:
    """Over both registries, and however it is typed: width, case and spaces do not count."""
    own = ({fold(name) for name in all_names(entry)} for registry in REGISTRIES for entry in entries(registry))
    assert duplicates(name for names in own for name in names) == []


def duplicates(names: Iterator[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


# Named by no plan in any of its own names.
NAMED_OTHERWISE = {
    "国家知识产权战略纲要",  # 2020: 知识产权战略纲要, which would match a province's
    "商标法相关司法解释",  # 2025, item 9: 商标法、著作权法相关司法解释
}


@every_registry
def test_every_entry_is_named_by_a_plan(registry: str) -> None:
    """Or is one to which local agencies answer, in plans of provinces and cities."""
    printed = "\n".join(piece.text for plan in PLANS for piece in pieces(plan))
    own = [entry for entry in entries(registry) if "local" not in entry]
    unnamed = {shown(entry) for entry in own if not any(name in printed for name in all_names(entry))}
    assert unnamed == NAMED_OTHERWISE & set(map(shown, entries(registry)))


def test_no_function_of_local_agencies_is_listed_twice() -> None:
    lists = (function for entry in entries("agencies") for function in entry.get("local", ()))
    assert duplicates(name for each in lists for name in (each["name"], *each.get("also", ()))) == []


@cache
def traditional() -> frozenset[tuple[str, str]]:
    """(Traditional, Simplified), as the twins among the aliases show them."""
    pairs = set()
    for entry in (entry for registry in REGISTRIES for entry in entries(registry)):
        for alias in entry.get("aliases") or ():
            for name in proper_names(entry):
                differing = {(old, new) for old, new in zip(alias, name, strict=False) if old != new}
                if len(alias) == len(name) and not any(simplified(old) for old, _new in differing):
                    pairs |= differing
    return frozenset(pairs)


@every_registry
def test_every_name_has_its_traditional_twin(registry: str) -> None:
    older = {new: old for old, new in traditional()}
    for entry in entries(registry):
        for name in proper_names(entry):
            twin = "".join(older.get(character, character) for character in name)
            assert twin in {name, *(entry.get("aliases") or ())}, f"{name}: {twin}"


# As the program takes them


@cache
def loaded_registries() -> tuple[Registry, list[str]]:
    agencies, found = load_agencies(content("agencies"), "agencies.yaml", WORDS)
    instruments, others = load_instruments(content("instruments"), "instruments.yaml", WORDS)
    names = [row for row in agencies if isinstance(row, AgencyNameRow)]
    titles = {row.name: row.instrument for row in instruments if isinstance(row, InstrumentNameRow)}
    in_texts = [row.name for row in names if row.in_texts]
    return Registry({row.name: row.agency for row in names}, in_texts, titles), [*map(str, found), *map(str, others)]


def test_the_registries_load_without_complaint() -> None:
    assert loaded_registries()[1] == []


@every_plan
def test_a_plan_loads_without_complaint(plan: str) -> None:
    rows, findings = load_plan(plan_of(plan), f"plans/{plan}.yaml", loaded_registries()[0], WORDS)
    assert list(map(str, findings)) == []
    assert len(rows) > len(tasks(plan))


def renew(plans: list[str]) -> None:
    """Keep the digests of the copies as they are now, and say what changed."""
    for plan in plans:
        path = DIGESTS / f"{plan}.txt"
        if path.exists():
            print("\n".join(changes(plan) or [f"{plan}: nothing changed"]))
        lines = [f"{place} {digest}\n" for place, digest in digests(plan).items()]
        path.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    option, *chosen = sys.argv[1:] or [""]
    if option != "--renew" or not chosen or not set(chosen) <= set(PLANS):
        sys.exit(f"usage: python {sys.argv[0]} --renew PLAN...   (plans: {' '.join(PLANS)})")
    renew(chosen)
