"""Loaders: for each kind of data file a function from its content to rows for the catalogue and findings."""
