"""Programs for those who change the program: each writes files that are committed."""
