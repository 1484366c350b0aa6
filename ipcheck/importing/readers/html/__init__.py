"""The reader of web pages (HTML)."""
