"""One module for each command: it reads the options, calls one function of the reports, and has the answer written."""
