"""The command line: the only part that knows the clock, the environment and the terminal, prints and exits."""
