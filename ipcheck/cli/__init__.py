"""The command line. Only this package reads the clock, the environment and the terminal, prints and exits."""
