"""The entry point of the program, for the installed script `ipcheck` and for `python -m ipcheck`."""

import gc
import sys


def run() -> None:
    """Run the program and exit with its exit code.

    The imports run without garbage collection: they make many objects and no garbage, and collecting would take a
    tenth of the start-up time.
    """
    gc.disable()
    from ipcheck.cli.main import main

    gc.freeze()
    gc.enable()
    sys.exit(main())


if __name__ == "__main__":
    run()
