"""Tables from the lines drawn on a page: their cells, merged ones included."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_NEAR = 3.0  # points; lines that are no further apart meet, or are the same line
_OPEN = 8.0  # points; where a page ends within a cell, upright lines go more than this beyond the last level line
_COVERED = 0.6  # share of a border that must be drawn
_MOST_COLUMNS, _MOST_ROWS = 60, 200  # counted by their lines


class Rule(NamedTuple):
    """A line drawn on a page: a box in points that is thin in one direction."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_upright(self) -> bool:
        return self.top - self.bottom > self.right - self.left


class Grid(NamedTuple):
    """A table: the x of its upright lines, the y of its level lines from the top, and the cells in each row from the
    top.

    A cell is a number from 0, repeated in every place that the cell covers. A column is open above or below where it
    has no border there, because the page ends within a cell.
    """

    columns: Sequence[float]
    lines: Sequence[float]
    rows: Sequence[Sequence[int]]
    open_above: Sequence[bool]
    open_below: Sequence[bool]

    @property
    def cells(self) -> int:
        """The number of cells."""
        return 1 + max(max(row) for row in self.rows)

    @property
    def top(self) -> float:
        return self.lines[0]

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell in which a point lies; None outside the table."""
        row = sum(y < line for line in self.lines) - 1
        column = sum(x > side for side in self.columns) - 1
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[0]):
            return self.rows[row][column]
        return None

    def sides(self, cell: int) -> tuple[float, float]:
        """The left and right edge of a cell."""
        places = [at for row in self.rows for at, number in enumerate(row) if number == cell]
        return self.columns[min(places)], self.columns[max(places) + 1]


def grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    """The tables that are formed by lines which meet."""
    for group in _groups_of_meeting(rules):
        upright = [rule for rule in group if rule.is_upright]
        level = [rule for rule in group if not rule.is_upright]
        columns = _distinct_places((rule.left + rule.right) / 2 for rule in upright)
        lines = _distinct_places((rule.bottom + rule.top) / 2 for rule in level)[::-1]
        if upright:
            top, bottom = max(rule.top for rule in upright), min(rule.bottom for rule in upright)
            lines = [*([top] * (not lines or top > lines[0] + _OPEN)), *lines]
            lines = [*lines, *([bottom] * (bottom < lines[-1] - _OPEN))]
        if 2 <= len(columns) <= _MOST_COLUMNS and 2 <= len(lines) <= _MOST_ROWS:
            yield _grid(columns, lines, upright, level)


def _groups_of_meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines that meet each other, directly or through others."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.bottom <= other.top + _NEAR
        and other.bottom <= one.top + _NEAR
    )


def _distinct_places(values: Iterable[float]) -> list[float]:
    """The different places among `values`, rising; values within _NEAR points are one place."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _grid(columns: Sequence[float], lines: Sequence[float], upright: Sequence[Rule], level: Sequence[Rule]) -> Grid:
    """The table that lines form: neighbouring places without a drawn border between them are one cell."""
    width, height = len(columns) - 1, len(lines) - 1
    merged_into = list(range(width * height))

    def merged_place(place: int) -> int:
        """The place that stands for the whole cell (as in union-find)."""
        while merged_into[place] != place:
            place = merged_into[place]
        return place

    for row in range(height):
        for column in range(width):
            place = row * width + column
            if column + 1 < width and not _is_drawn_upright(upright, columns[column + 1], lines[row + 1], lines[row]):
                merged_into[merged_place(place + 1)] = merged_place(place)
            if row + 1 < height and not _is_drawn_level(level, lines[row + 1], columns[column], columns[column + 1]):
                merged_into[merged_place(place + width)] = merged_place(place)
    numbers = {place: number for number, place in enumerate(sorted({merged_place(place) for place in merged_into}))}
    return Grid(
        columns,
        lines,
        [[numbers[merged_place(row * width + column)] for column in range(width)] for row in range(height)],
        *(
            [not _is_drawn_level(level, line, *columns[column : column + 2]) for column in range(width)]
            for line in (lines[0], lines[-1])
        ),
    )


def _is_drawn_upright(rules: Sequence[Rule], x: float, bottom: float, top: float) -> bool:
    """Whether enough of the border at `x` is drawn."""
    along = (rule for rule in rules if abs((rule.left + rule.right) / 2 - x) <= _NEAR)
    return sum(max(0.0, min(top, rule.top) - max(bottom, rule.bottom)) for rule in along) >= _COVERED * (top - bottom)


def _is_drawn_level(rules: Sequence[Rule], y: float, left: float, right: float) -> bool:
    """Whether enough of the border at `y` is drawn."""
    along = (rule for rule in rules if abs((rule.bottom + rule.top) / 2 - y) <= _NEAR)
    return sum(max(0.0, min(right, rule.right) - max(left, rule.left)) for rule in along) >= _COVERED * (right - left)
