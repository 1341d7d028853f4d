"""Entry: `python -m counter_app` and the `counter-app` command."""

import os
import sys

from counter_app import logs
from counter_app.cli import run
from counter_app.endings import interrupt
from counter_app.memory import keep_out_of_dumps


def main() -> None:
    _speak_utf8_everywhere()
    keep_out_of_dumps()
    _have_streams()
    interrupt()
    logs.tell_bugs_by_place()
    sys.exit(run(sys.argv[1:]))


def _speak_utf8_everywhere() -> None:
    """Start anew in UTF-8 where the locale is another one: it is the encoding of file names too.

    Windows has its names in Unicode whatever the locale.
    """
    if sys.platform == "win32" or sys.getfilesystemencoding() == "utf-8":
        return
    arguments = [os.fsencode(argument) for argument in sys.argv[1:]]
    program = [os.fsencode(sys.executable), b"-X", b"utf8", b"-m", b"counter_app"]
    os.environ["PYTHONUTF8"] = "1"  # for what we start ourselves
    os.execv(program[0], [*program, *arguments])  # noqa: S606


def _have_streams() -> None:
    """Open what we were started without, or the next file takes its place and our words."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115  # for good
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


if __name__ == "__main__":
    main()
