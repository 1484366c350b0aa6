"""The answers: one module for each question turns rows of the catalogue into a document. Reports know no output format,
no clock and no terminal."""
