"""A table behind a plan that divides its tasks among agencies (任务分工表): what it says of one goes to that task."""

from collections.abc import Sequence

from ipcheck.base.text import fold
from ipcheck.importing.draft.draft import DraftTask


def give_phrases(tasks: Sequence[DraftTask], rows: Sequence[DraftTask]) -> set[str]:
    """Give tasks the phrases that they lack and that rows of a table have for the same text; the texts of the rows that
    were so used (see `same`)."""
    by_text = {same(task.text): task for task in tasks}
    used = set()
    for row in rows:
        task = by_text.get(same(row.text))
        if task and not (task.deadline or task.responsible):
            task.deadline, task.responsible = row.deadline, row.responsible
            task.doubts += row.doubts
            used.add(same(row.text))
    return used


def same(text: str) -> str:
    """The key under which the text of a task in a table is that of the task: marks at its end do not count."""
    return fold(text).rstrip(".;,")
