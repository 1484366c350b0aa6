"""Questions to the catalogue: filters become SQL, rows become tasks."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Sized
from operator import itemgetter
from typing import Any, NamedTuple

from ipcheck.assignments import Assignment, of_whom
from ipcheck.catalogue.assignments import assigned
from ipcheck.catalogue.entries import Recorded, recorded
from ipcheck.catalogue.store import Catalogue
from ipcheck.ledger import Entry, Whole, of_part, state_of
from ipcheck.searching import positions
from ipcheck.situation import NOTHING_RECORDED, Judge, Situation
from ipcheck.spans import after
from ipcheck.tasks import Task, soonest
from ipcheck.text import fold, sentences

STATED, PLAN, ANY = "stated", "plan", "any"
BASES = (STATED, PLAN, ANY)
ROLES = ("lead", "participant", "mentioned", "group")
DIRECT = ("lead", "participant")
KINDS = ("task", "goal", "condition")


class Part(NamedTuple):
    """Any of `agencies` (uniform names) in any of `roles`."""

    agencies: Sequence[str]
    roles: Sequence[str] = DIRECT


class Wanted(NamedTuple):
    """Which tasks are asked for; an empty field asks for all. Days are ISO text, both bounds included.

    With `parts`, a task must fit one of them. `section`, `text` and `word` are the folded forms of a searched word, any
    of which will do (see `word_forms`); `text` and `word` are two searches of the same kind. `instruments` are uniform
    names, any of which will do. With `offices` or `persons`, an assignment must be of one of each.
    """

    plans: Sequence[str] = ()
    parts: Sequence[Part] = ()
    section: Sequence[str] = ()
    before: str | None = None
    after: str | None = None
    basis: str = ANY
    text: Sequence[str] = ()
    word: Sequence[str] = ()
    instruments: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    situations: Sequence[str] = ()
    offices: Sequence[str] = ()
    persons: Sequence[str] = ()
    ids: Sequence[str] = ()
    dated: bool = False
    soonest_first: bool = False

    @property
    def bounded(self) -> bool:
        """Whether last days are asked for."""
        return bool(self.before or self.after)


_COLUMNS = """
    t.id, p.plan, t.number, t.kind, t.headings, t.text, t.deadline_phrase, t.due, t.ongoing,
    t.relative_event, t.relative_count, t.relative_unit, t.deadline_basis,
    t.responsibility_phrase, t.lead, t.participants, t.divided, t.others, t.responsibility_basis,
    t.mentions, t.instruments, f.path, t.line, t.column, p.period_end, p.published,
    EXISTS (SELECT 1 FROM links l JOIN active la ON la.file = l.file
            JOIN tasks lt ON lt.id = l.later JOIN active lta ON lta.file = lt.file
            WHERE l.earlier = t.id AND l.grade = 'strong')
