"""Formats: each renders a document, for people or for programs."""
