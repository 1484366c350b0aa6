"""Which tasks are asked for, and the SQL that asks for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Sized
from typing import Any, NamedTuple

from ipcheck.base.search import positions
from ipcheck.catalogue.assignments import assigned
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.assignment import Assignment, filter_assignments

STATED, PLAN, ANY = "stated", "plan", "any"
BASES = (STATED, PLAN, ANY)
ROLES = ("lead", "participant", "mentioned", "group")
DIRECT = ("lead", "participant")
KINDS = ("task", "goal", "condition")


class AgencyFilter(NamedTuple):
    """Any of `agencies` (uniform names) in any of `roles`."""

    agencies: Sequence[str]
    roles: Sequence[str] = DIRECT


class TaskQuery(NamedTuple):
    """Which tasks are asked for; an empty field asks for all. Days are ISO text, both bounds included.

    With `parts`, a task must fit one of them. `section`, `text` and `word` are the folded forms of a searched word, any
    of which will do (see `word_forms`); `text` and `word` are two searches of the same kind. `instruments` are uniform
    names, any of which will do. With `offices` or `persons`, an assignment must be of one of each.
    """

    plans: Sequence[str] = ()
    parts: Sequence[AgencyFilter] = ()
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


EACH_PLAN = "FROM active a CROSS JOIN tasks t ON t.file = a.file CROSS JOIN plan_stats p ON p.file = t.file"
_TASKS = 1 << 20  # more than a file can hold (ipcheck.datafiles.yaml_reader.MOST_BYTES)
_MANY = 100  # values that go as one parameter: a query may have few
_STATED_DAY = "(t.due IS NOT NULL AND t.deadline_basis IN ('stated', 'paragraph'))"


def from_clause(query: TaskQuery) -> str:
    """The FROM clause: plan_stats p, the call's files a, tasks t. It says in which order to look, at which
    SQLite could only guess: from the plans that are named, else from the tasks that an index finds, else plan by plan;
    then all tasks come in document order without being sorted, which would hold them all."""
    if query.plans:
        return "FROM plan_stats p CROSS JOIN active a ON a.file = p.file CROSS JOIN tasks t ON t.file = p.file"
    if any(query._replace(kinds=(), states=(), situations=(), basis="")):
        return "FROM tasks t CROSS JOIN active a ON a.file = t.file CROSS JOIN plan_stats p ON p.file = t.file"
    return EACH_PLAN


def where_clause(catalogue: Catalogue, query: TaskQuery, begun: Collection[str] = ()) -> tuple[str, list[Any]]:
    """The WHERE clause and its parameters. Values are always parameters, never part of the SQL.

    Of the plans that are `begun`, tasks that count from an event pass where a day is asked for: theirs is only known
    afterwards.
    """
    clauses: list[str] = ["1"]
    parameters: list[Any] = []

    def add(clause: str, *values: Any) -> None:
        clauses.append(clause)
        parameters.extend(values)

    for column, values in (("p.plan", query.plans), ("t.kind", query.kinds), ("t.id", query.ids)):
        if values:
            clause, given = in_clause(column, values)
            add(clause, *given)
    if query.parts:
        fitting = []
        for agencies, roles in query.parts:
            names, kinds = placeholders(agencies), placeholders(roles)
            fitting.append(f"(r.agency IN ({names}) AND r.role IN ({kinds}))")
        add(  # not EXISTS, which would look at every task: an agency has few
            "(t.file, t.position) IN (SELECT r.file, j.value FROM roles r, json_each(r.positions) j"
            f" WHERE {' OR '.join(fitting)})",
            *(value for part in query.parts for each in part for value in each),
        )
    if query.section:
        add(  # from the headings, of which there are few, to their tasks
            "(t.file, t.position) IN (SELECT x.file, x.position FROM sections h CROSS JOIN tasks x"
            " ON x.file = h.file AND x.position BETWEEN h.first AND h.last"
            f" WHERE {contains_clause('h.searched', query.section)})",
            *query.section,
        )
    for forms in (query.text, query.word):
        if forms:
            add(
                f"(t.file, t.position) IN (SELECT value / {_TASKS}, value % {_TASKS} FROM json_each(?))",
                _containing(catalogue, forms, query.plans),
            )
    if query.instruments:
        add(
            "(t.file, t.position) IN (SELECT file, position FROM task_instruments"
            f" WHERE instrument IN ({placeholders(query.instruments)}))",
            *query.instruments,
        )
    if query.offices or query.persons:
        add("t.id IN (SELECT value FROM json_each(?))", _given_to(query, assigned(catalogue)))
    if query.basis == PLAN:
        add("t.deadline_basis = 'plan'")
    days, bounds = _conditions_on_days(query)
    if days and begun:
        files = f"SELECT file FROM plan_stats WHERE plan IN ({placeholders(begun)})"
        add(f"(({days}) OR (t.file IN ({files}) AND t.relative_event IS NOT NULL))", *bounds, *begun)
    elif days:
        add(days, *bounds)
    return " AND ".join(clauses), parameters


def _conditions_on_days(query: TaskQuery) -> tuple[str, list[str]]:
    """What is asked of last days, apart from all else: one index finds them."""
    clauses, bounds = [], []
    if query.before:
        clauses.append("t.due <= ?")
        bounds.append(query.before)
    if query.after:
        clauses.append("t.due >= ?")
        bounds.append(query.after)
    if query.basis == STATED:
        clauses.append(_STATED_DAY)
    if query.dated and not bounds:
        clauses.append("t.due IS NOT NULL")
    return " AND ".join(clauses), bounds


def _containing(catalogue: Catalogue, forms: Sequence[str], plans: Sequence[str]) -> str:
    """The tasks of which the words contain one of the folded `forms`, of these plans or of all: a JSON list of places,
    each file * _TASKS + position."""
    of, named = in_clause("plan", plans) if plans else ("1", [])
    rows = catalogue.select(
        "SELECT s.file, s.words FROM active CROSS JOIN searched s USING (file) JOIN plan_stats USING (file)"
        f" WHERE {of}",
        named,
    )
    places = [file * _TASKS + position for file, words in rows for position in positions(words, forms)]
    return f"[{','.join(map(str, places))}]"


def _given_to(query: TaskQuery, given: Mapping[str, Sequence[Assignment]]) -> str:
    """The tasks of the offices and persons asked for, as a JSON list: SQL alone would not know which of two files
    counts, and there may be more than a query has parameters."""
    return _as_json(task for task, each in given.items() if filter_assignments(each, query.offices, query.persons))


def _as_json(values: Iterable[str]) -> str:
    import json  # a common question needs none

    return json.dumps(list(values))


def contains_clause(column: str, forms: Sequence[str]) -> str:
    """The condition that a folded column contains one of `forms`, which are its parameters."""
    return f"({' OR '.join([f'instr({column}, ?)'] * len(forms))})"


def in_clause(column: str, values: Sequence[str]) -> tuple[str, list[str]]:
    """The condition that a column holds one of `values`, and its parameters."""
    if len(values) > _MANY:
        return f"{column} IN (SELECT value FROM json_each(?))", [_as_json(values)]
    return f"{column} IN ({placeholders(values)})", list(values)


def placeholders(values: Sized) -> str:
    """A mark for each of these parameters."""
    return ", ".join("?" * len(values))
