"""Tests of what data/ holds, not of the program."""
