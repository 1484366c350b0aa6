"""The catalogue's content as tables for other engines: their `layout`, their `rows`, a module for each format."""
