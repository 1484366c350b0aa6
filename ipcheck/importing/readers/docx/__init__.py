"""The reader of Word documents (DOCX)."""
