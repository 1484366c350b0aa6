"""Published documents to drafts of plan files."""
