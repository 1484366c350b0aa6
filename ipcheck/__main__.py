"""Where the program begins: the installed script, and python -m ipcheck."""

import gc
import sys


def run() -> None:
    """Run the program. Imports make many objects and no garbage: to collect among them costs a tenth of a start."""
    gc.disable()
    from ipcheck.cli.main import main

    gc.freeze()
    gc.enable()
    sys.exit(main())


if __name__ == "__main__":
    run()
