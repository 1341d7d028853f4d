"""The command line: parses, runs one command, turns failures into exit statuses.

0 done · 2 usage · 3 a failure the clerk can act on, its code on standard error · 70 our bug.
"""

import argparse
import errno
import importlib
import io
import sys
import types
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from counter_app import __version__, logs
from counter_app.commands.arguments import Parser, folder
from counter_app.failures import CounterError, FailureCode
from counter_app.settings import default_basedir

COMMANDS = {
    "run": "窓口を開く（--sandbox で見本の町）",
    "demo": "5人世帯の転入を、最初から最後まで実演する",
    "card": "個人番号カードを読む",
    "determine": "世帯のファイルから、要る手続を判定する",
    "catalogue": "手続の一覧と町のファイルに誤りがないかを確かめる",
    "render": "帳票を PDF にする",
    "links": "個人番号とリンクコードの表を取り込む",
    "outbox": "情報連携基盤への送信の様子を見る",
    "audit": "監査記録が書き換えられていないかを確かめる",
    "verify": "封印された PDF が変わっていないかを確かめる",
    "backup": "控えを取る、控えを確かめる",
    "diagnose": "この端末に足りないものを調べる",
    "sandbox": "見本の情報連携基盤や町を、単独で動かす",
    "screens": "すべての画面を PNG に描く",
    "bench": "この端末での速さを測る",
}
"""Each is a module of `counter_app.commands`, loaded only when it is the one asked for."""

DONE, USAGE, FAILURE, BUG = 0, 2, 3, 70


_NO_ROOM = {
    errno.ENOSPC: "空きがありません",
    errno.EDQUOT: "割り当てを使い切りました",
    errno.EROFS: "書き込めない場所です",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
}
"""What the machine refuses to any part of the program, and the town's IT people can put right."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit status."""
    _speak_utf8()
    try:
        options, chosen, module = _understood(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    logs.set_up(options.log_json)
    with ExitStack() as stack:
        basedir = options.basedir or default_basedir(
            sandbox=options.command == "sandbox" or bool(getattr(chosen, "sandbox", False))
        )
        if options.temp_basedir:
            import tempfile

            basedir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="counter-app-")))
        try:
            status = int(module.run(basedir, chosen))
            sys.stdout.flush()
            return status
        except CounterError as failure:
            _tell_failure(failure)
            return FAILURE
        except KeyboardInterrupt:
            logs.tell("中止しました。")
            return FAILURE
        except BrokenPipeError:  # whoever read our output has seen enough
            logs.unheard(sys.stdout)
            return DONE
        except Exception as bug:  # the last edge: a bug ends here, without the values it held
            if isinstance(bug, OSError) and bug.errno in _NO_ROOM:
                _tell_failure(_place_unusable(bug))
                return FAILURE
            _tell_bug(basedir, bug)
            return BUG


def _understood(
    arguments: Sequence[str],
) -> tuple[argparse.Namespace, argparse.Namespace, types.ModuleType]:
    """The options of every command, those of this one, and its module. Raises SystemExit."""
    place = _place_options(argparse.SUPPRESS)
    everywhere, rest = place.parse_known_args(arguments)
    parser = Parser(
        "counter-app",
        parents=[_place_options(None)],
        description="ワンストップ窓口（転入の総合窓口）",
        epilog="それぞれの説明: counter-app COMMAND --help\n"
        "終わり方: 0 済んだ、2 指定の誤り、3 直せば済む失敗（符号を示す）、70 プログラムの誤り",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"counter-app {__version__}",
        help="版を出して終わる",
    )
    parser.add_argument(
        "command",
        choices=tuple(COMMANDS),
        metavar="COMMAND",
        help="\n".join(f"{name:<10} {words}" for name, words in COMMANDS.items()),
    )
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    if not rest:
        parser.print_help(sys.stderr)
        raise SystemExit(USAGE)
    options = parser.parse_args(rest, everywhere)
    module = importlib.import_module(f"counter_app.commands.{options.command}")
    sub = Parser(f"counter-app {options.command}")
    module.add(sub)
    return options, sub.parse_args(options.rest), module


def _place_options(default: str | None) -> Parser:
    """What is understood before the command and behind it."""
    parser = Parser("counter-app", add_help=False)
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--basedir",
        type=folder,
        metavar="FOLDER",
        default=default,
        help="この窓口のデータの置き場所（なければ利用者ごとの決まった場所）",
    )
    where.add_argument(
        "--temp-basedir",
        action="store_true",
        default=default or False,
        help="終わると消える、仮の置き場所を使う",
    )
    parser.add_argument(
        "--log-json",
        action="store_true",
        default=default or False,
        help="標準エラーに、1行に1つの JSON で書く",
    )
    return parser


def _place_unusable(error: OSError) -> CounterError:
    """The machine has no room or no right for us."""
    where = f"{error.filename}：" if error.filename else ""
    return CounterError(FailureCode.PLACE_UNUSABLE, f"{where}{_NO_ROOM[error.errno or 0]}")


def failure_lines(failure: CounterError) -> str:
    """The code with its detail, and below it what the handbook says."""
    from counter_app.handbook import handbook_entry

    entry = handbook_entry(failure.code)
    return f"{failure}\n{entry.title}。{entry.saved}\n{entry.now}"


def _tell_failure(failure: CounterError) -> None:
    logs.tell(failure_lines(failure), level="ERROR", code=failure.code.value)


def _speak_utf8() -> None:
    """Names need UTF-8, also where a pipe would get the system's own encoding (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that is no text at all is shown in its bytes; it must not end the program.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell_bug(basedir: Path, bug: Exception) -> None:
    """Tell and keep where it happened, never what was in the variables or the message."""
    lines = logs.places(bug)
    kept = basedir / "last-bug.txt"
    written = False
    if basedir.is_dir():
        with suppress(OSError):
            kept.write_text("\n".join(lines) + "\n", "utf-8")
            written = True
    where = f"{kept} を" if written else "上の行を"
    ask = f"プログラムの誤りです。{where}保守の担当に送ってください。個人の情報は入っていません。"
    logs.tell("\n".join((f"BUG {type(bug).__name__}", *lines[-8:], ask)), level="ERROR", code="BUG")
