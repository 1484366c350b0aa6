"""What an exit code means."""

FINE = 0  # answered, also with nothing
FOUND = 1  # looked, and found what was looked for (check, validate, diff --exit-code)
UNABLE = 2  # could not look, or refused to
INTERRUPTED = 130
