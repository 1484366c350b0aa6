"""What `validate` looks for beside what loaders refuse."""
