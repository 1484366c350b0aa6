"""ipcheck: a checker of deadlines and compliance over China's published intellectual-property plans."""

__version__ = "0.1.0"
