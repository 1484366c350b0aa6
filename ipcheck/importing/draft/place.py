"""The place of the plan among the lines of a document: where its items begin, their outline, and where they end."""

import re
from collections.abc import Sequence

from ipcheck.base.i18n import Translator
from ipcheck.base.text import sentences
from ipcheck.importing.draft import facts
from ipcheck.importing.draft.item_kinds import goal_deadline, is_sentence
from ipcheck.importing.draft.markers import Marker, marker_at
from ipcheck.importing.draft.outline import Outline, outline
from ipcheck.importing.draft.paragraphs import Line

# Styles of markers that divide documents, outermost first.
_OUTERMOST = ("part", "han", "han-brackets", "number", "number-brackets")
_MOST_SIGNED = 7  # lines of a signature: those who sign, and the day
_PHRASE = re.compile("[（【〔][^（）【】〔〕]*(?:负责|牵头|责任单位|底前)[^（【〔]*[）】〕]|(?:责任|牵头)单位：")
_FEWEST = 2  # outermost items that divide a document


def plan_in(lines: Sequence[Line], _: Translator) -> tuple[int | None, int, Outline]:
    """(the index of the line at which the plan begins, the index behind its last line, its outline). The first is None,
    and the outline empty, where no item begins a plan: a table may hold its tasks then."""
    start, body = _start_of_plan(lines, _)
    if start is None or _is_letter_of_table(lines, start):
        return None, len(lines), Outline()
    end = start + body.lines
    tail = next((at for at in range(_last_marked(lines, start, end), end) if _ends(lines, at)), end)
    return (start, tail, outline(lines, start, tail, _)) if tail < end else (start, end, body)


def _start_of_plan(lines: Sequence[Line], _: Translator) -> tuple[int | None, Outline]:
    """The index of the line at which the plan begins, and the plan's outline; None and an empty outline without a plan.

    Among the texts that begin with number 1 of the outermost style in use, the one with the most items is the plan.
    Where none begins with number 1, the plan begins at the first marker of any of these styles.
    """
    marked = [(at, marker) for at, line in enumerate(lines) if not line.cells and (marker := marker_at(line.text))]
    for style in _OUTERMOST:
        starts = [at for at, marker in marked if (marker.style, marker.number) == (style, 1)]
        if best := _best(lines, starts, _):
            return best
    if alone := _only_section(lines, marked, _):
        return alone
    first = next((at for at, marker in marked if marker.style in _OUTERMOST), None)
    return _best(lines, [] if first is None else [first], _) or (None, Outline())


def _only_section(
    lines: Sequence[Line], marked: Sequence[tuple[int, Marker]], _: Translator
) -> tuple[int, Outline] | None:
    """The first section of a plan that breaks off in it: one with sentences, and below a title. None without one."""
    at = next((at for at, marker in marked if (marker.style, marker.number) in (("han", 1), ("part", 1))), None)
    if at is None or not any(facts.is_title(line.text) for line in lines[:at]):
        return None
    candidate = outline(lines, at, len(lines), _)
    has_tasks = any(is_sentence(line.text) for item in candidate.all() for line in item.body)
    return (at, candidate) if has_tasks else None


def _best(lines: Sequence[Line], starts: Sequence[int], _: Translator) -> tuple[int, Outline] | None:
    """The start and outline with the most items of those that begin at `starts`; None where none of them has two
    outermost items, or three items in all."""
    best: tuple[int, int, Outline] | None = None
    end = 0
    for at in starts:
        if at < end:  # inside the outline before
            continue
        candidate = outline(lines, at, len(lines), _)
        end = at + candidate.lines
        items = sum(1 for _item in candidate.all())
        divided = len(candidate.items) >= _FEWEST or items > _FEWEST or _has_phrase(candidate)
        if divided and (best is None or items > best[0]):
            best = (items, at, candidate)
    return best[1:] if best else None


def _is_letter_of_table(lines: Sequence[Line], start: int) -> bool:
    """Whether the items from `start` on are those of a letter, behind whose signature a table holds the tasks."""
    rows = [at for at in range(start, len(lines)) if lines[at].cells]
    if len(rows) <= _FEWEST:
        return False
    signed = [at for at in range(start, rows[0]) if facts.signature(lines[at].text)]
    return bool(signed) and not any(marker_at(line.text) for line in lines[signed[-1] : rows[0]])


def _has_phrase(candidate: Outline) -> bool:
    """Whether a text in an outline names who is responsible, or until when."""
    items = candidate.all()
    return any(
        _PHRASE.search(item.text) or any(goal_deadline(text) for line in item.body for text in sentences(line.text))
        for item in items
    )


def _ends(lines: Sequence[Line], at: int) -> bool:
    """Whether the document has ended before a line: the line is what web pages put below a text, or begins a
    signature."""
    if facts.TAIL.match(lines[at].text):
        return True
    below = range(at, min(at + _MOST_SIGNED, len(lines)))
    day = next((n for n in below if facts.signature(lines[n].text)), None)
    return day is not None and all(facts.signers(lines[n].original or lines[n].text) for n in range(at, day))


def _last_marked(lines: Sequence[Line], start: int, end: int) -> int:
    """The index behind the last line on which an item begins."""
    return max(at for at in range(start, end) if at == start or (not lines[at].cells and marker_at(lines[at].text))) + 1
