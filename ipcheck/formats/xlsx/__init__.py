"""Workbooks in the format of Excel: which table stands on which sheet, and how each kind of cell is written."""
