"""Runs a part of the sandbox town alone, for other clients: the hub, or the rest of the town."""

import argparse
from pathlib import Path
from typing import NoReturn

from counter_app.failures import CounterError, FailureCode


def add(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    hub = parts.add_parser(
        "hub",
        help="the hub; prints its address, writes a client's keys to sandbox/for-the-town",
    )
    hub.add_argument("--port", type=_port, default=0, metavar="N", help="else one that is free")
    parts.add_parser("town", help="organisations and Juki-net, against the hub of the same place")


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("0 から 65535 までの数です")
    return port


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Runs until SIGTERM or Ctrl-C."""
    from counter_app.bootstrap import wall_clock
    from counter_app.sandbox.run import main_hub, main_town

    if arguments.part == "town":
        if not (basedir / "sandbox" / "hub.url").is_file():
            raise CounterError(FailureCode.SANDBOX_HUB_MISSING, f"{basedir} にありません")
        main_town(basedir, wall_clock)
        return 0
    try:
        main_hub(basedir, arguments.port, wall_clock)
    except OSError as error:
        if arguments.port == 0:
            raise
        _port_taken(arguments.port, error)
    return 0


def _port_taken(port: int, error: OSError) -> NoReturn:
    raise CounterError(FailureCode.PORT_UNAVAILABLE, f"{port}番") from error
