"""A draft of a links file: the links that the program suggests between two plans, for a person to curate."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from ipcheck.domain.lineage.link import Link
from ipcheck.domain.lineage.suggest import suggest
from ipcheck.domain.task import Task
from ipcheck.reports.shared.context import Context
from ipcheck.reports.shared.link_facts import tasks_by_id, tasks_of

_PLAIN = re.compile("[\\w《》“”（）、·—]+")  # text that needs no quotes in YAML
_UNKNOWN = "?"  # the shared object of a link, for a person to fill in


def links_draft(context: Context, earlier: str, later: str) -> str:
    """The text of a links file (docs/links.md), with the score and both texts above each link. It loads without
    changes.

    Pairs of tasks that come close to being suggested follow as comments, to be taken in or struck.
    """
    _ = context.translator
    plans = tasks_of(context, [earlier, later])
    tasks = tasks_by_id(plans)
    suggestions = suggest(plans[earlier], plans[later])
    lines = [
        _("Draft, suggested from the texts alone: which tasks of {later} carry on which of {earlier}."),
        _("Compare each link with both texts. Remove what only shares a topic; add what was missed."),
        _("grade: strong where the shared object is the main object of both, or both name it; else weak."),
        _("why: the shared object, in a few words. Delete the comments when you are done."),
    ]
    head = [f"# {line.format(earlier=earlier, later=later)}" for line in lines]
    body = [f'earlier: "{earlier}"', f'later: "{later}"', "links:" if suggestions.links else "links: []"]
    near_misses = [f"#{line}" for line in _entries(suggestions.near, tasks)]
    if near_misses:
        near_misses.insert(0, "# " + _("Near misses, not suggested:"))
    return "\n".join([*head, *body, *_entries(suggestions.links, tasks), *near_misses, ""])


def _entries(links: Sequence[Link], tasks: Mapping[str, Task]) -> Iterator[str]:
    for link in links:
        yield f"  # {link.score:.2f}"
        for end in (link.earlier, link.later):
            yield f"  #   {end} {tasks[end].text}"
        why = link.why or _UNKNOWN
        quoted = why if _PLAIN.fullmatch(why) else json.dumps(why, ensure_ascii=False)
        yield f"  - {{from: {link.earlier}, to: {link.later}, grade: {link.grade}, why: {quoted}}}"
