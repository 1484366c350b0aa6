"""A query for tasks, and the SQL that finds them."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Sized
from typing import Any, NamedTuple

from ipcheck.catalogue.records import assignments_by_task
from ipcheck.catalogue.store import Catalogue
from ipcheck.domain.assignment import Assignment, filter_assignments
from ipcheck.domain.situation import OWN_BASES, UNREAD

STATED, PLAN, ANY = "stated", "plan", "any"
BASES = (STATED, PLAN, UNREAD, ANY)
ROLES = ("lead", "participant", "mentioned", "group", "local")
OWN_ROLES = ROLES[:3]  # of the agency itself; the others add tasks of its groups and of the local agencies below it
DIRECT = ("lead", "participant")
KINDS = ("task", "goal", "condition")


class AgencyFilter(NamedTuple):
    """A filter for tasks in which any of `agencies` (uniform names) has any of `roles`.

    `word` is the short name by which they were asked for, if it means several or, in plans of regions, `also` others.
    `kind` is "group" or "local" (ROLES) where they are groups of the agency that was asked for, or local ones below it.
    `former` are the bodies before it that tasks name, which are left out. `instead_of` is the one that was asked for,
    if no task names it and the agency that followed it stands in its place.
    """

    agencies: Sequence[str]
    roles: Sequence[str] = DIRECT
    word: str = ""
    also: Sequence[str] = ()
    kind: str = ""
    former: Sequence[str] = ()
    instead_of: str = ""


class SearchedWord(NamedTuple):
    """A word to search for: as it was typed, its folded `forms` (made by `resolve.searched_word`), one of which must
    occur, and the `summaries` that hold it in English, by the id of the task, or by plan and heading."""

    typed: str
    forms: Sequence[str]
    summaries: Sequence[str] = ()


class TaskQuery(NamedTuple):
    """Which tasks to find; an empty field matches all. Days are ISO text, and both bounds are included.

    A task must match at least one of `parts`, name at least one of `instruments` (uniform names), and name any at one
    of `stages`. `section`, `text` and `word` are each a word to search for; `text` and `word` are two independent
    searches in the same text.
    With `targets` it must promise a figure. With `offices` and `persons`, a single assignment must name one of each.

    The basis UNREAD asks for the tasks with a phrase that no rule reads. Of such a task nobody knows whether its last
    day lies within the bounds, or which agencies answer for it: these filters let it through.
    """

    plans: Sequence[str] = ()
    parts: Sequence[AgencyFilter] = ()
    section: SearchedWord | None = None
    before: str | None = None
    after: str | None = None
    basis: str = ANY
    text: SearchedWord | None = None
    word: SearchedWord | None = None
    instruments: Sequence[str] = ()
    stages: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    situations: Sequence[str] = ()
    outcomes: Sequence[str] = ()
    late: bool | None = None
    offices: Sequence[str] = ()
    persons: Sequence[str] = ()
    ids: Sequence[str] = ()
    targets: bool = False
    dated: bool = False
    soonest_first: bool = False

    @property
    def bounded(self) -> bool:
        """Whether the query bounds the last day."""
        return bool(self.before or self.after)

    def whatever_became(self) -> "TaskQuery":
        """The query without its filters by state, situation, outcome and lateness: only judging tells these of a task,
        and they are about one day."""
        return self._replace(states=(), situations=(), outcomes=(), late=None)


EACH_PLAN = "FROM active a CROSS JOIN tasks t ON t.file = a.file CROSS JOIN plan_stats p ON p.file = t.file"
_TASKS = 1 << 20  # more tasks than a file can hold (ipcheck.datafiles.yaml_reader.MOST_BYTES)
_MANY = 100  # a longer list of values is one JSON parameter: SQLite limits how many a query may have
_NO_DAY = f"t.deadline_basis = '{UNREAD}'"
_NO_AGENCY = f"t.responsibility_basis = '{UNREAD}'"
_SUMMARISED_HEADING = (
    "(SELECT plan FROM plan_stats WHERE file = h.file) || ' ' || h.heading IN (SELECT value FROM json_each(?))"
)
_OF_BASIS = {
    STATED: f"t.deadline_basis IN {OWN_BASES}",
    PLAN: "t.deadline_basis = 'plan'",
    UNREAD: f"({_NO_DAY} OR {_NO_AGENCY})",
}


def from_clause(query: TaskQuery) -> str:
    """The FROM clause, with the tables plan_stats p, active a (the files of the call) and tasks t.

    The clause fixes the order of joins, which SQLite could only guess: from the plans that the query names, else from
    the tasks that an index finds, else plan by plan. Plan by plan, all tasks come in document order without a sort,
    which would hold all of them in memory.
    """
    if query.plans:
        return "FROM plan_stats p CROSS JOIN active a ON a.file = p.file CROSS JOIN tasks t ON t.file = p.file"
    if any(query.whatever_became()._replace(kinds=(), basis="")):
        return "FROM tasks t CROSS JOIN active a ON a.file = t.file CROSS JOIN plan_stats p ON p.file = t.file"
    return EACH_PLAN


def where_clause(catalogue: Catalogue, query: TaskQuery, with_events: Collection[str] = ()) -> tuple[str, list[Any]]:
    """The WHERE clause and its parameters. Values are always parameters, never part of the SQL.

    In the plans `with_events` (ids), for which a ledger records an event, tasks that count from an event match any
    bound on days: their last day is computed after the query.
    """
    clauses: list[str] = ["1"]
    parameters: list[Any] = []

    def add(clause: str, *values: Any) -> None:
        clauses.append(clause)
        parameters.extend(values)

    for column, values in (("p.plan", query.plans), ("t.kind", query.kinds), ("t.id", query.ids)):
        if values:
            clause, clause_values = in_clause(column, values)
            add(clause, *clause_values)
    if query.parts:
        fitting = []
        for part in query.parts:
            names, kinds = placeholders(part.agencies), placeholders(part.roles)
            fitting.append(f"(r.agency IN ({names}) AND r.role IN ({kinds}))")
        add(  # EXISTS would look at every task; an agency has few
            f"({_NO_AGENCY if query.basis == UNREAD else 0} OR "
            "(t.file, t.position) IN (SELECT r.file, j.value FROM roles r, json_each(r.positions) j"
            f" WHERE {' OR '.join(fitting)}))",
            *(value for part in query.parts for field in (part.agencies, part.roles) for value in field),
        )
    if query.section:
        summaries = [_json_list(query.section.summaries)] if query.section.summaries else []
        or_summarised = f" OR {_SUMMARISED_HEADING}" if summaries else ""  # which looks at every heading
        add(  # from headings to their tasks, because headings are few
            "(t.file, t.position) IN (SELECT x.file, x.position FROM sections h CROSS JOIN tasks x"
            " ON x.file = h.file AND x.position BETWEEN h.first AND h.last"
            f" WHERE {contains_clause('h.searched', query.section.forms)}{or_summarised})",
            *query.section.forms,
            *summaries,
        )
    for searched in (query.text, query.word):
        if searched:
            add(
                f"(t.file, t.position) IN (SELECT value / {_TASKS}, value % {_TASKS} FROM json_each(?))",
                _matching_places(catalogue, searched, query.plans),
            )
    if query.instruments:
        add(
            "(t.file, t.position) IN (SELECT file, position FROM task_instruments"
            f" WHERE instrument IN ({placeholders(query.instruments)}))",
            *query.instruments,
        )
    if query.stages:
        add(
            "(t.file, t.position) IN (SELECT file, position FROM task_instruments"
            f" WHERE stage IN ({placeholders(query.stages)}))",
            *query.stages,
        )
    if query.targets:
        add("(t.file, t.position) IN (SELECT file, position FROM targets)")
    if query.offices or query.persons:
        add("t.id IN (SELECT value FROM json_each(?))", _assigned_tasks(query, assignments_by_task(catalogue)))
    if query.basis != ANY:
        add(_OF_BASIS[query.basis])
    days, bounds = _day_condition(query)
    if days and with_events:
        files = f"SELECT file FROM plan_stats WHERE plan IN ({placeholders(with_events)})"
        add(f"(({days}) OR (t.file IN ({files}) AND t.relative_event IS NOT NULL))", *bounds, *with_events)
    elif days:
        add(days, *bounds)
    return " AND ".join(clauses), parameters


def _day_condition(query: TaskQuery) -> tuple[str, list[str]]:
    """The condition on last days and its parameters, in one piece because one index finds them."""
    clauses, bounds = [], []
    if query.before:
        clauses.append("t.due <= ?")
        bounds.append(query.before)
    if query.after:
        clauses.append("t.due >= ?")
        bounds.append(query.after)
    if not bounds and (query.dated or query.basis in (STATED, PLAN)):
        clauses.append("t.due IS NOT NULL")
    days = " AND ".join(clauses)
    return f"({_NO_DAY} OR ({days}))" if bounds and lets_unread_through(query) else days, bounds


def lets_unread_through(query: TaskQuery) -> bool:
    """Whether bounds on days let a task through of which nobody has read the deadline phrase."""
    return query.basis == UNREAD and not query.dated


def _matching_places(catalogue: Catalogue, searched: SearchedWord, plans: Sequence[str]) -> str:
    """The places of the tasks whose words, or whose summaries, contain a word, in these plans (all if there are none).

    The result is a JSON list of numbers: file * _TASKS + position.
    """
    from ipcheck.base.search import find_positions  # imported here because only a search for words needs it

    condition, ids = in_clause("plan", plans) if plans else ("1", [])
    rows = catalogue.select(
        "SELECT s.file, s.words FROM active CROSS JOIN searched s USING (file) JOIN plan_stats USING (file)"
        f" WHERE {condition}",
        ids,
    )
    places = {file * _TASKS + position for file, words in rows for position in find_positions(words, searched.forms)}
    if searched.summaries:
        summaries = _json_list(searched.summaries)
        summed_up = catalogue.select(
            f"SELECT t.file * {_TASKS} + t.position FROM tasks t JOIN active USING (file)"
            " WHERE t.id IN (SELECT value FROM json_each(?))"
            f" UNION SELECT t.file * {_TASKS} + t.position FROM sections h JOIN active USING (file)"
            f" JOIN tasks t ON t.file = h.file AND t.position BETWEEN h.first AND h.last WHERE {_SUMMARISED_HEADING}",
            [summaries, summaries],
        )
        places.update(place for (place,) in summed_up)
    return _json_list(sorted(places))


def _assigned_tasks(query: TaskQuery, assignments: Mapping[str, Sequence[Assignment]]) -> str:
    """The ids of the tasks assigned to the offices and persons of a query, as a JSON list.

    SQL alone could not tell which of two files counts, and there may be more ids than a query may have parameters.
    """
    return _json_list(
        task
        for task, task_assignments in assignments.items()
        if filter_assignments(task_assignments, query.offices, query.persons)
    )


def _json_list(values: Iterable[str | int]) -> str:
    """Values as a JSON list, for a single parameter of a query."""
    import json  # imported here because most questions need no JSON

    return json.dumps(list(values))


def contains_clause(column: str, forms: Sequence[str]) -> str:
    """The condition that a folded column contains one of `forms`; its parameters are the `forms`."""
    return f"({' OR '.join([f'instr({column}, ?)'] * len(forms))})"


def in_clause(column: str, values: Sequence[str]) -> tuple[str, list[str]]:
    """The condition that a column holds one of `values`, and its parameters."""
    if len(values) > _MANY:
        return f"{column} IN (SELECT value FROM json_each(?))", [_json_list(values)]
    return f"{column} IN ({placeholders(values)})", list(values)


def placeholders(values: Sized) -> str:
    """The placeholders of a query for these values: `?, ?, ?` for three."""
    return ", ".join("?" * len(values))
