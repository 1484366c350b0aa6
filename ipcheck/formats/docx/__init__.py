"""Word documents, as Chinese offices expect them: page, styles, tables."""
