"""Takes backups (控え) of a counter, checks them, and brings one back to an empty place."""

import argparse
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counter_app.commands.arguments import describe, place
from counter_app.commands.files import folder_in_use, read_input, unwritable
from counter_app.commands.terminal import say, tell
from counter_app.failures import CounterError, FailureCode

if TYPE_CHECKING:
    from counter_app.settings import Settings
    from localdb.copying import DatabaseLook

_LIST = "backup.json"
_DATABASE = Path("data", "counter.db")
_WITNESS = Path("data", "counter.audit-head")
_KEYS = Path("data", "keys")


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a backup: its kind (`data` or `keys`), and each file with its SHA-256."""

    kind: str
    made_at: datetime
    files: dict[str, str]


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "控えを取ります。毎日のデータの控えと、一度だけ取る鍵の控えを、別々の媒体に置きます。\n"
        "データの控えは、鍵の控えがなければだれにも読めません。窓口が動いていても取れます。",
        "backup keys /media/usb-a          （最初に一度、鍵を替えたとき）",
        "backup data /media/usb-b          （毎日）",
        "backup check /media/usb-b/counter-data-20261120-173000",
        "--basedir 新しい場所 backup restore データの控え --keys 鍵の控え",
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    for kind, words in (
        ("data", "データの控え（データベース、設定）を取る"),
        ("keys", "鍵の控え（データベース・封印・連携の鍵）を取る"),
    ):
        part = parts.add_parser(kind, help=words)
        describe(part, f"{words}。FOLDER の中に、日時の付いた新しいフォルダを作ります。")
        part.add_argument("folder", type=place, metavar="FOLDER", help="控えを置くフォルダ")
    check = parts.add_parser("check", help="控えが取ったときのままで、開けるかを確かめる")
    describe(
        check,
        "控えのすべてのファイルが取ったときのままか、データベースがこの窓口の鍵で開くかを確かめます。\n"
        "控えには何も書きません。",
    )
    check.add_argument("folder", type=place, metavar="BACKUP", help="控えのフォルダ")
    check.add_argument(
        "--keys", type=place, metavar="BACKUP", help="この窓口の鍵の代わりの鍵の控え"
    )
    restore = parts.add_parser("restore", help="控えを、空の --basedir に戻す")
    describe(
        restore,
        "二つの控えを確かめてから、空の --basedir に戻します。今あるデータの上には戻しません。",
        "--basedir 新しい場所 backup restore データの控え --keys 鍵の控え",
    )
    restore.add_argument("folder", type=place, metavar="BACKUP", help="データの控え")
    restore.add_argument("--keys", type=place, required=True, metavar="BACKUP", help="鍵の控え")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    if arguments.part == "check":
        _check(basedir, arguments.folder, arguments.keys)
    elif arguments.part == "restore":
        _restore(basedir, arguments.folder, arguments.keys)
    else:
        _take(basedir, arguments.part, arguments.folder)
    return 0


# --- taking ---------------------------------------------------------------------------------------


def _take(basedir: Path, kind: str, folder: Path) -> None:
    """Write a new folder; it gets its name when all is in it and on the disk."""
    from counter_app.bootstrap import wall_clock
    from counter_app.commands.existing import existing_settings

    settings = existing_settings(basedir)
    now = wall_clock()
    made = folder / f"counter-{kind}-{now:%Y%m%d-%H%M%S}"
    draft = made.with_name(f"{made.name}.part")
    try:
        draft.mkdir(mode=0o700)
        if kind == "data":
            _copy_data(settings, draft)
        else:
            _copy_keys(settings, draft)
        files = {str(path.as_posix()): _digest(draft / path) for path in _files(draft)}
        listed = msgspec.json.encode(Contents(kind, now, files))
        (draft / _LIST).write_bytes(listed)
        _settle(draft)
        look = _look(draft, settings.data / "keys" / "database.key") if kind == "data" else None
        draft.rename(made)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    say(f"{made}　{len(files)}ファイル")
    if look is not None:
        _say_look(look)
        tell("鍵は入っていません。鍵の控え（backup keys）は、別の媒体に置いてください。")
    else:
        tell("この媒体があれば、データの控えを読めます。封をして、鍵のかかる所に置いてください。")


def _copy_data(settings: "Settings", draft: Path) -> None:
    """The witness first: it may lag behind the database and must not be ahead of it."""
    from localdb.copying import copy_database
    from localdb.keys import read_key

    (draft / "data").mkdir(mode=0o700)
    with suppress(FileNotFoundError):
        _copy(settings.basedir / _WITNESS, draft / _WITNESS)
    key = read_key(settings.basedir / _KEYS / "database.key")
    copy_database(settings.basedir / _DATABASE, key, draft / _DATABASE)
    for name in ("settings.toml", "card-authorities"):
        _copy_all(settings.basedir / name, draft / name)
    town = settings.town_file
    if town is not None and town.is_file():
        inside = town.is_relative_to(settings.basedir)
        _copy(town, draft / (town.relative_to(settings.basedir) if inside else town.name))


def _copy_keys(settings: "Settings", draft: Path) -> None:
    for name in (_KEYS, Path("sealing")):
        _copy_all(settings.basedir / name, draft / name)
    _copy_all(settings.party_folder, draft / "parties")


def _copy_all(source: Path, target: Path) -> None:
    """A file, or a folder with all that is in it; nothing when there is none."""
    if source.is_file():
        _copy(source, target)
    elif source.is_dir():
        for path in _files(source):
            _copy(source / path, target / path)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(source, target)
    with suppress(OSError):  # a stick for Windows knows no rights
        target.chmod(0o600)


def _settle(folder: Path) -> None:
    """Wait until all is on the medium: somebody pulls it out next."""
    for path in _files(folder):
        with (folder / path).open("r+b") as file:
            os.fsync(file.fileno())


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, relative to it."""
    return (p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- checking and bringing back -------------------------------------------------------------------


def _check(basedir: Path, folder: Path, keys: Path | None) -> None:
    contents = _whole(folder)
    say(f"{folder}：{len(contents.files)}ファイル、取ったときのままです（{_day(contents)}）。")
    if contents.kind != "data":
        return
    if keys is not None:
        _whole(keys)
    _say_look(_look(folder, (keys or basedir) / _KEYS / "database.key"))


def _restore(basedir: Path, folder: Path, keys: Path) -> None:
    from counter_app.bootstrap import wall_clock
    from counter_app.model.numbers import reception_number
    from localdb.copying import skip_numbers
    from localdb.keys import read_key
    from localdb.open import open_store

    contents, key_contents = _whole(folder), _whole(keys)
    if (contents.kind, key_contents.kind) != ("data", "keys"):
        raise _faulty(folder, "データの控えと、--keys に鍵の控えを指定します")
    look = _look(folder, keys / _KEYS / "database.key")
    if basedir.exists() and any(basedir.iterdir()):
        raise folder_in_use(basedir)
    for source, listed in ((folder, contents), (keys, key_contents)):
        for path in listed.files:
            _copy(source / path, basedir / path)
    with open_store(basedir / "data", clock=wall_clock):
        pass  # it opens as every start will open it
    today = wall_clock().date()
    last = skip_numbers(basedir / _DATABASE, read_key(basedir / _KEYS / "database.key"), today)
    say(f"{basedir} に、{_day(contents)} のデータを戻しました。")
    _say_look(look)
    tell("この日時より後の受付は入っていません。受付票の控えと見比べてください。")
    tell(f"今日の次の受付番号は {reception_number(today, last + 1)} です。")


def _whole(folder: Path) -> Contents:
    """The list of a backup whose files are all as listed. Raises BACKUP_FAULTY."""
    try:
        contents = msgspec.json.decode(read_input(folder / _LIST), type=Contents)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _faulty(folder, f"{_LIST} が読めません") from error
    for name, digest in contents.files.items():
        path = folder / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise _faulty(folder, f"{name} は控えの外を指しています")
        if not path.is_file():
            raise _faulty(folder, f"{name} がありません")
        if _digest(path) != digest:
            raise _faulty(folder, f"{name} が変わっています")
    return contents


def _look(folder: Path, key_file: Path) -> "DatabaseLook":
    """What is in the database of a backup. Raises BACKUP_FAULTY, KEY_FILE_MISSING."""
    from localdb.copying import look_at_copy
    from localdb.keys import DATABASE, read_key

    assert key_file.name == DATABASE
    key = read_key(key_file)
    try:
        look = look_at_copy(folder / _DATABASE, key)
    except CounterError as error:
        raise _faulty(folder, str(error)) from error
    if not look.whole:
        raise _faulty(folder, "データベースが壊れています")
    return look


def _faulty(folder: Path, why: str) -> CounterError:
    return CounterError(FailureCode.BACKUP_FAULTY, f"{folder}：{why}")


def _say_look(look: "DatabaseLook") -> None:
    say(
        f"データベースは無傷です（版 {look.revision}）："
        f"受付 {look.receptions}件、リンクコード {look.links}件、監査記録 {look.records}件。"
    )


def _day(contents: Contents) -> str:
    return f"{contents.made_at:%Y-%m-%d %H:%M}"
