"""One module for each command: it reads options, asks one function, and lets the answer be written."""
