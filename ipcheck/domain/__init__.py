"""What plans, tasks, entries and links are, and what follows from them. Pure functions: no file, no clock, no SQL."""
