"""Programs for the maintainers of ipcheck. Most of them write files that are committed."""
