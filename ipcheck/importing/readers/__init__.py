"""Readers: a file, whatever its format, becomes pieces of text with places."""
