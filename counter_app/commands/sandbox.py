"""Runs a part of the sandbox town alone, for other clients: the hub, or the rest of the town."""

import argparse
from pathlib import Path
from typing import NoReturn

from counter_app.commands.arguments import describe, whole
from counter_app.commands.only_one import only_one
from counter_app.failures import CounterError, FailureCode


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "見本の町の一部を単独で動かし、ほかのプログラムから使えます。Ctrl-C で終わります。\n"
        "つなぎ方は counter_app/sandbox/README.md にあります。",
        "--basedir 見本 sandbox hub --port 8443",
        "--basedir 見本 sandbox town",
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    hub = parts.add_parser("hub", help="情報連携基盤。アドレスを出し、つなぐ鍵を sandbox/ に書く")
    describe(
        hub,
        "見本の情報連携基盤を動かし、アドレスを標準出力に出します。\n"
        "Y町としてつなぐ鍵と証明書は、--basedir の sandbox/for-the-town に書きます。",
        "--basedir 見本 sandbox hub --port 8443",
    )
    hub.add_argument(
        "--port", type=whole(0, 65535), default=0, metavar="N", help="なければ空いている番号"
    )
    town = parts.add_parser("town", help="電力・ガス・水道・車の組織と住基ネット")
    describe(
        town,
        "同じ --basedir で動いている見本の情報連携基盤につなぎ、組織と住基ネットを動かします。",
        "--basedir 見本 sandbox town",
    )


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Runs until SIGTERM or Ctrl-C."""
    from counter_app.bootstrap import wall_clock
    from counter_app.sandbox.run import main_hub, main_town
    from counter_app.settings import load_settings, require_place

    require_place(load_settings(basedir), sandbox=True)
    if arguments.part == "town":
        if not (basedir / "sandbox" / "hub.url").is_file():
            raise CounterError(FailureCode.SANDBOX_HUB_MISSING, f"{basedir} にありません")
        with only_one(basedir, "sandbox-town.lock"):
            main_town(basedir, wall_clock)
        return 0
    try:
        with only_one(basedir, "sandbox-hub.lock"):
            main_hub(basedir, arguments.port, wall_clock)
    except OSError as error:
        if arguments.port == 0:
            raise
        _port_taken(arguments.port, error)
    return 0


def _port_taken(port: int, error: OSError) -> NoReturn:
    raise CounterError(FailureCode.PORT_UNAVAILABLE, f"{port}番") from error