"""
_EACH_PLAN = "FROM active a CROSS JOIN tasks t ON t.file = a.file CROSS JOIN summaries p ON p.file = t.file"
_WHAT_IS_JUDGED = itemgetter(
    *map(Task._fields.index, ("due", "ongoing", "deadline_basis", "period_end", "published", "carried_on"))
)
_TASKS = 1 << 20  # more than a file can hold (ipcheck.source.MOST_BYTES)
_MANY_PLANS = 100  # of which the ids go as one parameter: a query may have few
_NOT_YET = Situation("open")  # until it has been judged
STATED_DAY = "(t.due IS NOT NULL AND t.deadline_basis IN ('stated', 'paragraph'))"


def find_tasks(catalogue: Catalogue, wanted: Wanted, judge: Judge) -> Iterator[Task]:
    """The tasks asked for, in document order (plans by the day they were issued) or soonest last day first.

    A task whose last day counts from an event comes once for each subject of which a ledger records the event.
    """
    known = recorded(catalogue)
    starts = known.starts(judge.on)
    given = assigned(catalogue)
    where, parameters = conditions(catalogue, wanted, {plan for plan, _event in starts})
    order = "t.due IS NULL, t.due, a.rank, t.position" if wanted.soonest_first else "a.rank, t.position"
    source = tables(wanted)
    if source is _EACH_PLAN:
        catalogue.index_ranks()
    select = f"SELECT {_COLUMNS} {source} JOIN files f ON f.id = t.file WHERE {where} ORDER BY {order}"
    rows = catalogue.select(select, parameters)
    tasks: Iterator[Task] = (_judged(row, known, judge) for row in rows)
    if starts:
        tasks = _counted(tasks, starts, wanted, known, judge)
    if given:
        tasks = (task._replace(assigned=given[task.id]) if task.id in given else task for task in tasks)
    for task in tasks:
        if wanted.states and task.state.name not in wanted.states:
            continue
        if wanted.situations and task.situation.name not in wanted.situations:
            continue
        yield task


def _counted(
    tasks: Iterable[Task], starts: Mapping[tuple[str, str], Sequence[tuple[str | None, str]]], wanted: Wanted,
    known: Recorded, judge: Judge,
) -> Iterator[Task]:  # fmt: skip
    """The tasks with those that count from a recorded event given their days, one for each subject."""

    def each() -> Iterator[Task]:
        for task in tasks:
            begun = dict(starts.get((task.plan, task.relative_event or ""), ()))
            if not begun:
                yield task
                continue
            heard_of = (entry.subject for entry in known.on_task(task.id, judge.on))
            for subject in dict.fromkeys([*begun, *filter(None, heard_of)]):
                day = begun.get(subject, begun.get(None))  # the event of all, where there is one, is that of each
                due = after(day, int(task.relative_count or 0), str(task.relative_unit)) if day else None
                yield _with_state(task._replace(due=due, subject=subject), known, judge)

    def fits(task: Task) -> bool:
        if task.due is None:
            return not (wanted.before or wanted.after or wanted.dated or wanted.basis != ANY)
        return (wanted.after or "") <= task.due <= (wanted.before or task.due)

    fitting = filter(fits, each())
    return iter(sorted(fitting, key=soonest)) if wanted.soonest_first else fitting


def of_sentence(catalogue: Catalogue, task: Task, part: int, judge: Judge) -> Task:
    """A sentence of a task (from 1) as if it were a task: its text, and its state and situation by the entries on it
    and on the whole."""
    sentence = task._replace(text=sentences(task.text)[part - 1])
    entries = of_part(recorded(catalogue).by_task.get(task.id, ()), part)
    return _standing(sentence, entries, _whole_sentence(sentence), judge)


def state_on(task: Task, part: int | None, entries: Sequence[Entry], day: str) -> str:
    """The state that these entries give a task on a day, or its sentence, where the task is one (`of_sentence`)."""
    if part:
        return state_of(of_part(entries, part), _whole_sentence(task), day, task.subject).name
    return state_of(entries, _whole(task), day, task.subject).name


def word_forms(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms under which a search finds `word`: as typed, in Simplified characters, and, where it is
    another name of an agency or instrument, also an English one, the name that plans print."""
    forms = spellings(catalogue, word)
    places = marks(forms)
    rows = catalogue.select(
        f"SELECT agency FROM agency_names JOIN active USING (file) WHERE folded IN ({places})"
        f" UNION SELECT instrument FROM instrument_names JOIN active USING (file) WHERE folded IN ({places})",
        [*forms, *forms],
    )
    names = [name for (name,) in rows] + [
        name
        for table in ("agencies", "instruments")
        for name, english in english_names(catalogue, word, table)
        if fold(english) in forms
    ]
    return list(dict.fromkeys([*forms, *map(fold, names)]))


def english_names(catalogue: Catalogue, word: str, table: str) -> list[tuple[str, str]]:
    """The uniform and English names of agencies or instruments, where `word` may be one of the latter."""
    if not word.isascii():
        return []
    return list(
        catalogue.select(f"SELECT name, english FROM {table} JOIN active USING (file) WHERE english IS NOT NULL")
    )


def simplify(catalogue: Catalogue, word: str) -> str:
    """`word` with the Traditional characters that the registries teach turned into Simplified ones."""
    characters = sorted(set(word))
    places = marks(characters)
    table = catalogue.select(
        f"SELECT traditional, simplified FROM traditional JOIN active USING (file) WHERE traditional IN ({places})",
        characters,
    )
    return word.translate({ord(old): new for old, new in table})


