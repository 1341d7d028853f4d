"""Entry: `python -m counter_app` and the `counter-app` command."""

import atexit
import logging
import os
import sys

from counter_app.cli import run


def main() -> None:
    end(run(sys.argv[1:]))


def end(status: int) -> None:
    """End the process; one that has shown windows leaves their destruction to the system.

    At exit PySide 6.11 destroys every widget in the order of a table, and ended about every third
    process by SIGSEGV there (`BindingManager::releaseWrapper`), its work done and its status lost.
    Everything else that waits for the exit is done as usual.
    """
    qt = sys.modules.get("PySide6.QtCore")
    if qt is None:
        sys.exit(status)
    atexit.unregister(vars(qt)["__moduleShutdown"])
    atexit._run_exitfuncs()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
