"""The formats: a module or folder for each, which renders a document for people or for programs."""
