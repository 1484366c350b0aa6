"""Data files on disk: which are read, what they hold, what is wrong in them, and how entries are added."""
