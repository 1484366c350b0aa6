"""Parts that several reports share: context, tables, labels, charts, sources."""
