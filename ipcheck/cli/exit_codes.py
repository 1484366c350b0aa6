"""The exit codes of the program."""

FINE = 0  # answered, even if the answer is empty
FOUND = 1  # found what was looked for (check, validate, diff --exit-code)
UNABLE = 2  # could not answer, or refused to
INTERRUPTED = 130  # stopped with Ctrl-C, as shells report it
