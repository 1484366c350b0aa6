"""Data files on disk: discovering, reading, checking and loading them, and appending entries to them."""
