"""The page: its parts, its charts, and the template, style and script that it is made of."""
