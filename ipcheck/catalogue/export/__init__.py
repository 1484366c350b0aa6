"""The catalogue's content as tables for other engines: `layout`, `rows`, `write`, and one module for each format."""
