"""Plans, tasks, entries and links as values, and the rules over them. Pure functions: no file, no clock, no SQL."""
