"""Lists from the catalogue other than of tasks: plans, headings, agencies with their numbers of tasks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ipcheck.catalogue.conditions import contains_clause, in_clause
from ipcheck.catalogue.store import Catalogue
from ipcheck.catalogue.tables import selection
from ipcheck.domain.plan import Plan

_PLAN = selection(
    Plan, "d", path="f.path", tasks="p.tasks", dated="p.dated", ongoing="p.ongoing", agencies="p.agencies",
    unread_deadlines="p.unread", unread_responsibilities="p.unread_responsibilities",
)  # fmt: skip


class Heading(NamedTuple):
    """A heading. `position` and `parent` count the headings of the plan from 0; `searched` is the folded text.

    `tasks` counts also the tasks under the headings below this one.
    """

    plan: str
    position: int
    parent: int | None
    depth: int
    heading: str
    searched: str
    tasks: int

    @property
    def key(self) -> str:
        """What summaries and searches know the heading by: its plan and its words."""
        return f"{self.plan} {self.heading}"


class AgencyLoad(NamedTuple):
    """How many tasks an agency leads, takes part in and is mentioned in. A local one has a `region`, and most of them a
    national body to which they answer (`counterpart`); a former one has the body that followed it. `id` is that of the
    registry."""

    name: str
    leads: int
    participates: int
    mentioned: int
    counterpart: str | None = None
    region: str | None = None
    is_former: int | None = None
    id: str | None = None


def plans(catalogue: Catalogue, ids: Sequence[str] = ()) -> Iterator[Plan]:
    """The plans with these ids (all if there are none), in time order."""
    where, parameters = _plan_condition(ids)
    rows = catalogue.select(
        f"SELECT {_PLAN}"
        " FROM plan_stats p JOIN active a ON a.file = p.file JOIN files f ON f.id = p.file"
        " JOIN plans d ON d.file = p.file"
        f" {where} ORDER BY a.rank",
        parameters,
    )
    return map(Plan._make, rows)


def plan_ids(catalogue: Catalogue) -> list[str]:
    """The ids of all plans, in time order."""
    rows = catalogue.select("SELECT plan FROM active CROSS JOIN plan_stats USING (file) ORDER BY rank")
    return [plan for (plan,) in rows]


def plan_days(catalogue: Catalogue) -> dict[str, str | None]:
    """The day of each plan (ISO text; None where it is not known), in time order."""
    rows = catalogue.select("SELECT plan, day FROM active CROSS JOIN plan_stats USING (file) ORDER BY rank")
    return dict(rows)


def plans_without_agencies(catalogue: Catalogue) -> list[str]:
    """The ids of the plans that name no agency for any task, as far as all their phrases are read."""
    rows = catalogue.select(
        "SELECT plan FROM active CROSS JOIN plan_stats USING (file)"
        " WHERE NOT agencies AND NOT unread_responsibilities ORDER BY rank"
    )
    return [plan for (plan,) in rows]


def headings(catalogue: Catalogue, ids: Sequence[str] = ()) -> list[Heading]:
    """Every heading of the plans with these ids (all if there are none), in document order."""
    where, parameters = _plan_condition(ids)
    rows = catalogue.select(
        "SELECT p.plan, s.position, s.parent, s.depth, s.heading, s.searched, s.last - s.first + 1"
        " FROM sections s JOIN active a ON a.file = s.file JOIN plan_stats p ON p.file = s.file"
        f" {where} ORDER BY a.rank, s.position",
        parameters,
    )
    return list(map(Heading._make, rows))


def heading_contains(catalogue: Catalogue, forms: Sequence[str]) -> bool:
    """Whether any heading of any plan contains one of the folded `forms`."""
    rows = catalogue.select(
        "SELECT 1 FROM sections s JOIN active a ON a.file = s.file"
        f" WHERE {contains_clause('s.searched', forms)} LIMIT 1",
        forms,
    )
    return next(rows, None) is not None


def introduction(catalogue: Catalogue, task: str) -> str | None:
    """The prose under the heading of a task (by id); None where there is none."""
    rows = catalogue.select(
        "SELECT s.intro FROM tasks t JOIN active a ON a.file = t.file"
        " JOIN sections s ON s.file = t.file AND s.position = t.section WHERE t.id = ?",
        (task,),
    )
    return next(rows, (None,))[0]  # type: ignore[no-any-return]


def agency_loads(catalogue: Catalogue, ids: Sequence[str] = ()) -> Iterator[AgencyLoad]:
    """Every agency that the plans with these ids (all if there are none) name; the one that leads most comes first."""
    where, parameters = _plan_condition(ids)
    rows = catalogue.select(
        "SELECT r.agency, sum((r.role = 'lead') * r.tasks), sum((r.role = 'participant') * r.tasks),"
        " sum((r.role = 'mentioned') * r.tasks), g.counterpart, g.region, g.is_former, g.id"
        " FROM roles r JOIN active a ON a.file = r.file JOIN plan_stats p ON p.file = r.file"
        " LEFT JOIN (SELECT name, max(counterpart) AS counterpart, max(region) AS region,"
        "  max(kind = 'former') AS is_former, max(id) AS id FROM agencies JOIN active USING (file) GROUP BY name) g"
        " ON g.name = r.agency"
        f" {where} GROUP BY r.agency ORDER BY 2 DESC, 3 DESC, 4 DESC, 1",
        parameters,
    )
    return map(AgencyLoad._make, rows)


def _plan_condition(ids: Sequence[str]) -> tuple[str, list[str]]:
    """The WHERE clause for the plans with these ids (all if there are none), and its parameters."""
    clause, parameters = in_clause("p.plan", ids) if ids else ("1", [])
    return f"WHERE {clause}", parameters
