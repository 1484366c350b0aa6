"""Lines drawn on a page become the cells of a table, merged ones included."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_NEAR = 3.0  # points between lines that meet, or are the same
_OPEN = 8.0  # points that upright lines go beyond the last level one where a page ends within a cell
_COVERED = 0.6  # share of a border that must be drawn
_MOST_COLUMNS, _MOST_ROWS = 60, 200


class Rule(NamedTuple):
    """A line drawn on a page: a box in points that is thin one way."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_upright(self) -> bool:
        return self.top - self.bottom > self.right - self.left


class Grid(NamedTuple):
    """A table: its vertical and horizontal lines, and which cell (from 0) is where in each row, from the top.

    Columns that are open above or below have no border there: the page ends within a cell.
    """

    columns: Sequence[float]
    lines: Sequence[float]
    rows: Sequence[Sequence[int]]
    open_above: Sequence[bool]
    open_below: Sequence[bool]

    @property
    def cells(self) -> int:
        return 1 + max(max(row) for row in self.rows)

    @property
    def top(self) -> float:
        return self.lines[0]

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell in which a point lies."""
        row = sum(y < line for line in self.lines) - 1
        column = sum(x > side for side in self.columns) - 1
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[0]):
            return self.rows[row][column]
        return None

    def sides(self, cell: int) -> tuple[float, float]:
        """Where a cell begins and ends from left to right."""
        places = [at for row in self.rows for at, one in enumerate(row) if one == cell]
        return self.columns[min(places)], self.columns[max(places) + 1]


def grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    """The tables that lines which meet form."""
    for group in _meeting(rules):
        upright = [rule for rule in group if rule.is_upright]
        level = [rule for rule in group if not rule.is_upright]
        columns = _places((rule.left + rule.right) / 2 for rule in upright)
        lines = _places((rule.bottom + rule.top) / 2 for rule in level)[::-1]
        if upright:
            top, bottom = max(rule.top for rule in upright), min(rule.bottom for rule in upright)
            lines = [*([top] * (not lines or top > lines[0] + _OPEN)), *lines]
            lines = [*lines, *([bottom] * (bottom < lines[-1] - _OPEN))]
        if 2 <= len(columns) <= _MOST_COLUMNS and 2 <= len(lines) <= _MOST_ROWS:
            yield _grid(columns, lines, upright, level)


def _meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, directly or through others."""
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


def _places(values: Iterable[float]) -> list[float]:
    """Different positions, rising."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _grid(columns: Sequence[float], lines: Sequence[float], upright: Sequence[Rule], level: Sequence[Rule]) -> Grid:
    """Places that no drawn border divides are one cell."""
    width, height = len(columns) - 1, len(lines) - 1
    cell = list(range(width * height))

    def first(place: int) -> int:
        while cell[place] != place:
            place = cell[place]
        return place

    for row in range(height):
        for column in range(width):
            place = row * width + column
            if column + 1 < width and not _drawn_up(upright, columns[column + 1], lines[row + 1], lines[row]):
                cell[first(place + 1)] = first(place)
            if row + 1 < height and not _drawn_level(level, lines[row + 1], columns[column], columns[column + 1]):
                cell[first(place + width)] = first(place)
    numbers = {place: number for number, place in enumerate(sorted({first(place) for place in cell}))}
    return Grid(
        columns,
        lines,
        [[numbers[first(row * width + column)] for column in range(width)] for row in range(height)],
        *(
            [not _drawn_level(level, line, *columns[column : column + 2]) for column in range(width)]
            for line in (lines[0], lines[-1])
        ),
    )


def _drawn_up(rules: Sequence[Rule], x: float, bottom: float, top: float) -> bool:
    along = (rule for rule in rules if abs((rule.left + rule.right) / 2 - x) <= _NEAR)
    return sum(max(0.0, min(top, rule.top) - max(bottom, rule.bottom)) for rule in along) >= _COVERED * (top - bottom)


def _drawn_level(rules: Sequence[Rule], y: float, left: float, right: float) -> bool:
    along = (rule for rule in rules if abs((rule.bottom + rule.top) / 2 - y) <= _NEAR)
    return sum(max(0.0, min(right, rule.right) - max(left, rule.left)) for rule in along) >= _COVERED * (right - left)
