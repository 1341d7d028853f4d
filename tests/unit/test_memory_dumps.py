"""A number that lies in memory for a moment does not end in a file when the program is killed."""

import subprocess
import sys

import pytest

_MAIN = """
import ctypes, resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
sys.argv = ["counter-app", "--version"]
from counter_app.__main__ import main
try:
    main()
finally:
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2) is Linux's")
def test_the_program_leaves_no_core_dump_and_lets_nobody_read_its_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MAIN], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "(0, 0) 0"
