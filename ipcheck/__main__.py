"""python -m ipcheck"""

from ipcheck.cli.start import run

run()
