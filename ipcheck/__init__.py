"""ipcheck: ask China's intellectual-property plans what is due, by whom, and what became of it."""

__version__ = "0.1.0"
