"""All data files compiled into one SQLite file in the user's cache: never edited, always rebuildable."""
