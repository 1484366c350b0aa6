"""The draft of a plan file, made of the pieces of text that a reader has found in a published plan (docs/import.md)."""
