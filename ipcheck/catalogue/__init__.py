"""The catalogue: all data files compiled into one SQLite file in the user's cache. It can be rebuilt at any time."""
