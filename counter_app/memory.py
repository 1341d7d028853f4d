"""Keeps the memory of this program, which holds numbers and PINs for moments, out of files."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def keep_out_of_dumps() -> None:
    """Let no core dump be written of this process, whatever the machine's settings ask for.

    On Linux no other process of the same user may read its memory either (prctl(2)). A program
    started by this one inherits the limit. Windows has neither; its error reports are the town's
    to turn off.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The limit alone does not bind a collector that the kernel pipes dumps to (core(5)).
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
