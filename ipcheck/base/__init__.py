"""The lowest layer, for all others to import: messages, errors, findings, text, dates, files and processes."""
