"""Lineage: links between tasks of different plans, changes along links, and threads. Pure functions."""
