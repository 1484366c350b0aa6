"""The HTML page: its tables, its charts, and the template, style and script that it is made of."""
