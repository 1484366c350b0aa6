"""Readers of files: a document becomes pieces of text with their places, a workbook grids of values."""
