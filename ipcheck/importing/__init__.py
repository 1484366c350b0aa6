"""Turn published documents into drafts of plan files (docs/import.md), and read documents and workbooks."""
