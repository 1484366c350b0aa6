"""The rules of data files: those that only `ipcheck validate` checks, and a manual of all rules, those of the loaders
included."""
