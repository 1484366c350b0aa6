"""What the page can be filtered by: the values of each row, and the choices of the form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ipcheck.base.i18n import N_, Translator
from ipcheck.domain.situation import SITUATIONS
from ipcheck.formats.document import Column, Row, Standing
from ipcheck.formats.parts import Thread

FACETS = {
    "agency": N_("agency"),
    "office": N_("office"),
    "situation": N_("status"),
    "plan": N_("plan"),
    "section": N_("section"),
}
Choices = list[tuple[str, str]]  # value and words of each choice


def facets_of_row(row: Row, columns: Sequence[Column[Any]], _: Translator) -> dict[str, str]:
    """The values by which a row is filtered, by facet: words, or the name of a situation."""
    facets: dict[str, list[str]] = {}
    for value, column in zip(row, columns, strict=True):
        if column.facet and value not in (None, ""):
            facets.setdefault(column.facet, []).extend(_values(value, column, _))
    return {facet: "\n".join(dict.fromkeys(values)) for facet, values in facets.items()}


def _values(value: Any, column: Column[Any], _: Translator) -> list[str]:
    if isinstance(value, Standing):
        return [value.name]
    if column.kind in ("agency", "agencies"):
        return [_.name(name) for name in value.split("\n")]
    return str(value).split("\n")


def facets_of_thread(thread: Thread) -> dict[str, str]:
    """The values by which a thread is filtered."""
    cards = [card for cards in thread.cards for card in cards]
    agencies = (name for card in cards for name in card.agencies)
    return {"task": "\n".join(card.id for card in cards), "agency": "\n".join(dict.fromkeys(agencies))}


def choices(
    facets: Iterable[Mapping[str, str]], situations: Mapping[str, str], _: Translator
) -> list[tuple[str, str, Choices]]:
    """The facets with two values or more to choose from, as (name, label, choices). `situations` are the words for the
    situations by their names."""
    values: dict[str, dict[str, None]] = {facet: {} for facet in FACETS}
    for item in facets:
        for facet, known in values.items():
            known.update(dict.fromkeys(value for value in item.get(facet, "").split("\n") if value))
    return [
        (facet, _(FACETS[facet]), _in_words(facet, list(known), situations))
        for facet, known in values.items()
        if len(known) > 1
    ]


def _in_words(facet: str, values: list[str], situations: Mapping[str, str]) -> Choices:
    if facet == "situation":
        return [(name, situations[name]) for name in SITUATIONS if name in situations]
    return [(value, value) for value in (sorted(values) if facet == "agency" else values)]
