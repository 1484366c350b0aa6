"""python -m ipcheck"""

from ipcheck.cli.main import run

run()
