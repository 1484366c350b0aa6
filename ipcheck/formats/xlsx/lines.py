"""Lines through the years on a sheet of a workbook: the numbers of each chart, and a chart of Excel's own beside
them."""

from collections.abc import Sequence
from typing import Any

from ipcheck.formats.parts import Chart
from ipcheck.formats.xlsx.book import HEADING, TEXT, Book

_ROWS = 18  # rows of the sheet that a chart takes
_LABEL, _VALUE = 16, 12  # widths of the columns, in letters
_COLOURS = ("#2f6fc4", "#b4530a")  # of what was reached, and of what was promised


def write_lines(book: Book, name: str, charts: Sequence[Chart]) -> None:
    """Write a sheet called `name` with these charts of lines, one below the other."""
    sheet = book.sheet(name)
    sheet.set_column(0, 0, _LABEL)
    sheet.set_column(1, max(len(chart.series) for chart in charts), _VALUE)
    row = 0
    for chart in charts:
        _write_chart(book, sheet, name, row, chart)
        row += max(_ROWS, len(chart.labels) + 3)


def _write_chart(book: Book, sheet: Any, name: str, row: int, chart: Chart) -> None:
    """Write the numbers of a chart from a row on, a label in each line, and draw them beside."""
    book.cells.text(sheet, row, 0, chart.title, {**HEADING, "text_wrap": False})
    for column, series in enumerate(chart.series, 1):
        book.cells.text(sheet, row + 1, column, series.label, HEADING)
    first, last = row + 2, row + 1 + len(chart.labels)
    for at, label in enumerate(chart.labels):
        book.cells.text(sheet, first + at, 0, label, TEXT)
        for column, series in enumerate(chart.series, 1):
            if series.values[at] is not None:
                book.cells.number(sheet, first + at, column, series.values[at], TEXT)
    drawing = book.line_chart()
    for column, colour in enumerate(_COLOURS[: len(chart.series)], 1):
        is_line = column == 1
        drawing.add_series(
            {
                "name": [name, row + 1, column],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "line": {"color": colour} if is_line else {"none": True},
                "marker": {
                    "type": "circle", "size": 6 if is_line else 9, "border": {"color": colour},
                    "fill": {"color": colour} if is_line else {"none": True},
                },
            }
        )  # fmt: skip
    drawing.set_title({"name": chart.title, "name_font": {"size": 11}})
    drawing.show_blanks_as("span")
    drawing.set_legend({"position": "bottom"})
    sheet.insert_chart(row, len(chart.series) + 2, drawing, {"description": chart.title})
