"""Rows of tables: what of a class of rows is stored, and rows in groups.

A class of rows is a NamedTuple whose field names are column names. Fields without a default are stored; a field with a
default is found out when a row is read. Days are ISO text. Lists are joined by LINE_SEP, which no value can contain.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

LINE_SEP = "\n"

# Rows by the name of their class. Rows from another process are plain tuples of the stored fields.
Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def split_list(joined: str) -> list[str]:
    """The items of a list that LINE_SEP joins."""
    return joined.split(LINE_SEP) if joined else []


def stored_fields(row_class: Any) -> tuple[str, ...]:
    """The fields of a class of rows that are stored. They come first: in Python, none can follow one with a default."""
    return row_class._fields[: len(row_class._fields) - len(row_class._field_defaults)]  # type: ignore[no-any-return]


def stored_values(row_class: Any) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """A function from a row of this class (or from the stored values of one) to its stored values as a plain tuple."""
    return itemgetter(slice(len(stored_fields(row_class))))


def by_kind(rows: Iterable[tuple[Any, ...]]) -> Rows:
    """Group rows by the name of their class, so that each group can be inserted by one SQL statement."""
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        groups[type(row).__name__].append(row)
    return dict(groups)
