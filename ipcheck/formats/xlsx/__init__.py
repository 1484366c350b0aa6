"""Workbooks: which table stands on which sheet, and how each kind of cell is written."""