def agency_names(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Every name in the registry or in a plan's responsibilities, with the uniform name that it means."""
    return list(
        catalogue.select(
            "SELECT n.name, n.agency FROM agency_names n JOIN active USING (file)"
            " UNION SELECT english, name FROM agencies JOIN active USING (file) WHERE english IS NOT NULL"
            " UNION SELECT r.agency, r.agency FROM responsibilities r JOIN active USING (file)"
        )
    )


def agency_named(catalogue: Catalogue, name: str) -> str | None:
    """The uniform name of an agency given by any of its names, in any width, case or script, or in English."""
    forms = spellings(catalogue, name)
    places = marks(forms)
    rows = catalogue.select(  # where two registries give a name, the later counts, as when plans are read
        f"SELECT agency, rank FROM agency_names JOIN active USING (file) WHERE folded IN ({places})"
        f" UNION ALL SELECT agency, -1 FROM responsibilities JOIN active USING (file) WHERE agency = ?"
        " ORDER BY 2 DESC LIMIT 1",
        [*forms, name.strip()],
    )
    for agency, _rank in rows:
        return str(agency)
    english = {agency for agency, other in english_names(catalogue, name, "agencies") if fold(other) in forms}
    return english.pop() if len(english) == 1 else None  # of two with one English name neither is meant


def groups_of(catalogue: Catalogue, agency: str) -> list[str]:
    """The groups that an agency belongs to or hosts."""
    rows = catalogue.select(
        "SELECT m.agency_group FROM members m JOIN active USING (file) WHERE m.agency = ?"
        " UNION SELECT g.name FROM agencies g JOIN active USING (file) WHERE g.hosted_by = ?",
        (agency, agency),
    )
    return [name for (name,) in rows]


def direct(roles: Sequence[str]) -> list[str]:
    """The roles in which an agency is named itself; without roles, those of who answers for a task."""
    return [role for role in roles or DIRECT if role != "group"]


def parts_of(catalogue: Catalogue, agency: str, roles: Sequence[str]) -> list[Part]:
    """The parts that make up `roles` of an agency; `group` stands for what its groups lead or share."""
    own = direct(roles)
    parts = [Part([agency], own)] if own else []
    if "group" in roles:
        parts.append(Part(groups_of(catalogue, agency)))
    return parts


def contains(column: str, forms: Sequence[str]) -> str:
    """The condition that a folded column contains one of `forms`, which are its parameters."""
    return f"({' OR '.join([f'instr({column}, ?)'] * len(forms))})"


def spellings(catalogue: Catalogue, word: str) -> list[str]:
    """The folded forms of a word: as typed, and in Simplified characters."""
    return list(dict.fromkeys((fold(word), fold(simplify(catalogue, word)))))


def _judged(row: tuple[Any, ...], known: Recorded, judge: Judge) -> Task:
    if row[0] in known.by_task:
        return _with_state(Task._make((*row, NOTHING_RECORDED, _NOT_YET, None, ())), known, judge)
    due, ongoing, basis, period_end, published, carried_on = _WHAT_IS_JUDGED(row)
    situation = judge.situation(due, bool(ongoing), basis, NOTHING_RECORDED, period_end, published, bool(carried_on))
    return Task._make((*row, NOTHING_RECORDED, situation, None, ()))


def _with_state(task: Task, known: Recorded, judge: Judge) -> Task:
    return _standing(task, known.by_task.get(task.id, ()), _whole(task), judge)


def _standing(task: Task, entries: Sequence[Entry], whole: Whole, judge: Judge) -> Task:
    state = state_of(entries, whole, judge.on, task.subject) if entries else NOTHING_RECORDED
    due, ongoing, basis, period_end, published, carried_on = _WHAT_IS_JUDGED(task)
    situation = judge.situation(due, bool(ongoing), basis, state, period_end, published, bool(carried_on))
    return task._replace(state=state, situation=situation)


def _whole(task: Task) -> Whole:
    """What a task is made of. Agencies finish it where each answers for its own share, or where there is only one, and
    all of them are named."""
    counted = not task.others and (task.divided or len(task.agencies) == 1)
    return Whole(task.text, [name for name, _stage in task.stages()], task.agencies if counted else ())


def _whole_sentence(sentence: Task) -> Whole:
    """The same of a sentence."""
    return Whole(sentence.text, [name for name, _stage in sentence.stages() if name in sentence.text])


def _given_to(wanted: Wanted, given: Mapping[str, Sequence[Assignment]]) -> str:
    """The tasks of the offices and persons asked for, as a JSON list: SQL alone would not know which of two files
    counts, and there may be more than a query has parameters."""
    return _as_json(task for task, each in given.items() if of_whom(each, wanted.offices, wanted.persons))


def _as_json(values: Iterable[str]) -> str:
    import json  # a common question needs none

    return json.dumps(list(values))


def _containing(catalogue: Catalogue, forms: Sequence[str], plans: Sequence[str]) -> str:
    """The tasks of which the words contain one of the folded `forms`, of these plans or of all: a JSON list of places,
    each file * _TASKS + position."""
    of = f"AND plan IN ({marks(plans)})" if plans else ""
    rows = catalogue.select(
        "SELECT s.file, s.words FROM active CROSS JOIN searched s USING (file) JOIN summaries USING (file)"
        f" WHERE 1 {of}",
        plans,
    )
    places = [file * _TASKS + position for file, words in rows for position in positions(words, forms)]
    return f"[{','.join(map(str, places))}]"


def tables(wanted: Wanted) -> str:
    """The FROM clause: summaries of plans p, the call's files a, tasks t. It says in which order to look, at which
    SQLite could only guess: from the plans that are named, else from the tasks that an index finds, else plan by plan;
    then all tasks come in document order without being sorted, which would hold them all."""
    if wanted.plans:
        return "FROM summaries p CROSS JOIN active a ON a.file = p.file CROSS JOIN tasks t ON t.file = p.file"
    if any(wanted._replace(kinds=(), states=(), situations=(), basis="")):
        return "FROM tasks t CROSS JOIN active a ON a.file = t.file CROSS JOIN summaries p ON p.file = t.file"
    return _EACH_PLAN


def conditions(catalogue: Catalogue, wanted: Wanted, begun: Collection[str] = ()) -> tuple[str, list[Any]]:
    """The WHERE clause and its parameters. Values are always parameters, never part of the SQL.

    Of the plans that are `begun`, tasks that count from an event pass where a day is asked for: theirs is only known
    afterwards.
    """
    clauses: list[str] = ["1"]
    parameters: list[Any] = []

    def add(clause: str, *values: Any) -> None:
        clauses.append(clause)
        parameters.extend(values)

    if len(wanted.plans) > _MANY_PLANS:
        add("p.plan IN (SELECT value FROM json_each(?))", _as_json(wanted.plans))
    plans = wanted.plans if len(wanted.plans) <= _MANY_PLANS else ()
    for column, values in (("p.plan", plans), ("t.kind", wanted.kinds), ("t.id", wanted.ids)):
        if values:
            add(f"{column} IN ({marks(values)})", *values)
    if wanted.parts:
        fitting = []
        for agencies, roles in wanted.parts:
            names, kinds = marks(agencies), marks(roles)
            fitting.append(f"(r.agency IN ({names}) AND r.role IN ({kinds}))")
        add(  # not EXISTS, which would look at every task: an agency has few
            f"(t.file, t.position) IN (SELECT r.file, r.position FROM responsibilities r WHERE {' OR '.join(fitting)})",
            *(value for part in wanted.parts for each in part for value in each),
        )
    if wanted.section:
        add(  # from the headings, of which there are few, to their tasks
            "(t.file, t.position) IN (SELECT x.file, x.position FROM sections h CROSS JOIN tasks x"
            " ON x.file = h.file AND x.position BETWEEN h.first AND h.last"
            f" WHERE {contains('h.searched', wanted.section)})",
            *wanted.section,
        )
    for forms in (wanted.text, wanted.word):
        if forms:
            add(
                f"(t.file, t.position) IN (SELECT value / {_TASKS}, value % {_TASKS} FROM json_each(?))",
                _containing(catalogue, forms, wanted.plans),
            )
    if wanted.instruments:
        add(
            "(t.file, t.position) IN (SELECT file, position FROM task_instruments"
            f" WHERE instrument IN ({marks(wanted.instruments)}))",
            *wanted.instruments,
        )
    if wanted.offices or wanted.persons:
        add("t.id IN (SELECT value FROM json_each(?))", _given_to(wanted, assigned(catalogue)))
    if wanted.basis == PLAN:
        add("t.deadline_basis = 'plan'")
    days, bounds = _conditions_on_days(wanted)
    if days and begun:
        files = f"SELECT file FROM summaries WHERE plan IN ({marks(begun)})"
        add(f"(({days}) OR (t.file IN ({files}) AND t.relative_event IS NOT NULL))", *bounds, *begun)
    elif days:
        add(days, *bounds)
    return " AND ".join(clauses), parameters


def _conditions_on_days(wanted: Wanted) -> tuple[str, list[str]]:
    """What is asked of last days, apart from all else: one index finds them."""
    clauses, bounds = [], []
    if wanted.before:
        clauses.append("t.due <= ?")
        bounds.append(wanted.before)
    if wanted.after:
        clauses.append("t.due >= ?")
        bounds.append(wanted.after)
    if wanted.basis == STATED:
        clauses.append(STATED_DAY)
    if wanted.dated and not bounds:
        clauses.append("t.due IS NOT NULL")
    return " AND ".join(clauses), bounds


def marks(values: Sized) -> str:
    """A mark for each of these parameters."""
    return ", ".join("?" * len(values))
