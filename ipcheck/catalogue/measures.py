"""The measures of the registries, and the figures that plans promise and ledgers report for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ipcheck.base.text import similar_names
from ipcheck.catalogue.conditions import in_clause
from ipcheck.catalogue.records import entry_index
from ipcheck.catalogue.spellings import spelling_forms
from ipcheck.catalogue.store import Catalogue
from ipcheck.catalogue.tables import selection
from ipcheck.domain.entry import Entry
from ipcheck.domain.measure import Measure
from ipcheck.domain.target import Target


def measures(catalogue: Catalogue) -> Mapping[str, Measure]:
    """The measures of this call's registries by their ids; read only once."""
    return catalogue.once(_read_measures)


def _read_measures(catalogue: Catalogue) -> dict[str, Measure]:
    rows = catalogue.select(
        f"SELECT {selection(Measure, 'm')} FROM active a JOIN measures m USING (file) ORDER BY a.rank, m.line"
    )
    return {measure.id: measure for measure in map(Measure._make, rows)}  # of two with one id, the later counts


def find_measure(catalogue: Catalogue, name: str) -> Measure | None:
    """The measure with a name, its id among them; None where none has it."""
    forms = spelling_forms(catalogue, name.strip())
    rows = catalogue.select(
        "SELECT measure FROM measure_names JOIN active USING (file) WHERE folded IN (?, ?) ORDER BY rank DESC LIMIT 1",
        forms,
    )
    return next((measures(catalogue).get(id_) for (id_,) in rows), None)


def measures_like(catalogue: Catalogue, word: str) -> list[str]:
    """The ids of the measures with a name most similar to `word`, which names none itself."""
    names = measure_names(catalogue)
    return list(dict.fromkeys(names[name] for name in similar_names(word, names)))


def measure_names(catalogue: Catalogue) -> dict[str, str]:
    """Every name of a measure in a registry, its id among them, with the id."""
    return dict(catalogue.select("SELECT name, measure FROM measure_names JOIN active USING (file)"))


def targets_by_task(catalogue: Catalogue, plans: Sequence[str] = ()) -> Mapping[str, Sequence[Target]]:
    """The figures that tasks promise, by the ids of the tasks, in the order of their texts; of these `plans` (ids), or
    of all."""
    condition, ids = in_clause("p.plan", plans) if plans else ("1", [])
    rows = catalogue.select(
        f"SELECT t.id, {selection(Target, 'g')} FROM active a CROSS JOIN plan_stats p ON p.file = a.file"
        " CROSS JOIN targets g ON g.file = a.file CROSS JOIN tasks t ON t.file = g.file AND t.position = g.position"
        f" WHERE {condition} ORDER BY a.rank, g.position, g.place",
        ids,
    )
    targets: dict[str, list[Target]] = defaultdict(list)
    for task, *values in rows:
        targets[task].append(Target._make(values))
    return targets


def figures(catalogue: Catalogue) -> Mapping[tuple[str, str], Sequence[Entry]]:
    """The figures on record that hold for all that a plan is about, by the id of the measure and the scope of the plan
    (`plan_scopes`); read only once. Those of an agency, a city or the like are about less."""
    return catalogue.once(_read_figures)


def _read_figures(catalogue: Catalogue) -> dict[tuple[str, str], list[Entry]]:
    scopes = plan_scopes(catalogue)
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entry_index(catalogue).reported():
        if entry.agency is None and entry.subject is None:
            found[str(entry.measure), scopes.get(entry.plan, entry.plan)].append(entry)
    return found


def plan_scopes(catalogue: Catalogue) -> Mapping[str, str]:
    """What the figures of each plan are about, by the plan's id: its region, or only itself where it names none."""
    rows = catalogue.select(
        "SELECT p.plan, d.region FROM active a JOIN plan_stats p USING (file) JOIN plans d USING (file)"
    )
    return {plan: region or plan for plan, region in rows}
