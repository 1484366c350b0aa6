"""One module for each command: it reads the options, calls the modules that answer, and writes the answer."""
